using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Pictures with a caption, groups of pictures, and other content of a figure.</summary>
internal static class Figures
{
    public static string Write(IElement figure, BlockRenderer renderer)
    {
        var captions = figure.QuerySelectorAll("figcaption").Where(c => c.Closest("figure") == figure).ToList();
        var images = figure
            .QuerySelectorAll("img")
            .Where(i => i.Closest("figcaption") is null && i.Closest("noscript") is null)
            .ToList();
        var others =
            figure.QuerySelector("iframe,video,audio,object,embed,pre,table,blockquote,ul:not(.blocks-gallery-grid)")
                is not null
            || figure.QuerySelectorAll("figure").Length > 0;
        if (images.Count == 1 && !others)
            return Picture(images[0], captions.FirstOrDefault(), renderer);
        if (images.Count > 1 && !others && HasNoWords(figure, captions))
            return Group(images, captions.FirstOrDefault(), renderer);
        return WithCaption(
            renderer.Blocks(figure.ChildNodes.Where(n => !captions.Contains(n))),
            captions.FirstOrDefault(c => c.ParentElement == figure),
            renderer
        );
    }

    /// <summary>A picture alone in its paragraph, whose title is its caption; a caption with links stands below.</summary>
    public static string Picture(IElement image, IElement? caption, BlockRenderer renderer)
    {
        var isPlain = caption?.QuerySelector("a,img,code") is null;
        var words = caption is null
            ? ""
            : string.Join(' ', HtmlTree.TextOf(caption).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var picture = PictureMarkup.Of(image, isPlain && words.Length > 0 ? words : null, renderer.Conversion);
        var link = image.Closest("a")?.GetAttribute("href");
        if (
            picture is not null
            && link is not null
            && !PictureFormats.IsPicture(link)
            && renderer.Conversion.LinkTo(link) is { Length: > 0 } address
        )
        {
            picture = $"[{picture}]({MarkdownEscape.Address(address)})";
            // The title of a picture in a link is no caption.
            return words.Length == 0
                ? picture
                : Below(
                    $"[{PictureMarkup.Of(image, null, renderer.Conversion)}]({MarkdownEscape.Address(address)})",
                    caption!,
                    renderer
                );
        }
        if (picture is null)
            return words.Length == 0 ? "" : renderer.Inline(caption!);
        return isPlain ? picture : Below(picture, caption!, renderer);
    }

    /// <summary>Pictures one below the other, then the caption of all.</summary>
    public static string Group(IEnumerable<IElement> images, IElement? caption, BlockRenderer renderer) =>
        WithCaption(
            string.Join("\n\n", images.Select(i => PictureMarkup.Of(i, null, renderer.Conversion)).OfType<string>()),
            caption,
            renderer
        );

    private static string WithCaption(string content, IElement? caption, BlockRenderer renderer)
    {
        var words = caption is null ? "" : renderer.Inline(caption);
        return string.Join("\n\n", new[] { content, words }.Where(p => p.Length > 0));
    }

    private static string Below(string picture, IElement caption, BlockRenderer renderer) =>
        $"{picture}\n\n{renderer.Inline(caption)}";

    private static bool HasNoWords(IElement figure, List<IElement> captions) =>
        !figure
            .GetDescendants()
            .OfType<IText>()
            .Any(t =>
                !string.IsNullOrWhiteSpace(t.Data)
                && !captions.Exists(c => c.Contains(t))
                && t.ParentElement?.LocalName is not ("style" or "script")
            );
}
