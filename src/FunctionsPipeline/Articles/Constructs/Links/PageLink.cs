using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>
/// Links and pictures. A film or sound in picture syntax becomes a player; a link without an address is only its text.
/// </summary>
internal sealed class PageLink(ContentMarks marks) : HtmlObjectRenderer<LinkInline>
{
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

    private static void Picture(HtmlRenderer renderer, LinkInline link, string? url)
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
        renderer.Write("<img src=\"");
        renderer.WriteEscapeUrl(url);
        renderer.Write("\" alt=\"");
        AlternativeText.Write(renderer, link);
        renderer.Write('"');
        Title(renderer, link.Title);
        renderer.WriteAttributes(link);
        renderer.Write(" loading=\"lazy\" decoding=\"async\">");
    }

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
