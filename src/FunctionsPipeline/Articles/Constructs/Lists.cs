using System.Globalization;
using FunctionsPipeline.Articles.Digest;
using Markdig.Extensions.DefinitionLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Constructs;

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

internal sealed class PlainList : PlainRenderer<ListBlock>
{
    protected override void Write(PlainTextBody body, ListBlock list)
    {
        var number =
            list.IsOrdered
            && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? start
                : 1;
        var first = true;
        foreach (var item in list)
        {
            if (!first && list.IsLoose)
                body.BlankLine();
            first = false;
            body.Item(
                list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ",
                (ContainerBlock)item,
                !list.IsLoose
            );
        }
    }
}
