using System.Globalization;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Page;

/// <summary>The notes below the text, as a section that names itself.</summary>
internal sealed class PageFootnotes(ContentMarks marks) : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
    {
        var output = (TextBuffer)renderer.Writer;
        renderer.EnsureLine();
        renderer.Write("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        foreach (var block in group)
        {
            if (block is not Footnote note)
                continue;
            renderer.Write("<li");
            var start = output.Length;
            renderer.Write(" id=\"fn-").Write(note.Order.ToString(CultureInfo.InvariantCulture)).Write('"');
            marks.Id(start, output.Length);
            renderer.Write('>');
            renderer.WriteChildren(note);
            renderer.Write("</li>\n");
        }
        renderer.Write("</ol>\n</section>\n");
    }
}

/// <summary>The number in the text that leads to a note, and the arrow that leads back.</summary>
internal sealed class PageFootnoteLink(ContentMarks marks) : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink link)
    {
        if (!renderer.EnableHtmlForInline)
            return;
        var note = link.Footnote.Order.ToString(CultureInfo.InvariantCulture);
        var place = link.Index.ToString(CultureInfo.InvariantCulture);
        var output = (TextBuffer)renderer.Writer;
        if (link.IsBackLink)
        {
            renderer.Write(" <a href=\"");
            marks.Fragment(output.Length);
            renderer
                .Write("#fnref-")
                .Write(place)
                .Write("\" role=\"doc-backlink\" aria-label=\"↩ ")
                .Write(note)
                .Write("\">↩</a>");
            return;
        }
        renderer.Write("<sup><a");
        var start = output.Length;
        renderer.Write(" id=\"fnref-").Write(place).Write('"');
        marks.Id(start, output.Length);
        renderer.Write(" href=\"");
        marks.Fragment(output.Length);
        renderer.Write("#fn-").Write(note).Write("\" role=\"doc-noteref\">").Write(note).Write("</a></sup>");
    }
}
