using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>
/// Links and pictures. A film or sound in picture syntax becomes a player; a link without an address is only its text.
/// </summary>
internal sealed class PageLink(ContentMarks marks) : HtmlObjectRenderer<LinkInline>
{
    /// <summary>
    /// True until the first picture is written: it is likely to be seen at once, and a browser that waits for the layout shows
    /// it later.
    /// </summary>
    public bool IsAtTop { get; set; }

    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var url = SafeUrl.Written(link.Url);
        if (link.IsImage)
            Picture(renderer, link, url);
        else if (string.IsNullOrEmpty(url))
            renderer.WriteChildren(link);
        else
            Anchor(renderer, link, url);
    }

    private void Anchor(HtmlRenderer renderer, LinkInline link, string url)
    {
        if (!renderer.EnableHtmlForInline)
        {
            renderer.WriteChildren(link);
            return;
        }
        renderer.Write("<a href=\"");
        if (url[0] == '#')
            marks.Fragment(((TextBuffer)renderer.Writer).Length);
        renderer.WriteEscapeUrl(url);
        renderer.Write('"');
        Title(renderer, link.Title);
        renderer.Write('>');
        renderer.WriteChildren(link);
        renderer.Write("</a>");
    }

    private void Picture(HtmlRenderer renderer, LinkInline link, string? url)
    {
        if (string.IsNullOrEmpty(url) || !renderer.EnableHtmlForInline)
        {
            renderer.WriteChildren(link);
            return;
        }
        if (Media.Read(url) is { } media)
        {
            Player(renderer, link, media);
            return;
        }
        var forms = ImageForms.Of(link);
        var sizes =
            forms is not null && ImageSize.WidthOf(link) is { } width
                ? ShownWidth.InText(width, IsFigure(renderer, link) ? ShownWidth.ClassOf(link) : null)
                : null;
        OnPage(renderer, sizes is null ? null : $"<picture>{Source(forms?.WebPSet, sizes)}");
        renderer.Write("<img src=\"");
        renderer.WriteEscapeUrl(url);
        renderer.Write("\" alt=\"");
        AlternativeText.Write(renderer, link);
        renderer.Write('"');
        Title(renderer, link.Title);
        renderer.WriteAttributes(link);
        OnPage(renderer, forms?.PlainSet is { } set && sizes is not null ? $" {Set(set, sizes)}" : null);
        OnPage(renderer, forms?.Colour is { } colour ? $" style=\"background-color:{colour}\"" : null);
        if (!IsAtTop)
            renderer.Write(" loading=\"lazy\"");
        IsAtTop = false;
        renderer.Write(" decoding=\"async\">");
        OnPage(renderer, sizes is null ? null : "</picture>");
    }

    private static bool IsFigure(HtmlRenderer renderer, LinkInline image) =>
        !renderer.ImplicitParagraph
        && image.Parent?.ParentBlock is ParagraphBlock paragraph
        && LoneImage.Of(paragraph) == image;

    /// <summary>Writes what other places than the page do without.</summary>
    private void OnPage(HtmlRenderer renderer, string? html)
    {
        if (html is null)
            return;
        var start = ((TextBuffer)renderer.Writer).Length;
        renderer.Write(html);
        marks.Leave(start, ((TextBuffer)renderer.Writer).Length);
    }

    private static string Source(string? set, string sizes) =>
        set is null ? "" : $"<source type=\"image/webp\" {Set(set, sizes)}>";

    /// <summary>Our own addresses, which are escaped already.</summary>
    private static string Set(string set, string sizes) => $"srcset=\"{set}\" sizes=\"{sizes}\"";

    private static void Player(HtmlRenderer renderer, LinkInline link, Media media)
    {
        switch (media.Kind)
        {
            case MediaKind.Frame:
                renderer.Write("<iframe src=\"");
                renderer.WriteEscapeUrl(media.Url);
                renderer.Write("\" title=\"");
                AlternativeText.Write(renderer, link);
                renderer.Write("\" loading=\"lazy\" allowfullscreen></iframe>");
                break;
            case MediaKind.Video or MediaKind.Audio:
                var tag = media.Kind == MediaKind.Video ? "video" : "audio";
                renderer.Write('<').Write(tag).Write(" controls preload=\"metadata\" src=\"");
                renderer.WriteEscapeUrl(media.Url);
                renderer.Write("\" aria-label=\"");
                AlternativeText.Write(renderer, link);
                renderer.Write("\"></").Write(tag).Write('>');
                break;
        }
    }

    private static void Title(HtmlRenderer renderer, string? title)
    {
        if (string.IsNullOrEmpty(title))
            return;
        renderer.Write(" title=\"");
        renderer.WriteEscape(title);
        renderer.Write('"');
    }
}
