using System.Net;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>Cards of both editors, in the HTML that Ghost makes of them.</summary>
internal static class CardHtml
{
    /// <param name="card">The card's values.</param>
    public static string Of(string type, JsonElement card, MigrationReport report, string where)
    {
        switch (type)
        {
            case "image":
                return Figure("kg-image-card", Image(card), card.Text("caption"));
            case "gallery"
                when card.TryGetProperty("images", out var images) && images.ValueKind == JsonValueKind.Array:
                return Figure(
                    "kg-gallery-card",
                    string.Concat(images.EnumerateArray().Select(Image)),
                    card.Text("caption")
                );
            case "html":
                return card.Text("html") ?? "";
            case "markdown" or "card-markdown":
                return Markdig.Markdown.ToHtml(
                    card.Text("markdown") ?? "",
                    Articles.Markdown.ArticleMarkdown.Extensions(new Markdig.MarkdownPipelineBuilder()).Build()
                );
            case "code" or "codeblock":
                return $"<pre><code class=\"language-{Encoded(card.Text("language"))}\">{Encoded(card.Text("code"))}</code></pre>";
            case "hr":
                return "<hr>";
            case "bookmark":
                return Bookmark(card);
            case "embed":
                return Figure(
                    "kg-embed-card",
                    card.Text("html") ?? $"<iframe src=\"{Encoded(card.Text("url"))}\"></iframe>",
                    card.Text("caption")
                );
            case "callout":
                return $"<div class=\"kg-card kg-callout-card\"><div>{Encoded(card.Text("calloutEmoji"))}</div> <div>{card.Text("calloutText")}</div></div>";
            case "toggle":
                return $"<div class=\"kg-card kg-toggle-card\"><h4 class=\"kg-toggle-heading-text\">{card.Text("heading")}</h4><div class=\"kg-toggle-content\">{card.Text("content")}</div></div>";
            case "audio" or "video":
                return $"<div class=\"kg-card\"><{type} src=\"{Encoded(card.Text("src"))}\" title=\"{Encoded(card.Text("title"))}\"></{type}></div>";
            case "file":
                return $"<p><a href=\"{Encoded(card.Text("src"))}\">{Encoded(card.Text("fileTitle") ?? card.Text("fileName"))}</a></p>";
            case "button":
                return $"<p><a href=\"{Encoded(card.Text("buttonUrl"))}\">{Encoded(card.Text("buttonText"))}</a></p>";
            case "paywall":
                return "<!--members-only-->";
            default:
                report.Add(where, null, $"The card '{type}' means nothing here; it was left out.");
                return "";
        }
    }

    private static string Image(JsonElement image) =>
        $"<img src=\"{Encoded(image.Text("src"))}\" alt=\"{Encoded(image.Text("alt"))}\">";

    private static string Figure(string name, string content, string? caption) =>
        $"<figure class=\"kg-card {name}\">{content}{(string.IsNullOrWhiteSpace(caption) ? "" : $"<figcaption>{caption}</figcaption>")}</figure>";

    private static string Bookmark(JsonElement card)
    {
        var about = card.TryGetProperty("metadata", out var metadata) ? metadata : card;
        var html = new StringBuilder(
            "<figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\""
        );
        html.Append(Encoded(card.Text("url") ?? about.Text("url"))).Append("\">");
        html.Append("<div class=\"kg-bookmark-title\">").Append(Encoded(about.Text("title"))).Append("</div>");
        html.Append("<div class=\"kg-bookmark-description\">")
            .Append(Encoded(about.Text("description")))
            .Append("</div></a></figure>");
        return html.ToString();
    }

    private static string Encoded(string? text) => WebUtility.HtmlEncode(text ?? "");
}
