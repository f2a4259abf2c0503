using System.Text.Json;
using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml.Cards;

/// <summary>Substack's blocks, whose content is in part JSON in an attribute (<c>data-attrs</c>).</summary>
internal sealed class SubstackCards : ICards
{
    public string? Render(IElement element, BlockRenderer renderer)
    {
        var classes = element.ClassList;
        if (classes.Length == 0)
            return null;
        if (
            classes.Contains("subscription-widget-wrap")
            || classes.Contains("subscription-widget-wrap-editor")
            || classes.Contains("subscribe-widget")
        )
            return LeftOut("A form to subscribe", element, renderer);
        if (classes.Contains("poll-embed"))
            return LeftOut("A poll", element, renderer);
        if (classes.Contains("paywall-jump"))
            return LeftOut("The mark where the part for paying readers begins", element, renderer);
        if (classes.Contains("button-wrapper") || classes.Contains("captioned-button-wrap"))
            return Button(element, renderer);
        if (classes.Contains("captioned-image-container") && element.QuerySelector("img") is { } image)
            return Figures.Picture(image, element.QuerySelector("figcaption"), renderer);
        if (classes.Contains("image-gallery-embed"))
            return Gallery(element, renderer);
        if (classes.Contains("youtube-wrap"))
            return Attribute(element, "videoId") is { } film
                ? Embeds.At(
                    "https://www.youtube.com/watch?v=" + film,
                    null,
                    renderer.Conversion,
                    HtmlTree.LineOf(element)
                )
                : null;
        if (classes.Contains("vimeo-wrap"))
            return Attribute(element, "videoId") is { } vimeo
                ? Embeds.At("https://vimeo.com/" + vimeo, null, renderer.Conversion, HtmlTree.LineOf(element))
                : null;
        if (
            classes.Contains("tweet")
            || classes.Contains("instagram")
            || classes.Contains("spotify-wrap")
            || classes.Contains("embedded-post-wrap")
            || classes.Contains("digest-post-embed")
        )
            return Preview(element, renderer);
        if (classes.Contains("file-embed-wrapper"))
            return File(element, renderer);
        if (classes.Contains("latex-rendered"))
            return Attribute(element, "persistentExpression") is { } formula
                ? CodeBlocks.Fence(formula, "latex")
                : null;
        return null;
    }

    private static string Button(IElement element, BlockRenderer renderer)
    {
        var href = element.QuerySelector("a[href]")?.GetAttribute("href") ?? "";
        // Buttons that Substack fills in, and those that share, give or lead to comments there.
        var isOfService =
            href.Length == 0
            || href.Contains("%%", StringComparison.Ordinal)
            || href.Contains("action=share", StringComparison.Ordinal)
            || href.Contains("gift=true", StringComparison.Ordinal)
            || href.Contains("/subscribe", StringComparison.Ordinal)
            || href.TrimEnd('/').EndsWith("/comments", StringComparison.Ordinal);
        if (!isOfService)
            return renderer.Inline(element);
        var words = renderer.Inline(
            element.ChildNodes.Where(n =>
                n is IElement { LocalName: "p" } || n is IElement e && e.ClassList.Contains("preamble")
            )
        );
        LeftOut(
            $"The button '{string.Join(' ', element.QuerySelector("a")?.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [])}'",
            element,
            renderer
        );
        return words;
    }

    private static string? Gallery(IElement element, BlockRenderer renderer)
    {
        if (
            Json(element) is not { } attributes
            || !attributes.TryGetProperty("gallery", out var gallery)
            || !gallery.TryGetProperty("images", out var images)
            || images.ValueKind != JsonValueKind.Array
        )
            return null;
        var pictures = images
            .EnumerateArray()
            .Select(i => TextOf(i, "src"))
            .OfType<string>()
            .Select(s => renderer.Conversion.MediaAt(s))
            .OfType<string>()
            .Select(s => PictureMarkup.Write(TextOf(gallery, "alt") ?? "", s, null));
        var caption = TextOf(gallery, "caption");
        return string.Join(
            "\n\n",
            string.IsNullOrWhiteSpace(caption) ? pictures : pictures.Append(BookmarkText.Plain(caption, inLink: false))
        );
    }

    /// <summary>A post of another network: its words, and a link to it.</summary>
    private static string? Preview(IElement element, BlockRenderer renderer)
    {
        var href =
            Attribute(element, "url")
            ?? Attribute(element, "canonical_url")
            ?? element.QuerySelector("a[href]")?.GetAttribute("href");
        if (href is null)
            return null;
        var title = Attribute(element, "title") ?? Attribute(element, "name") ?? Attribute(element, "username");
        var text =
            Attribute(element, "full_text")
            ?? Attribute(element, "truncated_body_text")
            ?? Attribute(element, "caption")
            ?? Attribute(element, "description");
        renderer.Conversion.NotCarried("What is embedded from another post is a link now.", HtmlTree.LineOf(element));
        return BlockRenderer.Quote(BookmarkText.Write(href, title, text, renderer));
    }

    private static string? File(IElement element, BlockRenderer renderer)
    {
        var href =
            element.QuerySelector("a.file-embed-button")?.GetAttribute("href")
            ?? element.QuerySelector("a[href]")?.GetAttribute("href");
        return href is null
            ? null
            : BookmarkText.Write(href, element.QuerySelector(".file-embed-details-h1")?.TextContent, null, renderer);
    }

    private static string LeftOut(string what, IElement element, BlockRenderer renderer)
    {
        renderer.Conversion.NotCarried(what + " was left out.", HtmlTree.LineOf(element));
        return "";
    }

    private static string? Attribute(IElement element, string name) =>
        Json(element) is { } attributes ? TextOf(attributes, name) : null;

    private static string? TextOf(JsonElement attributes, string name) =>
        attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static JsonElement? Json(IElement element)
    {
        if (element.GetAttribute("data-attrs") is not { Length: > 1 } text)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
