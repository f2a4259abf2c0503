using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Which lists an article belongs to.</summary>
internal sealed class ListRouter(SiteSettings settings)
{
    public const string Everything = "all";
    public const string Months = "months";
    public const string Newsletters = "newsletters";

    /// <summary>Raise it when articles belong to other lists than before for a reason that is not in the settings.</summary>
    private const int Version = 1;

    /// <summary>Everything but the article itself that decides on its lists.</summary>
    public string Layout { get; } =
        SiteWriter.Hash(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Version}\n{settings.TimeZone.Id}\n{string.Join('\n', settings.Newsletters.Select(n => $"{n.Id}: {string.Join(", ", n.Topics)}"))}"
            )
        );

    public static string NewsletterList(string id) => $"{Newsletters}/{id}";

    public Placement Place(CatalogEntry entry, ListedArticle article)
    {
        var lists = new List<string> { Everything, $"{Months}/{MonthOf(article)}" };
        lists.AddRange(
            article
                .Tags.Select(t => Term.From(t))
                .OfType<Term>()
                .Select(t => TermKind.Tags.ListOf(t.Slug))
                .Distinct(StringComparer.Ordinal)
        );
        if (Term.From(article.Author) is { } author)
            lists.Add(TermKind.Authors.ListOf(author.Slug));
        if (entry.Newsletter != false && entry.Home is null)
            lists.AddRange(settings.Newsletters.Where(n => Carries(n, article)).Select(n => NewsletterList(n.Id)));
        var aliases = entry
            .Aliases.Where(a => FormerAddresses.IsUsable(a, entry.Slug))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return new Placement
        {
            Key = article.Key,
            Lists = lists,
            Aliases = aliases,
            Link = SiteWriter.Hash(
                $"{article.Key}\n{article.Language}\n{article.Title}\n{string.Join('\n', article.Tags)}"
            ),
            Hash = SiteWriter.Hash(
                $"{Layout}\n{string.Join(' ', lists)}\n{string.Join(' ', aliases)}\n{JsonSerializer.Serialize(article, SiteJson.Compact.ListedArticle)}"
            ),
        };
    }

    /// <summary>What readers call the list that an article's term makes.</summary>
    public static string? TitleOf(string list, ListedArticle article)
    {
        if (list.StartsWith(TermKind.Authors.Folder + "/", StringComparison.Ordinal))
            return article.Author?.Trim();
        return list.StartsWith(TermKind.Tags.Folder + "/", StringComparison.Ordinal)
            ? article
                .Tags.Select(t => Term.From(t))
                .OfType<Term>()
                .Where(t => TermKind.Tags.ListOf(t.Slug) == list)
                .Select(t => t.Name)
                .FirstOrDefault()
            : null;
    }

    private string MonthOf(ListedArticle article) =>
        TimeZoneInfo.ConvertTime(article.Date, settings.TimeZone).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static bool Carries(NewsletterSettings newsletter, ListedArticle article) =>
        Topics.Match(newsletter.Topics, article.Tags);
}
