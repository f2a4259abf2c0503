using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>
/// What a person asks for by hand: whether it can be, and which articles it means. Each refusal is for people.
/// </summary>
internal sealed class ManualSelection(NewArticles newArticles)
{
    private const string NoAddress =
        "site.yml names no postal address (organisation, postalAddress); the law wants one in every newsletter.";

    /// <returns>Why nothing can be planned of that newsletter; null if it can.</returns>
    public static string? WhyNot(SiteSettings site, string newsletter) =>
        site.WhyNoNewsletter(newsletter) ?? (site.Organisation.MayMail ? null : NoAddress);

    /// <param name="articles">Slugs, of which each must be there; null for all new ones.</param>
    public async Task<ManualArticles> ChooseAsync(
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    )
    {
        if (progress.Reserved is { } begun)
            return Refused($"Issue {begun.Issue} is being planned; try again when it is.");
        if (articles is null)
        {
            var found = await newArticles.FindAsync(newsletter, progress, cancellationToken);
            return found.New.Count == 0
                ? Refused(WhyNone(found.LeftOut))
                : new ManualArticles(found.New, null, found.LeftOut);
        }
        string[] named = [.. articles.Distinct(StringComparer.Ordinal)];
        var entries = await newArticles.ReadAsync(named, cancellationToken);
        string[] missing = [.. named.Except(entries.Select(e => e.Slug), StringComparer.Ordinal)];
        return missing.Length == 0 ? new ManualArticles(entries, null) : Refused(WhyMissing(missing));
    }

    private static string WhyNone(LeftOut leftOut) =>
        leftOut.Articles == 0
            ? "There is no new article."
            : $"There is no new article. Not taken for new because they were old when they came: {leftOut.Articles}. Name those that should go all the same.";

    private static string WhyMissing(string[] missing)
    {
        var why = $"Not live, or not meant for newsletters: {string.Join(", ", missing.Select(m => $"'{m}'"))}.";
        return Array.Exists(missing, m => m.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            ? why + " An article is named by its slug, as its address on the site has it, and not by its file."
            : why;
    }

    private static ManualArticles Refused(string refusal) => new([], refusal);
}

/// <param name="Entries">At least one, unless refused.</param>
/// <param name="Refusal">Why there is nothing to plan, for people; else null.</param>
/// <param name="LeftOut">Null where the articles were named.</param>
internal sealed record ManualArticles(IReadOnlyList<CatalogEntry> Entries, string? Refusal, LeftOut? LeftOut = null);
