using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Page;

/// <summary>The notes below the text, as a section that names itself.</summary>
internal sealed class PageFootnotes : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
    {
        renderer.EnsureLine();
        renderer.Write("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        foreach (var block in group)
        {
            if (block is not Footnote note)
                continue;
            renderer.Write("<li id=\"fn-").Write(note.Order.ToString(CultureInfo.InvariantCulture)).Write("\">");
            renderer.WriteChildren(note);
            renderer.Write("</li>\n");
        }
        renderer.Write("</ol>\n</section>\n");
    }
}

/// <summary>The number in the text that leads to a note, and the arrow that leads back.</summary>
internal sealed class PageFootnoteLink : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink link)
    {
        if (!renderer.EnableHtmlForInline)
            return;
        var note = link.Footnote.Order.ToString(CultureInfo.InvariantCulture);
        var place = link.Index.ToString(CultureInfo.InvariantCulture);
        if (link.IsBackLink)
            renderer.Write(" <a href=\"#fnref-").Write(place).Write("\" role=\"doc-backlink\" aria-label=\"↩ ").Write(note).Write("\">↩</a>");
        else
            renderer.Write("<sup><a id=\"fnref-").Write(place).Write("\" href=\"#fn-").Write(note).Write("\" role=\"doc-noteref\">").Write(note).Write("</a></sup>");
    }
}
