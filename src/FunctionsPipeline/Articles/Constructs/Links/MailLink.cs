using System.Globalization;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Images;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>
/// Links in the brand's colour. Pictures carry their width as an attribute, which Outlook obeys; drawings (SVG), which mail
/// clients do not show, and pictures that are not there become their alternative text; films and sounds become links.
/// </summary>
internal sealed class MailLink : HtmlObjectRenderer<LinkInline>
{
    public string Style { get; set; } = "";

    /// <summary>
    /// The address of the article's page, for links that lead inside it: a mail has no places to jump to. Null for
    /// none.
    /// </summary>
    public string? Page { get; set; }

    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var url = SafeUrl.Written(link.Url);
        if (link.IsImage)
        {
            Picture(renderer, link, url);
            return;
        }
        if (string.IsNullOrEmpty(url) || (url[0] == '#' && Page is null) || !renderer.EnableHtmlForInline)
        {
            renderer.WriteChildren(link);
            return;
        }
        Open(renderer, url[0] == '#' ? Page + url : url);
        renderer.WriteChildren(link);
        renderer.Write("</a>");
    }

    private void Open(HtmlRenderer renderer, string url)
    {
        renderer.Write("<a class=\"m-link\" href=\"");
        renderer.WriteEscapeUrl(url);
        renderer.Write("\" style=\"").Write(Style).Write("\">");
    }

    private void Picture(HtmlRenderer renderer, LinkInline link, string? url)
    {
        if (!renderer.EnableHtmlForInline)
        {
            renderer.WriteChildren(link);
        }
        else if (string.IsNullOrEmpty(url) || IsDrawing(url))
        {
            renderer.Write("<em>");
            AlternativeText.Write(renderer, link);
            renderer.Write("</em>");
        }
        else if (Media.Read(url) is not null)
        {
            Open(renderer, url);
            renderer.Write("▶ ");
            AlternativeText.Write(renderer, link);
            renderer.Write("</a>");
        }
        else
        {
            var known = ImageSize.WidthOf(link);
            var width = known is > 0 and < MailStyle.TextWidth ? known.Value : MailStyle.TextWidth;
            renderer.Write("<img src=\"");
            renderer.WriteEscapeUrl(ImageForms.Of(link)?.Mail?.Url ?? url);
            renderer.Write("\" width=\"").Write(width.ToString(CultureInfo.InvariantCulture)).Write("\" alt=\"");
            AlternativeText.Write(renderer, link);
            renderer
                .Write(
                    PictureInSentence.StaysInLine(link)
                        ? "\" style=\"display:inline-block;vertical-align:middle;max-width:"
                        : "\" style=\"display:block;width:100%;max-width:"
                )
                .Write(width.ToString(CultureInfo.InvariantCulture))
                .Write("px;height:auto;border:0;" + MailStyle.Small + "\">");
        }
    }

    internal static bool IsDrawing(string url)
    {
        var path = url.AsSpan(0, url.AsSpan().IndexOfAny('?', '#') is var end && end < 0 ? url.Length : end);
        return path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);
    }
}

internal sealed class MailAutolink : HtmlObjectRenderer<AutolinkInline>
{
    public string Style { get; set; } = "";

    protected override void Write(HtmlRenderer renderer, AutolinkInline auto)
    {
        var isLink = renderer.EnableHtmlForInline && (auto.IsEmail || SafeUrl.IsHarmless(auto.Url));
        if (isLink)
        {
            renderer.Write("<a class=\"m-link\" href=\"");
            if (auto.IsEmail)
                renderer.Write("mailto:");
            renderer.WriteEscapeUrl(auto.Url);
            renderer.Write("\" style=\"").Write(Style).Write("\">");
        }
        renderer.WriteEscape(auto.Url);
        if (isLink)
            renderer.Write("</a>");
    }
}
