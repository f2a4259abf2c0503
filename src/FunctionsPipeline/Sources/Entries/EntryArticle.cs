using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Feeds;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Sources.Entries;

/// <summary>Writes an entry as the article that a person would have dropped.</summary>
/// <param name="name">What readers call the source.</param>
/// <param name="language">Of the feed; null if it does not say.</param>
internal sealed class EntryArticle(SourceSettings source, string name, string? language, SiteSettings site)
{
    /// <summary>Characters of a paragraph that only says where the entry was published.</summary>
    private const int LongestTrailer = 300;

    private const int LongestTitle = 250;
    private const int LongestName = 80;

    /// <summary>JSON's strings are YAML's, but for characters that it would write as two escapes.</summary>
    private static readonly JsonSerializerOptions Quoting = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly StringTable _strings = StringTable.Load(SourceText.Strings, language ?? site.Language);

    /// <summary>What a feed calls itself, on one line; null for nothing.</summary>
    public static string? Line(string? html) =>
        Words(html) is not { Length: > 0 } words ? null
        : words.Length <= LongestName ? words
        : words[..LongestName].TrimEnd() + "…";

    /// <summary>Can an article be made of it? One of another site is nothing without a page to lead to.</summary>
    public bool IsWorthAnArticle(FeedEntry entry) =>
        entry.Link is not null
            // A feed that carries what it took from here must not bring it back.
            ? !site.Url.IsBaseOf(entry.Link)
            : source.IsOwn && (entry.Content ?? entry.Summary) is not null;

    /// <summary>Plain text on one line, at most 250 characters; never empty.</summary>
    public string TitleOf(FeedEntry entry)
    {
        var title = Words(entry.Title);
        if (title.Length == 0)
            title = Summary.Cut(Words(entry.Summary ?? entry.Content));
        if (title.Length == 0)
            title = entry.Link?.Host ?? name;
        return title.Length <= LongestTitle ? title : title[..LongestTitle].TrimEnd() + "…";
    }

    /// <summary>
    /// The address of its article, if no other has it: of an own entry that which it has on its own site, so that a publication
    /// that moves here later keeps its addresses.
    /// </summary>
    public Slug SlugOf(FeedEntry entry)
    {
        var last = source.IsOwn ? entry.Link?.AbsolutePath.Trim('/').Split('/')[^1] : null;
        return Slug.TryParse(last, out var same) && !last.All(char.IsAsciiDigit)
            ? same
            : SlugWriter.From(TitleOf(entry));
    }

    public FeedArticle Write(FeedEntry entry, TakenEntry taken)
    {
        var title = TitleOf(entry);
        var body = source.IsOwn ? Body(entry) : "";
        var summary = body.Length == 0 || entry.Content is not null ? SummaryOf(entry, body.Length == 0) : "";
        var text = new StringBuilder("---\n");
        Add(text, "title", title);
        Add(text, "slug", taken.Slug);
        Add(text, "date", Moment(taken.Date));
        if (entry.Updated is { } updated && updated > taken.Date)
            Add(text, "updated", Moment(updated));
        if (summary.Length > 0)
            Add(text, "summary", summary);
        Add(text, "author", source.IsOwn && Words(entry.Author) is { Length: > 0 } author ? author : name);
        if (LanguageTag.Normalize(language) is { } tag)
            Add(text, "language", tag);
        if (entry.Link is { } link)
            Add(text, "canonical", link.AbsoluteUri);
        if (source.ShowsPictures && PictureOf(entry, body) is { } picture)
            Add(text, "image", picture);
        AddTags(text, entry);
        text.Append("---\n\n");
        if (body.Length > 0)
            text.Append(body);
        else
            Short(text, entry, summary);
        return new FeedArticle(
            text.ToString(),
            new CatalogHome(source.Id, name, entry.Link?.AbsoluteUri, source.IsOwn),
            taken.IsOld
        );
    }

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, string key, string value) =>
        text.Append(key).Append(": ").Append(JsonSerializer.Serialize(value, Quoting)).Append('\n');

    private void AddTags(StringBuilder text, FeedEntry entry)
    {
        var tags = source
            .Tags.Concat(source.IsOwn ? entry.Categories.Select(Words) : [])
            .Where(t => t.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (tags.Count > 0)
            text.Append("tags: ").Append(JsonSerializer.Serialize(tags, Quoting)).Append('\n');
    }

    private string Body(FeedEntry entry)
    {
        if ((entry.Content ?? entry.Summary) is not { } html || HtmlGuard.Refusal(html) is not null)
            return "";
        var tree = HtmlTree.Parse(html);
        RemoveTrailer(tree, entry);
        return HtmlConverter.Convert(tree, new EntryConversion(entry.Base, source.ShowsPictures));
    }

    private static string SummaryOf(FeedEntry entry, bool fromContent)
    {
        var html = entry.Summary ?? (fromContent ? entry.Content : null);
        if (html is null || HtmlGuard.Refusal(html) is not null)
            return "";
        var tree = HtmlTree.Parse(html);
        RemoveTrailer(tree, entry);
        // "[…]" is what programs write where they cut.
        return Summary.Cut(
            OneLine(HtmlTree.TextOf(tree.Body))
                .Replace("[…]", "…", StringComparison.Ordinal)
                .Replace("[...]", "…", StringComparison.Ordinal)
        );
    }

    /// <summary>"The post … appeared first on …": the last paragraph, whose first link leads to the entry itself.</summary>
    private static void RemoveTrailer(HtmlTree tree, FeedEntry entry)
    {
        if (
            tree.Body.LastElementChild is { LocalName: "p" } last
            && tree.Body.ChildElementCount > 1
            && last.TextContent.Length <= LongestTrailer
            && last.QuerySelector("a")?.GetAttribute("href") is { } href
            && EntryBuilder.Address(href, entry.Base) == entry.Link
        )
            last.Remove();
    }

    private void Short(StringBuilder text, FeedEntry entry, string summary)
    {
        if (summary.Length > 0)
            text.Append(MarkdownEscape.Text(summary, atStart: true, inLink: false)).Append("\n\n");
        if (entry.Link is { } link)
            text.Append('[')
                .Append(MarkdownEscape.Text(_strings.Format("read-there", ("host", link.Host)), false, inLink: true))
                .Append("](")
                .Append(MarkdownEscape.Address(link.AbsoluteUri))
                .Append(")\n");
        else
            text.Append(MarkdownEscape.Text(TitleOf(entry), atStart: true, inLink: false)).Append('\n');
    }

    /// <summary>One that the text does not show already.</summary>
    private static string? PictureOf(FeedEntry entry, string body) =>
        entry.Picture is { Scheme: "https" } picture
        && SafeUrl.IsHarmless(picture.AbsoluteUri)
        && !body.Contains(picture.AbsoluteUri, StringComparison.Ordinal)
            ? picture.AbsoluteUri
            : null;

    private static string Words(string? html) =>
        html is null || HtmlGuard.Refusal(html) is not null ? "" : OneLine(HtmlConverter.Words(html));

    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
