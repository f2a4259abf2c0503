using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>The issues that the schedules ask for next, before they are planned.</summary>
public interface IUpcomingIssues
{
    /// <summary>One for each newsletter of <c>site.yml</c>, in its order. Changes nothing.</summary>
    Task<IReadOnlyList<UpcomingIssue>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The one of a newsletter. Changes nothing.</summary>
    /// <returns>Refused for a newsletter that there is not.</returns>
    Task<Answer<UpcomingIssue>> FindAsync(string newsletter, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a newsletter's next slot pass: nothing is planned for it, and its articles go into the issue after that. Called
    /// again, it lets the slot after that pass as well.
    /// </summary>
    /// <returns>The slot, by the newsletter's clock.</returns>
    Task<Answer<DateTimeOffset>> SkipAsync(string newsletter, CancellationToken cancellationToken);

    /// <summary>Takes back every skip that was not reached yet.</summary>
    /// <returns>How many.</returns>
    Task<Answer<int>> UnskipAsync(string newsletter, CancellationToken cancellationToken);
}

/// <summary>What would go next.</summary>
/// <param name="Newsletter">The newsletter's id.</param>
/// <param name="Name">As its readers know it.</param>
/// <param name="Due">
/// When the next issue goes, by the newsletter's clock; null for a newsletter without a schedule, or with a mail for each
/// article.
/// </param>
/// <param name="IsInstant">True: each article goes out by itself once it is live.</param>
/// <param name="PlannedFrom">From when on it is planned and staff get its preview; null with no <paramref name="Due"/>.</param>
/// <param name="Articles">Slugs that would go if it were planned now, the first leads.</param>
/// <param name="Minimum">With fewer articles than this the slot passes without an issue.</param>
/// <param name="LeftOut">Articles from an archive that are not taken for new.</param>
/// <param name="Planning">The issue that is being planned at this moment; null as a rule.</param>
/// <param name="Skipped">Slots that a person lets pass, soonest first.</param>
public sealed record UpcomingIssue(
    string Newsletter,
    string Name,
    DateTimeOffset? Due,
    bool IsInstant,
    DateTimeOffset? PlannedFrom,
    IReadOnlyList<string> Articles,
    int Minimum,
    int LeftOut,
    IssueId? Planning,
    IReadOnlyList<DateTimeOffset> Skipped
)
{
    /// <summary>New articles that staff left out: slugs, the newest first. They wait for the issue after this one.</summary>
    public IReadOnlyList<string> Postponed { get; init; } = [];

    /// <summary>What staff want of it.</summary>
    public IssueWishes Wishes { get; init; } = IssueWishes.None;

    /// <summary>Tells what is shown here from what is there when a person acts on it.</summary>
    public string Version { get; init; } = "";

    /// <summary>Of <see cref="Articles"/> and <see cref="Postponed"/>, by slug.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}

internal sealed class UpcomingIssues(
    ISiteSettingsSource settings,
    ProgressStore progressStore,
    NewArticles newArticles,
    TimeProvider time
) : IUpcomingIssues
{
    /// <summary>How many skipped slots are looked past; a schedule of each day is skipped for a month at most.</summary>
    private const int MostSkipped = 31;

    public async Task<IReadOnlyList<UpcomingIssue>> ListAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var upcoming = new List<UpcomingIssue>();
        foreach (var newsletter in site.Newsletters)
            upcoming.Add(await LookAsync(site, newsletter, cancellationToken));
        return upcoming;
    }

    public async Task<Answer<UpcomingIssue>> FindAsync(string newsletter, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.WhyNoNewsletter(newsletter) is { } unknown)
            return unknown;
        return await LookAsync(site, site.Newsletters.First(n => n.Id == newsletter), cancellationToken);
    }

