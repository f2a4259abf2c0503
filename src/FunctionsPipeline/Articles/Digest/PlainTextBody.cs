using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.SmartyPants;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>The article as plain text that is pleasant to read: lines of at most 72 characters, addresses behind the words that link.</summary>
internal sealed class PlainTextBody
{
    private static readonly ConcurrentBag<PlainTextBody> Idle = [];

    private readonly StringBuilder _output = new(8192);
    private readonly StringBuilder _inline = new(1024);
    private readonly StringBuilder _indent = new(32);
    private string _mark = "";
    private StringTable? _strings;

    public static string Render(MarkdownDocument document, StringTable strings)
    {
        if (!Idle.TryTake(out var body))
            body = new PlainTextBody();
        body._strings = strings;
        body.Blocks(document, tight: false);
        var text = body._output.ToString().Trim('\n') + "\n";
        var keep = body._output.Capacity <= 512 * 1024;
        body._output.Clear();
        body._indent.Clear();
        body._mark = "";
        if (keep)
            Idle.Add(body);
        return text;
    }

    private void Blocks(ContainerBlock container, bool tight)
    {
        var first = true;
        foreach (var block in container)
        {
            if (block is LinkReferenceDefinition or LinkReferenceDefinitionGroup)
                continue;
            if (!first && !tight)
                BlankLine();
            first = false;
            Block(block, tight);
        }
    }

    private void Block(Block block, bool tight)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Heading(heading);
                break;
            case ListBlock list:
                List(list);
                break;
            case AlertBlock alert:
                Paragraph(_strings!["alert-" + AlertKind.Of(alert)] + ":");
                Indented("| ", alert);
                break;
            case QuoteBlock quote:
                Indented("> ", quote);
                break;
            case ThematicBreakBlock:
                Paragraph("* * *");
                break;
            case CodeBlock code:
                foreach (var line in code.Lines.ToString().AsSpan().EnumerateLines())
                    Line(string.Concat("    ", line));
                break;
            case Table table:
                Rows(table);
                break;
            case FootnoteGroup notes:
                Paragraph("--");
                foreach (var note in notes.OfType<Footnote>())
                    Item(string.Create(CultureInfo.InvariantCulture, $"[{note.Order}] "), note, tight: true);
                break;
            case DefinitionList definitions:
                foreach (var part in definitions.OfType<DefinitionItem>().SelectMany(item => item))
                {
                    if (part is DefinitionTerm)
                        Block(part, tight: true);
                    else
                        Item("    ", part);
                }
                break;
            case LeafBlock leaf:
                Paragraph(TextOf(leaf.Inline));
                break;
            case ContainerBlock inner:
                Blocks(inner, tight);
                break;
        }
    }

    private void Heading(HeadingBlock heading)
    {
        var text = TextOf(heading.Inline);
        if (_output.Length > 0 && _indent.Length == 0)
            _output.Append('\n');
        Paragraph(text);
        if (heading.Level <= 3 && text.Length > 0)
            Line(new string(heading.Level <= 2 ? '=' : '-', Math.Min(text.Length, PlainLines.Length)));
    }

    private void List(ListBlock list)
    {
        var number = list.IsOrdered && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var first = true;
        foreach (var item in list)
        {
            if (!first && list.IsLoose)
                BlankLine();
            first = false;
            Item(list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ", (ContainerBlock)item, !list.IsLoose);
        }
    }

    /// <summary>Writes a mark on the first line and indents the rest below what follows it.</summary>
    private void Item(string mark, ContainerBlock item, bool tight)
    {
        Open(mark, out var indent);
        Blocks(item, tight);
        Close(mark, indent);
    }

    private void Item(string mark, Block part)
    {
        Open(mark, out var indent);
        Block(part, tight: true);
        Close(mark, indent);
    }

    private void Open(string mark, out int indent)
    {
        indent = _indent.Length;
        _mark = _indent.ToString() + mark;
        _indent.Append(' ', mark.Length);
    }

    private void Close(string mark, int indent)
    {
        if (_mark.Length > 0)
            Line("");
        _indent.Length = indent;
    }

    private void Indented(string prefix, ContainerBlock block)
    {
        var indent = _indent.Length;
        _indent.Append(prefix);
        Blocks(block, tight: false);
        _indent.Length = indent;
    }

    private void Rows(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            var cells = row.OfType<TableCell>().Select(c => string.Join(' ', c.OfType<LeafBlock>().Select(b => TextOf(b.Inline))));
            Paragraph(string.Join(" | ", cells));
            if (row.IsHeader)
                Line(new string('-', 12));
        }
    }

    private void BlankLine()
    {
        // Nothing may stand between an item's mark and its text.
        if (_mark.Length == 0)
            _output.Append(_indent.ToString().AsSpan().TrimEnd()).Append('\n');
    }

    private void Line(ReadOnlySpan<char> text)
    {
        if (_mark.Length > 0)
        {
            _output.Append(_mark);
            _mark = "";
        }
        else
        {
            _output.Append(_indent);
        }
        _output.Append(text.TrimEnd()).Append('\n');
    }

    private void Paragraph(string text)
    {
        foreach (var paragraph in text.AsSpan().Trim().EnumerateLines())
        {
            var rest = paragraph.Trim();
            var width = Math.Max(24, PlainLines.Length - _indent.Length);
            while (PlainLines.Break(rest, width, out var line, out var next))
            {
                Line(line);
                rest = next;
            }
            Line(rest);
        }
    }

    private string TextOf(ContainerInline? container)
    {
        _inline.Clear();
        Inlines(container);
        return _inline.ToString();
    }

    private void Inlines(ContainerInline? container)
    {
        for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    _inline.Append(literal.Content.AsSpan());
                    break;
                case LineBreakInline lineBreak:
                    _inline.Append(lineBreak.IsHard ? '\n' : ' ');
                    break;
                case LinkInline link:
                    Link(link);
                    break;
                case AutolinkInline auto:
                    _inline.Append(auto.Url);
                    break;
                case CodeInline code:
                    _inline.Append(code.ContentSpan);
                    break;
                case HtmlEntityInline entity:
                    _inline.Append(entity.Transcoded.AsSpan());
                    break;
                case SmartyPant smart:
                    _inline.Append(SmartText.Of(smart));
                    break;
                case TaskList task:
                    _inline.Append(task.Checked ? "[x]" : "[ ]");
                    break;
                case FootnoteLink { IsBackLink: false } note:
                    _inline.Append('[').Append(note.Footnote.Order).Append(']');
                    break;
                case ContainerInline inner:
                    Inlines(inner);
                    break;
            }
        }
    }

    private void Link(LinkInline link)
    {
        if (link.IsImage)
        {
            _inline.Append('[');
            Inlines(link);
            _inline.Append(']');
            return;
        }
        var start = _inline.Length;
        Inlines(link);
        if (link.Url is not { Length: > 0 } url || url[0] == '#')
            return;
        var shown = url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..] : url;
        if (_inline.ToString(start, _inline.Length - start) != shown)
            _inline.Append(" (").Append(shown).Append(')');
    }
}
