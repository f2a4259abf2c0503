using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds.Json;

/// <summary>
/// JSON Feed 1.1. Each item carries <c>_text</c>, an extension of ours (objects named with an underscore are free): by its
/// version the next rebuild knows which texts it can take from here.
/// </summary>
internal sealed class JsonFormat : IFeedFormat
{
    public const string Name = "feed.json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string FileName => Name;

    public BlobHeaders Headers => SiteHeaders.JsonFeed;

    public void Write(Feed feed, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("version", "https://jsonfeed.org/version/1.1");
        json.WriteString("title", feed.Title);
        json.WriteString("home_page_url", feed.HomeUrl);
        json.WriteString("feed_url", feed.FolderUrl + FileName);
        json.WriteString("description", feed.Description);
        json.WriteString("language", feed.Language);
        if (feed.LogoUrl is not null)
            json.WriteString("icon", feed.LogoUrl);
        Authors(json, feed.Publisher);
        if (feed.Hubs.Count > 0)
        {
            json.WriteStartArray("hubs");
            foreach (var hub in feed.Hubs)
            {
                json.WriteStartObject();
                json.WriteString("type", "WebSub");
                json.WriteString("url", hub);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("items");
        foreach (var item in feed.Items)
            Item(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The texts in a feed of ours, by <see cref="FeedItem.Version"/>. Empty for anything else.</summary>
    public static IReadOnlyDictionary<string, string> Texts(ReadOnlyMemory<byte> feed)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(feed);
            foreach (var item in json.RootElement.GetProperty("items").EnumerateArray())
            {
                if (
                    item.GetProperty("_text").GetProperty("version").GetString() is { } version
                    && item.GetProperty("content_html").GetString() is { } text
                )
                    texts[version] = text;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Another system wrote there: the texts are read where they are kept, and the feed is written over.
            texts.Clear();
        }
        return texts;
    }

    private static void Item(Utf8JsonWriter json, FeedItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("url", item.Url);
        json.WriteString("title", item.Title);
        json.WriteString("summary", item.Summary);
        json.WriteString("content_html", item.Html);
        json.WriteString("date_published", SafeXml.Rfc3339(item.Published));
        json.WriteString("date_modified", SafeXml.Rfc3339(item.Updated));
        json.WriteString("language", item.Language);
        if (item.Author is not null)
            Authors(json, item.Author);
        if (item.Tags.Count > 0)
        {
            json.WriteStartArray("tags");
            foreach (var tag in item.Tags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
        }
        if (item.Enclosure is { } enclosure)
        {
            if (enclosure.ContentType.StartsWith("image/", StringComparison.Ordinal))
                json.WriteString("image", enclosure.Url);
            json.WriteStartArray("attachments");
            json.WriteStartObject();
            json.WriteString("url", enclosure.Url);
            json.WriteString("mime_type", enclosure.ContentType);
            if (enclosure.Length > 0)
                json.WriteNumber("size_in_bytes", enclosure.Length);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteStartObject("_text");
        json.WriteString("version", item.Version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Authors(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray("authors");
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
