using System.Globalization;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Figures;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>How deep a list or quotation stands inside others.</summary>
internal static class MailLevel
{
    /// <summary>1 for one that stands in none.</summary>
    public static int Of(Block block)
    {
        var level = 1;
        for (var parent = block.Parent; parent is not null; parent = parent.Parent)
            level += parent is ListBlock or QuoteBlock or DefinitionList ? 1 : 0;
        return level;
    }
}

internal sealed class MailHeading : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        var tag = heading.Level switch
        {
            <= 2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        renderer.EnsureLine();
        renderer
            .Write('<')
            .Write(tag)
            .Write(" class=\"m-ink\" style=\"")
            .Write(Styles[Math.Clamp(heading.Level, 2, 4)])
            .Write("\">");
        renderer.WriteLeafInline(heading);
        renderer.Write("</").Write(tag).Write(">\n");
    }

    private static readonly string[] Styles = [.. Enumerable.Range(0, 5).Select(MailStyle.Heading)];
}

internal sealed class MailParagraph : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
    {
        if (renderer.ImplicitParagraph)
        {
            renderer.WriteLeafInline(paragraph);
            return;
        }
        renderer.EnsureLine();
        renderer.Write("<p class=\"m-ink\" style=\"" + MailStyle.Paragraph + "\">");
        renderer.WriteLeafInline(paragraph);
        renderer.Write("</p>\n");
        if (LoneImage.Of(paragraph) is not { Title.Length: > 0 } image)
            return;
        renderer.Write("<p class=\"m-soft\" style=\"margin:0 0 16px;" + MailStyle.Small + "\">");
        renderer.WriteEscape(image.Title);
        renderer.Write("</p>\n");
    }
}

internal sealed class MailList : HtmlObjectRenderer<ListBlock>
{
    protected override void Write(HtmlRenderer renderer, ListBlock list)
    {
        renderer.EnsureLine();
        var style = MailLevel.Of(list) > MailStyle.IndentedLevels ? MailStyle.DeepList : MailStyle.List;
        var tasks = !list.IsOrdered && list.TryGetAttributes()?.Classes?.Contains("contains-task-list") == true;
        if (tasks)
            renderer.Write("<ul style=\"margin:0 0 16px;padding:0;list-style:none\">\n");
        else if (!list.IsOrdered)
            renderer.Write("<ul style=\"" + style + "\">\n");
        else if (list.OrderedStart is { } start && start != "1")
            renderer.Write("<ol start=\"").Write(start).Write("\" style=\"" + style + "\">\n");
        else
            renderer.Write("<ol style=\"" + style + "\">\n");
        var was = renderer.ImplicitParagraph;
        foreach (var item in list)
        {
            renderer.ImplicitParagraph = !list.IsLoose;
            renderer.Write("<li class=\"m-ink\" style=\"" + MailStyle.Item + "\">");
            renderer.WriteChildren((ListItemBlock)item);
            renderer.Write("</li>\n");
        }
        renderer.ImplicitParagraph = was;
        renderer.Write(list.IsOrdered ? "</ol>\n" : "</ul>\n");
    }
}

/// <summary>Outlook knows no border on a blockquote: a cell has one.</summary>
internal sealed class MailQuote : HtmlObjectRenderer<QuoteBlock>
{
    /// <summary>Where lines begin: <c>left</c> or <c>right</c>.</summary>
    public string Side { get; set; } = "left";

    protected override void Write(HtmlRenderer renderer, QuoteBlock quote)
    {
        if (MailLevel.Of(quote) > MailStyle.IndentedLevels)
        {
            renderer.WriteChildren(quote);
            return;
        }
        renderer.EnsureLine();
        renderer
            .Write(
                "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;"
                    + MailStyle.Frame
                    + "\"><tr><td class=\"m-line\" style=\"padding:4px 18px 0;border-"
            )
            .Write(Side)
            .Write(":3px solid #d9dfe0;font-style:italic\">\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(quote);
        renderer.ImplicitParagraph = was;
        renderer.Write("</td></tr></table>\n");
    }
}

internal sealed class MailAlert : HtmlObjectRenderer<AlertBlock>
{
    public string Accent { get; set; } = "#000000";

    public StringTable? Strings { get; set; }

    /// <summary>Where lines begin: <c>left</c> or <c>right</c>.</summary>
    public string Side { get; set; } = "left";

