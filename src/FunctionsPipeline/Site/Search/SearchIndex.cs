using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Search;

/// <summary>
/// What the search page searches: one part for each page of the list of everything, so that one more article rewrites only
/// the newest part, and a list of the parts with their hashes, so that a browser keeps those it has.
/// </summary>
internal static class SearchIndex
{
    public const string IndexFile = "search/index.json";
    public const string OpenPart = "part-new.json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Part(int id) => string.Create(CultureInfo.InvariantCulture, $"part-{id}.json");

    public static string FileOf(string part) => $"search/{part}";

    /// <summary>One part: its articles, newest first.</summary>
    public static byte[] WritePart(SiteSettings settings, IReadOnlyList<ListedArticle> oldestFirst)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var article in oldestFirst.Reverse())
            {
                json.WriteStartObject();
                json.WriteString("path", article.Path);
                json.WriteString("title", article.Title);
                json.WriteString("summary", article.Summary);
                json.WriteString(
                    "date",
                    TimeZoneInfo
                        .ConvertTime(article.Date, settings.TimeZone)
                        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                );
                if (article.Author is not null)
                    json.WriteString("author", article.Author);
                if (article.Tags.Count > 0)
                {
                    json.WriteStartArray("tags");
                    foreach (var tag in article.Tags)
                        json.WriteStringValue(tag);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return buffer.ToArray();
    }

    /// <summary>The parts, newest first, each with its hash.</summary>
    public static byte[] WriteIndex(IEnumerable<(string Part, string Hash)> newestFirst)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("parts");
            foreach (var (part, hash) in newestFirst)
                json.WriteStringValue($"{part}?v={hash}");
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
