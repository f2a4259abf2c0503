using System.Globalization;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Constructs;

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
            marks.Leave(start, output.Length);
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
        marks.Leave(start, output.Length);
        renderer.Write(" href=\"");
        marks.Fragment(output.Length);
        renderer.Write("#fn-").Write(note).Write("\" role=\"doc-noteref\">").Write(note).Write("</a></sup>");
    }
}

/// <summary>Notes below the text; a mail has no places to jump to, so that numbers alone tie them to it.</summary>
internal sealed class MailFootnotes : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:24px 0 0;"
                + MailStyle.Frame
                + "\"><tr><td class=\"m-line\" style=\"padding:12px 0 0;border-top:1px solid #d9dfe0\">\n"
        );
        foreach (var block in group)
        {
            if (block is not Footnote note)
                continue;
            renderer
                .Write("<p class=\"m-soft\" style=\"margin:0 0 8px;" + MailStyle.Small + "\">")
                .Write(note.Order.ToString(CultureInfo.InvariantCulture))
                .Write(". ");
            var was = renderer.ImplicitParagraph;
            renderer.ImplicitParagraph = true;
            var first = true;
            foreach (var part in note)
            {
                if (!first)
                    renderer.Write("<br><br>");
                first = false;
                renderer.Write(part);
            }
            renderer.ImplicitParagraph = was;
            renderer.Write("</p>\n");
        }
        renderer.Write("</td></tr></table>\n");
    }
}

internal sealed class MailFootnoteLink : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink link)
    {
        // Inside a picture's alternative text there is no markup.
        if (!link.IsBackLink && renderer.EnableHtmlForInline)
            renderer
                .Write("<sup style=\"font-size:12px;line-height:1\">")
                .Write(link.Footnote.Order.ToString(CultureInfo.InvariantCulture))
                .Write("</sup>");
    }
}

internal sealed class PlainFootnotes : PlainRenderer<FootnoteGroup>
{
    protected override void Write(PlainTextBody body, FootnoteGroup group)
    {
        body.Paragraph("--");
        foreach (var note in group.OfType<Footnote>())
            body.Item(string.Create(CultureInfo.InvariantCulture, $"[{note.Order}] "), note, tight: true);
    }
}

internal sealed class PlainFootnoteLink : PlainRenderer<FootnoteLink>
{
    protected override void Write(PlainTextBody body, FootnoteLink link)
    {
        if (!link.IsBackLink)
            body.Inline.Write(string.Create(CultureInfo.InvariantCulture, $"[{link.Footnote.Order}]"));
    }
}
