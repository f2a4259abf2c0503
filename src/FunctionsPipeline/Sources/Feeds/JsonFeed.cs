using System.Net;
using System.Text.Json;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>JSON Feed 1.1 (jsonfeed.org), and 1.0, which differs in the author.</summary>
internal static class JsonFeed
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = 64,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static FeedReading Read(string text, Uri address)
    {
        using var document = JsonDocument.Parse(text, Options);
        var root = document.RootElement;
        if (
            Text(root, "version")?.Contains("jsonfeed.org/version/", StringComparison.Ordinal) != true
            || !root.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Array
        )
            return FeedProblem.OtherFormat;
        var home = EntryBuilder.Address(Text(root, "home_page_url"), address) ?? address;
        var entries = items
            .EnumerateArray()
            .Take(FeedLimits.Entries)
            .Where(i => i.ValueKind == JsonValueKind.Object)
            .Select(i => Entry(i, home, address))
            .OfType<FeedEntry>();
        return new ParsedFeed(Text(root, "title"), EntryList.Of(entries), [], Text(root, "language"));
    }

    private static FeedEntry? Entry(JsonElement item, Uri home, Uri address)
    {
        var entry = new EntryBuilder
        {
            Id = Id(item),
            Link = EntryBuilder.Address(Text(item, "url") ?? Text(item, "external_url"), home),
            Title = Encoded(Text(item, "title")),
            Summary = Encoded(Text(item, "summary")),
            Content = Text(item, "content_html") ?? Paragraphs(Text(item, "content_text")),
            Published = FeedDate.Parse(Text(item, "date_published")),
            Updated = FeedDate.Parse(Text(item, "date_modified")),
            Author = Encoded(AuthorOf(item)),
            Picture = EntryBuilder.Address(Text(item, "image") ?? Text(item, "banner_image"), home),
        };
        if (item.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array)
        {
            foreach (var tag in tags.EnumerateArray().Take(FeedLimits.Categories))
                entry.AddCategory(tag.ValueKind == JsonValueKind.String ? tag.GetString() : null);
        }
        return entry.Build(address);
    }

    /// <summary>A number is written for a text often enough for the standard to mention it.</summary>
    private static string? Id(JsonElement item) =>
        item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number
            ? id.GetRawText()
            : Text(item, "id");

    private static string? AuthorOf(JsonElement item)
    {
        if (
            item.TryGetProperty("authors", out var authors)
            && authors.ValueKind == JsonValueKind.Array
            && authors.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
        )
            return Text(first, "name");
        return item.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.Object
            ? Text(author, "name")
            : null;
    }

    private static string? Text(JsonElement element, string name)
    {
        if (
            element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.String
        )
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static string? Encoded(string? text) => text is null ? null : WebUtility.HtmlEncode(text);

    private static string? Paragraphs(string? text) =>
        text is null
            ? null
            : string.Concat(
                text.ReplaceLineEndings("\n")
                    .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(p => $"<p>{WebUtility.HtmlEncode(p)}</p>\n")
            );
}
