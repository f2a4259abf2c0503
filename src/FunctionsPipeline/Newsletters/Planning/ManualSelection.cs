using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>
/// What a person asks for by hand: whether it can be, and which articles it means.
/// </summary>
internal sealed class ManualSelection(NewArticles newArticles, IPlanReadiness readiness)
{
    private static readonly Refusal NoAddress = new(
        "site.yml names no postal address (organisation, postalAddress); the law wants one in every newsletter."
    );

    /// <summary>The newsletter, if an issue of it can be planned.</summary>
    public static Answer<NewsletterSettings> Find(SiteSettings site, string newsletter)
    {
        if (site.WhyNoNewsletter(newsletter) is { } unknown)
            return unknown;
        if (!site.Organisation.MayMail)
            return NoAddress;
        return site.Newsletters.First(n => n.Id == newsletter);
    }

    /// <inheritdoc cref="IPlanReadiness.FindRefusalAsync"/>
    public Task<Refusal?> WhyNotNowAsync(CancellationToken cancellationToken) =>
        readiness.FindRefusalAsync(cancellationToken);

    /// <param name="articles">Slugs, of which each must be there; null for all new ones.</param>
    public async Task<Answer<ManualArticles>> ChooseAsync(
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    )
    {
        if (progress.Reserved is { } begun)
            return new Refusal($"Issue {begun.Issue} is being planned; try again when it is.");
        var found = await newArticles.FindAsync(newsletter, progress, cancellationToken);
        if (articles is null)
            return found.New.Count == 0 ? WhyNone(found.LeftOut) : new ManualArticles(found.New, [], found.LeftOut);
        string[] named = [.. articles.Distinct(StringComparer.Ordinal)];
        var entries = await newArticles.ReadAsync(named, cancellationToken);
        string[] missing = [.. named.Except(entries.Select(e => e.Slug), StringComparer.Ordinal)];
        if (missing.Length > 0)
            return WhyMissing(missing);
        return new ManualArticles(entries, [.. found.New.Where(e => !named.Contains(e.Slug, StringComparer.Ordinal))]);
    }

    private static Refusal WhyNone(LeftOut leftOut) =>
        new(
            leftOut.Articles == 0
                ? "There is no new article."
                : $"There is no new article. Not taken for new because they were old when they came: {leftOut.Articles}. Name those that should go all the same."
        );

    private static Refusal WhyMissing(string[] missing)
    {
        var why = $"Not live, or not meant for newsletters: {string.Join(", ", missing.Select(m => $"'{m}'"))}.";
        if (Array.Exists(missing, m => m.EndsWith(".md", StringComparison.OrdinalIgnoreCase)))
            why += " An article is named by its slug, as its address on the site has it, and not by its file.";
        return new Refusal(why);
    }
}

/// <param name="Entries">At least one.</param>
/// <param name="Postponed">New ones that were not named, the newest first.</param>
/// <param name="LeftOut">Null where the articles were named.</param>
internal sealed record ManualArticles(
    IReadOnlyList<CatalogEntry> Entries,
    IReadOnlyList<CatalogEntry> Postponed,
    LeftOut? LeftOut = null
);
