using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Preferences;

/// <summary>
/// What a person gets, and how often. It shows no address and no name, because the holder of a forwarded mail sees it
/// too (rule B5).
/// </summary>
public sealed class PreferencesPage(
    PageWriter pages,
    PreferenceChanges changes,
    AccessLinks access,
    SubscriberLinks links,
    IMailInFlight inFlight,
    TimeProvider time
)
{
    private const int MostPauseDays = 366;

    public async Task<WebPage> ShowAsync(string? token, CancellationToken cancellationToken)
    {
        var subscriber = await changes.LookAsync(token, cancellationToken);
        var page = await pages.BeginAsync(subscriber?.Language, cancellationToken);
        return subscriber is null ? NotHere(page, token) : Form(page, 200, token!, subscriber, null, []);
    }

    public async Task<WebPage> ChangeAsync(
        string? token,
        FormValues form,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var before = await changes.LookAsync(token, cancellationToken);
        var page = await pages.BeginAsync(before?.Language, cancellationToken);
        if (before is null)
            return NotHere(page, token);
        var problems = new List<string>();
        var wanted = Read(page, form, before, problems);
        if (problems.Count > 0)
            return Form(page, 422, token!, before, null, problems);
        var answer = await changes.ChangeAsync(
            token,
            wanted,
            [.. page.Site.Newsletters.Select(n => n.Id)],
            origin,
            cancellationToken
        );
        if (answer is null)
            return NotHere(page, token);
        page = await pages.BeginAsync(answer.Subscriber.Language, cancellationToken);
        var later = page.Later(
            await MayArriveAsync(
                before.ActiveNewsletters.Except(answer.Subscriber.ActiveNewsletters, StringComparer.Ordinal),
                cancellationToken
            )
        );
        if (answer.Asked != JoinAnswer.Recorded)
        {
            var problem = page.Strings[answer.Asked == JoinAnswer.NotOpen ? "not-open-1" : "mail-down-1"];
            return Form(
                page,
                503,
                token!,
                answer.Subscriber,
                page.Strings.Format("preferences-saved", later),
                [problem]
            );
        }
        var done =
            answer.ToConfirm.Count == 0
                ? page.Strings.Format("preferences-saved", later)
                : page.Strings.Format("preferences-to-confirm", ("newsletters", page.NamesOf(answer.ToConfirm)), later);
        return Form(page, 200, token!, answer.Subscriber, done, []);
    }

    /// <summary>The way back after leaving.</summary>
    public async Task<WebPage> ReturnAsync(
        string? token,
        FormValues form,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var page = await BeginAsync(token, cancellationToken);
        var wanted = form.All("newsletter")
            .Where(id => page.Site.Newsletters.Any(n => n.Id == id))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return await changes.ReturnAsync(token, wanted, origin, cancellationToken) is { } answer
            ? SubscribePage.Answer(page, answer)
            : page.Message(404, "bad-link", null, [page.ToSubscribe("../../subscribe")]);
    }

    /// <summary>Mails a link to see, download or erase what is held.</summary>
    public async Task<WebPage> RequestAccessAsync(
        string? token,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var page = await BeginAsync(token, cancellationToken);
        return await access.RequestAsync(token, origin, cancellationToken) switch
        {
            AccessAnswer.Mailed => page.Message(200, "access-mailed"),
            AccessAnswer.TooOften => page.Message(429, "access-too-often"),
            AccessAnswer.NotOpen => page.Message(503, "access-not-open"),
            AccessAnswer.MailIsDown => page.Message(503, "mail-down"),
            _ => NotHere(page, token),
        };
    }

    /// <summary>A page in the language of the person that the link leads to.</summary>
    private async Task<PageContext> BeginAsync(string? token, CancellationToken cancellationToken) =>
        await pages.BeginAsync((await changes.LookAsync(token, cancellationToken))?.Language, cancellationToken);

    private async Task<bool> MayArriveAsync(IEnumerable<string> givenUp, CancellationToken cancellationToken)
    {
        foreach (var newsletter in givenUp)
        {
            if (await inFlight.MayArriveAsync(newsletter, cancellationToken))
                return true;
        }
        return false;
    }

    private WebPage NotHere(PageContext page, string? token) =>
        links.Read(LinkPurpose.Preferences, token) is null
            ? page.Message(404, "bad-link")
            : page.Message(410, "not-here");

    private WantedPreferences Read(PageContext page, FormValues form, Subscriber before, List<string> problems)
    {
        var newsletters = page
            .Site.Newsletters.Select(n => n.Id)
            .Where(id => form.All("newsletter").Contains(id, StringComparer.Ordinal))
            .ToList();
        var topics = TopicsOf(page.Site)
            .Where(t => form.All("topic").Contains(t, StringComparer.OrdinalIgnoreCase))
            .ToList();
        if (
            !Enum.TryParse<Frequency>(form.One("frequency"), ignoreCase: false, out var frequency)
            || !Enum.IsDefined(frequency)
        )
            problems.Add(page.Strings["frequency-problem"]);
        var language = form.One("language");
        if (!LanguagesOf(page.Site, before).Contains(language, StringComparer.Ordinal))
            problems.Add(page.Strings["language-problem"]);
        return new WantedPreferences(
            newsletters,
            topics,
            frequency,
            language,
            Pause(page, form.One("pause"), problems)
        );
    }

    /// <summary>Mail resumes as that day begins where the publisher is.</summary>
    private DateTimeOffset? Pause(PageContext page, string text, List<string> problems)
    {
        if (text.Length == 0)
            return null;
        var zone = page.Site.TimeZone;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        if (
            !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day < today
            || day > today.AddDays(MostPauseDays)
        )
        {
            problems.Add(page.Strings["pause-problem"]);
            return null;
        }
        if (day == today)
            return null;
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where clocks jump over midnight, the day begins an hour later.
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private WebPage Form(
        PageContext page,
        int status,
        string token,
        Subscriber subscriber,
        string? done,
        IReadOnlyList<string> problems
    )
    {
        var heading = page.Strings["preferences-title"];
        var language = subscriber.Language ?? page.Site.Language;
        return page.Render(
            status,
            "preferences",
            new PreferencesModel
            {
                Shell = page.Frame(heading),
                Strings = page.Strings.All,
                Heading = heading,
                Done = done,
                Problems = problems,
                Stopped = subscriber.Suppressed is null ? null : page.Strings["preferences-stopped"],
                Action = $"../preferences/{token}",
                AccessAction = $"../preferences/{token}/access",
                Newsletters =
                [
                    .. page.Site.Newsletters.Select(
                        (n, i) =>
                            new Choice(
                                $"newsletter-{i}",
                                n.Id,
                                n.Name,
                                n.Description,
                                subscriber.To(n.Id) is { Left: null }
                            )
                    ),
                ],
                Topics =
                [
                    .. TopicsOf(page.Site)
                        .Select(
                            (t, i) =>
                                new Choice(
                                    $"topic-{i}",
                                    t,
                                    t,
                                    null,
                                    subscriber.Topics.Contains(t, StringComparer.OrdinalIgnoreCase)
                                )
                        ),
                ],
                Frequencies =
                [
                    .. Enum.GetValues<Frequency>()
                        .Select(f => new Choice(
                            $"frequency-{f}",
                            f.ToString(),
                            page.Strings[$"frequency-{f}"],
                            null,
                            subscriber.Frequency == f
                        )),
                ],
                Languages =
                [
                    .. LanguagesOf(page.Site, subscriber)
                        .Select(l => new Choice($"language-{l}", l, Languages.NameOf(l), null, l == language)),
                ],
                Pause =
                    subscriber.PausedUntil is { } until && until > time.GetUtcNow()
                        ? TimeZoneInfo
                            .ConvertTime(until, page.Site.TimeZone)
                            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                        : "",
            }
        );
    }

    private static List<string> TopicsOf(SiteSettings site) =>
        [.. site.Newsletters.SelectMany(n => n.Topics).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static List<string> LanguagesOf(SiteSettings site, Subscriber subscriber) =>
        [
            .. Languages
                .OfferedBy(site.Language)
                .Append(subscriber.Language)
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}

public sealed record PreferencesModel
{
    public required Branding.Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Heading { get; init; }

    /// <summary>What was just saved; null before.</summary>
    public string? Done { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>That no mail goes to the address at all; null if it does.</summary>
    public string? Stopped { get; init; }

    public required string Action { get; init; }

    public required string AccessAction { get; init; }

    public required IReadOnlyList<Choice> Newsletters { get; init; }

    public required IReadOnlyList<Choice> Topics { get; init; }

    public required IReadOnlyList<Choice> Frequencies { get; init; }

    public required IReadOnlyList<Choice> Languages { get; init; }

    /// <summary>ISO date; empty for none.</summary>
    public required string Pause { get; init; }
}