    protected override void Write(HtmlRenderer renderer, AlertBlock alert)
    {
        var kind = AlertName.Of(alert);
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;"
                + MailStyle.Frame
                + "\"><tr><td class=\"m-tint\" bgcolor=\"#f4f6f6\" style=\"padding:14px 18px 2px;background-color:#f4f6f6;border-"
        );
        renderer
            .Write(Side)
            .Write(":4px solid ")
            .Write(Accent)
            .Write(
                "\">\n<p class=\"m-ink\" style=\"margin:0 0 6px;"
                    + MailStyle.Sans
                    + ";font-size:14px;line-height:21px;font-weight:bold;"
                    + MailStyle.Ink
                    + "\">"
            );
        renderer.WriteEscape(Strings?["alert-" + kind] ?? kind).Write("</p>\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(alert);
        renderer.ImplicitParagraph = was;
        renderer.Write("</td></tr></table>\n");
    }
}

internal sealed class MailRule : HtmlObjectRenderer<ThematicBreakBlock>
{
    protected override void Write(HtmlRenderer renderer, ThematicBreakBlock rule)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"96\" align=\"center\" style=\"margin:24px auto\"><tr><td class=\"m-line\" style=\"border-top:1px solid #d9dfe0;font-size:1px;line-height:1px\">&nbsp;</td></tr></table>\n"
        );
    }
}

internal sealed class MailCode : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock code)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<pre class=\"m-tint m-ink\" style=\"margin:0 0 16px;padding:12px 14px;background-color:#f4f6f6;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:21px;white-space:pre-wrap;"
                + MailStyle.Ink
                + "\">"
        );
        renderer.WriteLeafRawLines(code, writeEndOfLines: true, escape: true);
        renderer.Write("</pre>\n");
    }
}

internal sealed class MailCodeInline : HtmlObjectRenderer<Markdig.Syntax.Inlines.CodeInline>
{
    protected override void Write(HtmlRenderer renderer, Markdig.Syntax.Inlines.CodeInline code)
    {
        if (renderer.EnableHtmlForInline)
            renderer.Write("<code style=\"font-family:Consolas,Menlo,monospace;font-size:15px\">");
        renderer.WriteEscape(code.ContentSpan);
        if (renderer.EnableHtmlForInline)
            renderer.Write("</code>");
    }
}

internal sealed class MailTask : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList task) => renderer.Write(task.Checked ? "☑" : "☐");
}

internal sealed class MailDefinitions : HtmlObjectRenderer<DefinitionList>
{
    protected override void Write(HtmlRenderer renderer, DefinitionList list)
    {
        var was = renderer.ImplicitParagraph;
        foreach (var block in list)
        {
            if (block is not DefinitionItem item)
                continue;
            foreach (var part in item)
            {
                renderer.EnsureLine();
                if (part is DefinitionTerm term)
                {
                    renderer.Write("<p class=\"m-ink\" style=\"" + MailStyle.TightParagraph + ";font-weight:bold\">");
                    renderer.WriteLeafInline(term);
                    renderer.Write("</p>\n");
                    continue;
                }
                renderer.Write(
                    "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\""
                        + MailStyle.Frame
                        + "\"><tr><td style=\"padding:0 24px\">\n"
                );
                renderer.ImplicitParagraph = false;
                renderer.Write(part);
                renderer.Write("</td></tr></table>\n");
            }
        }
        renderer.ImplicitParagraph = was;
    }
}

internal sealed class MailFigure : HtmlObjectRenderer<Figure>
{
    protected override void Write(HtmlRenderer renderer, Figure figure)
    {
        renderer.EnsureLine();
        renderer.WriteChildren(figure);
    }
}

internal sealed class MailFigureCaption : HtmlObjectRenderer<FigureCaption>
{
    protected override void Write(HtmlRenderer renderer, FigureCaption caption)
    {
        renderer.EnsureLine();
        renderer.Write("<p class=\"m-soft\" style=\"margin:0 0 16px;" + MailStyle.Small + "\">");
        renderer.WriteLeafInline(caption);
        renderer.Write("</p>\n");
    }
}

/// <summary>Notes below the text; a mail has no places to jump to, so that numbers alone tie them to it.</summary>
internal sealed class MailFootnotes : HtmlObjectRenderer<Markdig.Extensions.Footnotes.FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Footnotes.FootnoteGroup group)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:24px 0 0;"
                + MailStyle.Frame
                + "\"><tr><td class=\"m-line\" style=\"padding:12px 0 0;border-top:1px solid #d9dfe0\">\n"
        );
        foreach (var block in group)
        {
            if (block is not Markdig.Extensions.Footnotes.Footnote note)
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

internal sealed class MailFootnoteLink : HtmlObjectRenderer<Markdig.Extensions.Footnotes.FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Footnotes.FootnoteLink link)
    {
        // Inside a picture's alternative text there is no markup.
        if (!link.IsBackLink && renderer.EnableHtmlForInline)
            renderer
                .Write("<sup style=\"font-size:12px;line-height:1\">")
                .Write(link.Footnote.Order.ToString(CultureInfo.InvariantCulture))
                .Write("</sup>");
    }
}
