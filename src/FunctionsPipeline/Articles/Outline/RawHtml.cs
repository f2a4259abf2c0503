using FunctionsPipeline.Input;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>How raw HTML in the tree becomes the words in it.</summary>
internal static class RawHtml
{
    /// <summary>How far the end of an element that hides its words is looked for, in blocks or inlines.</summary>
    private const int LookAhead = 500;

    /// <summary>
    /// The end tag in the same text. Without one, the tag is most often meant as a word ("the script tag").
    /// </summary>
    public static HtmlInline? EndOf(HtmlInline start, string name)
    {
        var seen = 0;
        for (
            var inline = start.NextSibling;
            inline is not null && seen < LookAhead;
            inline = inline.NextSibling, seen++
        )
        {
            if (
                inline is HtmlInline html
                && html.Tag.StartsWith("</", StringComparison.Ordinal)
                && HtmlText.TagOf(html.Tag) == name
            )
                return html;
        }
        return null;
    }

    /// <summary>Takes away the blocks from one in which an element that hides its words begins to the one in which it ends.</summary>
    public static void RemoveHidden(ContainerBlock container, int from, string element)
    {
        for (var end = from; end < Math.Min(container.Count, from + LookAhead); end++)
        {
            if (
                container[end] is not HtmlBlock html
                || html.Lines.ToString() is not { } source
                || !source.Contains("</" + element, StringComparison.OrdinalIgnoreCase)
            )
                continue;
            container[end] = ParagraphOf(HtmlText.Read(source, element), html);
            for (var i = end - 1; i >= from; i--)
                container.RemoveAt(i);
            return;
        }
    }

    /// <summary>The words that a browser would show of a block.</summary>
    public static ParagraphBlock ParagraphOf(HtmlWords words, HtmlBlock html)
    {
        var text = new ContainerInline();
        foreach (var line in words.Lines)
        {
            if (text.LastChild is not null)
                text.AppendChild(new LineBreakInline { IsHard = true, Line = html.Line });
            text.AppendChild(new LiteralInline(InvisibleCharacters.FromValue(line)) { Line = html.Line });
        }
        return new ParagraphBlock { Inline = text, Line = html.Line };
    }
}
