using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Page;

/// <summary>What programs read of a page: OpenGraph and schema.org as JSON-LD.</summary>
internal static class HeadMarkup
{
    public static string Of(Article article, string url, CoverImage? image, SiteSettings settings)
    {
        using var head = TextBuffer.Rent();
        Meta(head, "property", "og:type", "article");
        Meta(head, "property", "og:title", article.Title);
        Meta(head, "property", "og:url", url);
        Meta(head, "property", "og:site_name", settings.Name);
        if (article.Summary.Length > 0)
            Meta(head, "property", "og:description", article.Summary);
        if (image is not null)
        {
            Meta(head, "property", "og:image", image.MailUrl);
            if ((image.Forms?.Mail?.Width ?? image.Width) is { } width)
                Meta(head, "property", "og:image:width", width.ToString(CultureInfo.InvariantCulture));
            if ((image.Forms?.Mail?.Height ?? image.Height) is { } height)
                Meta(head, "property", "og:image:height", height.ToString(CultureInfo.InvariantCulture));
            if (image.Alt.Length > 0)
                Meta(head, "property", "og:image:alt", image.Alt);
        }
        Meta(head, "property", "article:published_time", Iso(article.Date));
        if (article.Updated is { } updated)
            Meta(head, "property", "article:modified_time", Iso(updated));
        foreach (var tag in article.Tags)
            Meta(head, "property", "article:tag", tag);
        Meta(head, "name", "twitter:card", image is null ? "summary" : "summary_large_image");
        if (article.Author is { } author)
            Meta(head, "name", "author", author);
        head.Write("<script type=\"application/ld+json\">");
        JsonLd(head, article, url, image, settings);
        head.Write("</script>");
        return head.ToString();
    }

    /// <summary>
    /// schema.org. <c>MedicalWebPage</c> only where the author says who or when reviewed it: review data is never made up.
    /// </summary>
    private static void JsonLd(TextBuffer head, Article article, string url, CoverImage? image, SiteSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);

        // The default encoder escapes <, > and &: nothing in it can end the script element.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            var medical = settings.Medical && (article.ReviewedBy is not null || article.LastReviewed is not null);
            if (medical)
            {
                json.WriteStartArray("@type");
                json.WriteStringValue("MedicalWebPage");
                json.WriteStringValue("Article");
                json.WriteEndArray();
            }
            else
            {
                json.WriteString("@type", "Article");
            }
            json.WriteString("headline", article.Title);
            json.WriteString("url", url);
            json.WriteString("mainEntityOfPage", article.Canonical ?? url);
            json.WriteString("inLanguage", article.Language);
            json.WriteString("datePublished", Iso(article.Date));
            json.WriteString("dateModified", Iso(article.Updated ?? article.Date));
            if (article.Summary.Length > 0)
                json.WriteString("description", article.Summary);
            if (image is not null)
                json.WriteString("image", image.MailUrl);
            if (article.Author is { } author)
                Named(json, "author", "Person", author);
            Named(json, "publisher", "Organization", settings.Organisation.LegalName ?? settings.Name);
            json.WriteNumber("wordCount", article.Words);
            if (article.Tags.Count > 0)
                json.WriteString("keywords", string.Join(", ", article.Tags));
            if (medical && article.LastReviewed is { } reviewed)
                json.WriteString("lastReviewed", reviewed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (medical && article.ReviewedBy is { } reviewer)
                Named(json, "reviewedBy", "Person", reviewer);
            if (article.References.Count > 0)
            {
                json.WriteStartArray("citation");
                foreach (var reference in article.References)
                    json.WriteStringValue(reference.Url ?? reference.Text);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        head.WriteUtf8(buffer.WrittenSpan);
    }

    private static void Named(Utf8JsonWriter json, string property, string type, string name)
    {
        json.WriteStartObject(property);
        json.WriteString("@type", type);
        json.WriteString("name", name);
        json.WriteEndObject();
    }

    private static void Meta(TextBuffer head, string kind, string name, string content)
    {
        head.Write("<meta ");
        head.Write(kind);
        head.Write("=\"");
        head.Write(name);
        head.Write("\" content=\"");
        Markup.Escape(head, content);
        head.Write("\">\n");
    }

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
