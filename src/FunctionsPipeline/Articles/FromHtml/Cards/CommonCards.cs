using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml.Cards;

/// <summary>Embeds that are the same wherever they come from, and WordPress' and Medium's own.</summary>
internal sealed class CommonCards : ICards
{
    public string? Render(IElement element, BlockRenderer renderer)
    {
        var classes = element.ClassList;
        if (element.LocalName == "noscript")
            return LateImage(element) ? "" : null;
        if (
            classes.Contains("wp-block-embed__wrapper")
            || element is { LocalName: "p" or "div" } && renderer.Conversion is not null && IsLoneAddress(element)
        )
            return Address(element, renderer);
        if (classes.Contains("blocks-gallery-grid"))
            return string.Join("\n\n", element.Children.Select(renderer.Children).Where(t => t.Length > 0));
        if (classes.Contains("wp-block-file"))
            return File(element, renderer);
        if (classes.Contains("graf--mixtapeEmbed"))
            return Mixtape(element, renderer);
        if (classes.Contains("section-divider") && element.LocalName == "div")
            return element.ParentElement?.ClassList.Contains("section--first") == true ? "" : null;
        return null;
    }

    /// <summary>Code that GitHub keeps and a script shows.</summary>
    public static string? Gist(IElement script, IConversion conversion)
    {
        if (
            script.LocalName != "script"
            || script.GetAttribute("src") is not { } source
            || !source.StartsWith("https://gist.github.com/", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        var address = source.Split('?')[0];
        if (address.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
            address = address[..^3];
        conversion.NotCarried("Code that GitHub keeps is a link now.", HtmlTree.LineOf(script));
        return $"[Code on GitHub]({MarkdownEscape.Address(address)})";
    }

    /// <summary>A film's address alone in a paragraph, which WordPress and others show as a player.</summary>
    private static bool IsLoneAddress(IElement element) =>
        element.ChildElementCount == 0 && element.TextContent.Trim() is { Length: < 300 } text && Embeds.IsFilm(text);

    private static string? Address(IElement element, BlockRenderer renderer)
    {
        var text = element.TextContent.Trim();
        return
            element.ChildElementCount == 0
            && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            ? Embeds.At(text, null, renderer.Conversion, HtmlTree.LineOf(element))
            : null;
    }

    /// <summary>The picture in front of it is the same one.</summary>
    private static bool LateImage(IElement element) =>
        element.PreviousElementSibling is { LocalName: "img" } before
        && element.QuerySelector("img") is not null
        && PictureMarkup.SourceOf(before) is { } source
        && !source.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file with its name and a button that says the same.</summary>
    private static string File(IElement element, BlockRenderer renderer)
    {
        var link = element.QuerySelector("a[href]:not(.wp-block-file__button)") ?? element.QuerySelector("a[href]");
        return link is null ? "" : renderer.Inline([link]);
    }

    private static string Mixtape(IElement element, BlockRenderer renderer)
    {
        var link = element.QuerySelector("a[href]");
        var title = (link?.QuerySelector("strong") ?? link)?.TextContent.Trim() ?? "";
        return link?.GetAttribute("href") is { } href
            ? BookmarkText.Write(href, title, element.QuerySelector("em")?.TextContent, renderer)
            : renderer.Inline(element);
    }
}