    public async Task<Answer<DateTimeOffset>> SkipAsync(string newsletter, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.WhyNoNewsletter(newsletter) is { } unknown)
            return unknown;
        var found = site.Newsletters.First(n => n.Id == newsletter);
        if (Schedule.Of(found) is not { IsInstant: false })
            return new Refusal($"Newsletter '{newsletter}' has no times of its own, so that there is none to skip.");
        Answer<DateTimeOffset>? answer = null;
        await progressStore.UpdateAsync(
            found,
            progress =>
            {
                // A write whose answer was lost comes here again, and must not skip a second slot.
                if (answer is { Refusal: null } && progress.Skipped.Contains(answer.Value.ToUniversalTime()))
                    return null;
                answer = Skippable(site, found, progress);
                return answer.Refusal is null
                    ? progress with
                    {
                        Skipped = [.. StillAhead(progress), answer.Value.ToUniversalTime()],
                    }
                    : null;
            },
            cancellationToken
        );
        return answer!;
    }

    public async Task<Answer<int>> UnskipAsync(string newsletter, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.WhyNoNewsletter(newsletter) is { } unknown)
            return unknown;
        var ahead = 0;
        await progressStore.UpdateAsync(
            site.Newsletters.First(n => n.Id == newsletter),
            progress =>
            {
                ahead = StillAhead(progress).Count();
                return ahead == 0 ? null : progress with { Skipped = [] };
            },
            cancellationToken
        );
        return ahead;
    }

    private async Task<UpcomingIssue> LookAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    )
    {
        var progress = await progressStore.LookAsync(newsletter, cancellationToken);
        var found = await newArticles.FindAsync(newsletter, progress, cancellationToken);
        var wishes = progress.WishesOf(newsletter);
        var articles = wishes.Arrange(found.New);
        var next = NextSlot(site, newsletter, progress);
        var now = time.GetUtcNow();
        return new UpcomingIssue(
            newsletter.Id,
            newsletter.Name,
            next,
            Schedule.Of(newsletter) is { IsInstant: true },
            next - newsletter.HoldWindow,
            [.. articles.Select(entry => entry.Slug)],
            Math.Max(1, newsletter.MinimumArticles),
            found.LeftOut.Articles,
            progress.Reserved?.Issue,
            [.. progress.Skipped.Where(slot => slot > now).Select(slot => Local(site, newsletter, slot))]
        )
        {
            Postponed = [.. found.New.Except(articles).Select(entry => entry.Slug)],
            Wishes = wishes,
            Version = progress.Version,
            Titles = found.New.ToDictionary(entry => entry.Slug, entry => entry.Title, StringComparer.Ordinal),
        };
    }

    /// <summary>The slot that may be skipped now, or why none may.</summary>
    private Answer<DateTimeOffset> Skippable(
        SiteSettings site,
        NewsletterSettings newsletter,
        NewsletterProgress progress
    )
    {
        if (progress.Reserved is { } begun)
            return new Refusal($"Issue {begun.Issue} is being planned. Stop it once staff have its preview.");
        if (progress.Skipped.Count >= MostSkipped)
            return new Refusal($"{MostSkipped} times are skipped already. Remove the schedule in site.yml instead.");
        if (NextSlot(site, newsletter, progress) is not { } slot)
            return new Refusal($"Newsletter '{newsletter.Id}' has no time ahead.");
        return slot;
    }

    /// <summary>The first slot ahead that is neither decided nor skipped, by the newsletter's clock.</summary>
    private DateTimeOffset? NextSlot(SiteSettings site, NewsletterSettings newsletter, NewsletterProgress progress)
    {
        if (Schedule.Of(newsletter) is not { IsInstant: false } schedule)
            return null;
        var slots = new SlotCalendar(schedule, newsletter.TimeZone ?? site.TimeZone);
        var now = time.GetUtcNow();
        var after =
            DueSlot.LastDecided(progress.LastSlot, newsletter.HoldWindow, now) is { } last && last > now ? last : now;
        for (var looked = 0; looked <= MostSkipped; looked++)
        {
            if (slots.Next(after) is not { } slot)
                return null;
            if (!progress.Skipped.Contains(slot))
                return Local(site, newsletter, slot);
            after = slot;
        }
        return null;
    }

    private IEnumerable<DateTimeOffset> StillAhead(NewsletterProgress progress) =>
        progress.Skipped.Where(slot => slot > time.GetUtcNow() - DueSlot.StalenessLimit);

    private static DateTimeOffset Local(SiteSettings site, NewsletterSettings newsletter, DateTimeOffset slot) =>
        TimeZoneInfo.ConvertTime(slot, newsletter.TimeZone ?? site.TimeZone);
}
