using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml.Cards;

/// <summary>Ghost's cards (<c>kg-…-card</c>).</summary>
internal sealed class GhostCards : ICards
{
    public string? Render(IElement element, BlockRenderer renderer)
    {
        var classes = element.ClassList;
        if (classes.Length == 0 || !classes.Contains("kg-card"))
            return null;
        if (classes.Contains("kg-bookmark-card"))
            return Bookmark(element, renderer);
        if (classes.Contains("kg-gallery-card"))
            return Figures.Group(element.QuerySelectorAll("img"), element.QuerySelector("figcaption"), renderer);
        if (classes.Contains("kg-callout-card"))
            return BlockRenderer.Quote(renderer.Inline(element));
        if (classes.Contains("kg-toggle-card"))
            return Toggle(element, renderer);
        if (classes.Contains("kg-audio-card"))
            return Media(element, "audio", ".kg-audio-title", renderer);
        if (classes.Contains("kg-video-card"))
            return Media(element, "video", "figcaption", renderer);
        if (classes.Contains("kg-file-card"))
            return File(element, renderer);
        if (classes.Contains("kg-signup-card") || classes.Contains("kg-email-card"))
            return LeftOut(
                classes.Contains("kg-email-card") ? "A text for mails only" : "A form to sign up",
                element,
                renderer
            );
        return null;
    }

    private static string? Bookmark(IElement element, BlockRenderer renderer)
    {
        var href = element.QuerySelector("a.kg-bookmark-container")?.GetAttribute("href");
        if (href is null)
            return null;
        var text = BookmarkText.Write(
            href,
            element.QuerySelector(".kg-bookmark-title")?.TextContent,
            element.QuerySelector(".kg-bookmark-description")?.TextContent,
            renderer
        );
        var caption = element.QuerySelector("figcaption") is { } words ? renderer.Inline(words) : "";
        return caption.Length == 0 ? text : $"{text}\n\n{caption}";
    }

    private static string Toggle(IElement element, BlockRenderer renderer)
    {
        var title = element.QuerySelector(".kg-toggle-heading-text");
        var content = element.QuerySelector(".kg-toggle-content");
        renderer.Conversion.NotCarried("A part that opens by a click stands open now.", HtmlTree.LineOf(element));
        return string.Join(
            "\n\n",
            new[]
            {
                title is null ? "" : BlockRenderer.Strong(renderer.Inline(title, isOneLine: true)),
                content is null ? "" : renderer.Children(content),
            }.Where(p => p.Length > 0)
        );
    }

    /// <summary>The player's buttons are no words of the article.</summary>
    private static string? Media(IElement element, string player, string title, BlockRenderer renderer)
    {
        if (element.QuerySelector(player) is not { } media)
            return null;
        var words = element.QuerySelector(title);
        if (words is not null)
            media.SetAttribute("title", words.TextContent.Trim());
        var text = Embeds.Of(media, renderer.Conversion);
        return words?.LocalName == "figcaption" ? $"{text}\n\n{renderer.Inline(words)}" : text;
    }

    private static string? File(IElement element, BlockRenderer renderer)
    {
        if (element.QuerySelector("a[href]")?.GetAttribute("href") is not { } href)
            return null;
        var title = element.QuerySelector(".kg-file-card-title")?.TextContent;
        var name = element.QuerySelector(".kg-file-card-filename")?.TextContent;
        return BookmarkText.Write(
            href,
            string.IsNullOrWhiteSpace(title) ? name : title,
            element.QuerySelector(".kg-file-card-caption")?.TextContent,
            renderer
        );
    }

    private static string LeftOut(string what, IElement element, BlockRenderer renderer)
    {
        renderer.Conversion.NotCarried(what + " was left out.", HtmlTree.LineOf(element));
        return "";
    }
}
