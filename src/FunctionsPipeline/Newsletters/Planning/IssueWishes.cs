using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>What staff want of the next issue that a schedule plans. It is used once.</summary>
/// <param name="Subject">Instead of the newsletter's own subject; null for that one. Plain text.</param>
/// <param name="Order">Slugs, the first leads. Articles that are not named follow in the usual order.</param>
/// <param name="LeftOut">Slugs that wait for the issue after it.</param>
public sealed record IssueWishes(string? Subject, IReadOnlyList<string> Order, IReadOnlyList<string> LeftOut)
{
    /// <summary>Characters. Longer ones are cut by mail clients.</summary>
    public const int LongestSubject = 150;

    /// <summary>Of articles named in a wish.</summary>
    public const int MostArticles = 500;

    public static IssueWishes None { get; } = new(null, [], []);

    /// <summary>Tells one version from another; the same wishes have the same.</summary>
    [JsonIgnore]
    public string Version => Sha256Hex.Of(JsonSerializer.SerializeToUtf8Bytes(this, PlanningJson.Own.IssueWishes), 16);

    /// <returns>Why this cannot be an issue's subject; null if it can, or if it is empty.</returns>
    public static Refusal? WhyNoSubject(string? subject) =>
        subject?.Trim() is not { } text ? null
        : text.Length > LongestSubject
            ? new Refusal($"The subject has {text.Length} characters; {LongestSubject} are allowed. Shorten it.")
        : text.Any(char.IsControl) ? new Refusal("The subject must be one line of text.")
        : null;

    /// <summary>The articles that go, in their order.</summary>
    /// <param name="articles">In the usual order.</param>
    public IReadOnlyList<CatalogEntry> Arrange(IReadOnlyList<CatalogEntry> articles)
    {
        var places = Order
            .Index()
            .DistinctBy(o => o.Item, StringComparer.Ordinal)
            .ToDictionary(o => o.Item, o => o.Index, StringComparer.Ordinal);
        return
        [
            .. articles
                .Where(a => !LeftOut.Contains(a.Slug, StringComparer.Ordinal))
                .OrderBy(a => places.GetValueOrDefault(a.Slug, int.MaxValue)),
        ];
    }
}

/// <summary>Takes down what staff want of the next issue.</summary>
public interface IIssueWishes
{
    /// <summary>Writes over the wishes that were shown. Safe to repeat.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    /// <param name="shown">The <see cref="IssueWishes.Version"/> of the wishes to replace.</param>
    /// <returns>The wishes as they are kept; refused if others were written meanwhile, with the reason.</returns>
    Task<Answer<IssueWishes>> WriteAsync(
        string newsletter,
        IssueWishes wishes,
        string shown,
        CancellationToken cancellationToken
    );
}

internal sealed class WrittenWishes(ISiteSettingsSource settings, ProgressStore progressStore) : IIssueWishes
{
    private static readonly Refusal Changed = new(
        "Someone else changed the next issue meanwhile. Look at it as it is now, and save again."
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
        if (IssueWishes.WhyNoSubject(wishes.Subject) is { } unfit)
            return unfit;
        if (wishes.Order.Count > IssueWishes.MostArticles || wishes.LeftOut.Count > IssueWishes.MostArticles)
            return new Refusal($"At most {IssueWishes.MostArticles} articles can be put in order or left out.");
        var kept = new IssueWishes(
            string.IsNullOrWhiteSpace(wishes.Subject) ? null : wishes.Subject.Trim(),
            [.. wishes.Order.Where(IsSlug)],
            [.. wishes.LeftOut.Where(IsSlug)]
        );
        Refusal? refusal = null;
        await progressStore.UpdateAsync(
            site.Newsletters.First(n => n.Id == newsletter),
            progress =>
            {
                refusal = null;
                var version = progress.Wishes.Version;
                // A write whose answer was lost comes here again.
                if (version == kept.Version)
                    return null;
                refusal =
                    progress.Reserved is { } begun ? new Refusal($"Issue {begun.Issue} is being planned already.")
                    : version == shown ? null
                    : Changed;
                return refusal is null ? progress with { Wishes = kept } : null;
            },
            cancellationToken
        );
        return refusal is null ? kept : refusal;
    }

    private static bool IsSlug(string text) => Slug.TryParse(text, out _);
}
