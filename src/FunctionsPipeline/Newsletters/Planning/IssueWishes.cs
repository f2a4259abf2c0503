using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>What staff want of the next issue that a schedule plans. It is used once.</summary>
/// <param name="Subject">Instead of the newsletter's own subject; null for that one. Plain text.</param>
/// <param name="Order">Slugs, the first leads. Articles that are not named follow in the usual order.</param>
/// <param name="Postponed">Slugs that wait for the issue after it.</param>
public sealed record IssueWishes(string? Subject, IReadOnlyList<string> Order, IReadOnlyList<string> Postponed)
{
    /// <summary>The most articles that <see cref="Order"/> and <see cref="Postponed"/> name, each.</summary>
    public const int MostArticles = 500;

    public static IssueWishes None { get; } = new(null, [], []);

    /// <summary>Tells one version from another; the same wishes have the same.</summary>
    [JsonIgnore]
    public string Version => Sha256Hex.Of(JsonSerializer.SerializeToUtf8Bytes(this, PlanningJson.Own.IssueWishes), 16);

    /// <summary>The articles that go, in their order. One that was renamed is known by its former name too.</summary>
    /// <param name="articles">In the usual order.</param>
    public IReadOnlyList<CatalogEntry> Arrange(IReadOnlyList<CatalogEntry> articles)
    {
        var places = Order
            .Index()
            .DistinctBy(o => o.Item, StringComparer.Ordinal)
            .ToDictionary(o => o.Item, o => o.Index, StringComparer.Ordinal);
        var postponed = Postponed.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. articles
                .Where(a => !a.NamesEver().Any(postponed.Contains))
                .OrderBy(a => a.NamesEver().Min(name => places.GetValueOrDefault(name, int.MaxValue))),
        ];
    }

    /// <summary>Without these articles, which an issue carries by now.</summary>
    public IssueWishes Without(IReadOnlyCollection<string> carried) =>
        this with
        {
            Order = [.. Order.Except(carried, StringComparer.Ordinal)],
            Postponed = [.. Postponed.Except(carried, StringComparer.Ordinal)],
        };
}

/// <summary>Takes down what staff want of the next issue.</summary>
public interface IIssueWishes
{
    /// <summary>Writes over the wishes that were shown. Safe to repeat until that issue is planned.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    /// <param name="shown">The <see cref="UpcomingIssue.Version"/> of what the person saw.</param>
    /// <returns>
    /// The wishes as they are kept; refused with the reason if that issue was planned or other wishes were written
    /// meanwhile, and for a newsletter that has no times of its own.
    /// </returns>
    Task<Answer<IssueWishes>> WriteAsync(
        string newsletter,
        IssueWishes wishes,
        string shown,
        CancellationToken cancellationToken
    );
}

internal sealed class IssueWishesStore(ISiteSettingsSource settings, ProgressStore progressStore) : IIssueWishes
{
    private static readonly Refusal Changed = new(
        "Another person changed the next issue meanwhile. Look at it as it is now, and save again."
    );

    public async Task<Answer<IssueWishes>> WriteAsync(
        string newsletter,
        IssueWishes wishes,
        string shown,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.WhyNoNewsletter(newsletter) is { } unknown)
            return unknown;
        var found = site.Newsletters.First(n => n.Id == newsletter);
        if (Schedule.Of(found) is not { IsInstant: false })
            return new Refusal(
                $"Newsletter '{newsletter}' has no times of its own, so that no next issue can be changed."
            );
        if (SubjectLine.ProblemOf(wishes.Subject) is { } problem)
            return problem;
        if (wishes.Order.Count > IssueWishes.MostArticles || wishes.Postponed.Count > IssueWishes.MostArticles)
            return new Refusal($"At most {IssueWishes.MostArticles} articles can be put in order or left out.");
        var kept = new IssueWishes(
            SubjectLine.Of(wishes.Subject),
            [.. wishes.Order.Where(IsSlug)],
            [.. wishes.Postponed.Where(IsSlug)]
        );
        Refusal? refusal = null;
        await progressStore.UpdateAsync(
            found,
            progress =>
            {
                refusal = progress.WhyPlanned(shown);
                // A write whose answer was lost comes here again, and finds its own wishes.
                if (refusal is not null || progress.Wishes.Version == kept.Version)
                    return null;
                refusal = progress.Version == shown ? null : Changed;
                return refusal is null ? progress with { Wishes = kept } : null;
            },
            cancellationToken
        );
        return refusal is null ? kept : refusal;
    }

    private static bool IsSlug(string text) => Slug.TryParse(text, out _);
}
