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

/// <summary>
/// The article as plain text that is pleasant to read: lines of at most 72 characters, addresses behind the words that
/// link.
/// </summary>
internal sealed class PlainTextBody
{
    private static readonly ConcurrentBag<PlainTextBody> Idle = [];

    private readonly TextBuffer _inline = TextBuffer.Rent();
    private readonly StringBuilder _indent = new(32);
    private string _mark = "";
    private StringTable _strings = null!;
    private TextBuffer _output = null!;
    private int _start;

    public static void Render(MarkdownDocument document, StringTable strings, TextBuffer output)
    {
        if (!Idle.TryTake(out var body))
            body = new PlainTextBody();
        (body._strings, body._output) = (strings, output);
        body._start = output.Length;
        body.Blocks(document, tight: false);
        // One that threw half-way may be in any state and is not kept.
        body._output = null!;
        Idle.Add(body);
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
                Paragraph(_strings["alert-" + AlertName.Of(alert)] + ":");
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
        if (_output.Length > _start && _indent.Length == 0)
            _output.Write('\n');
        var length = Math.Min(text.Length, PlainLines.Length);
        Paragraph(text);
        if (heading.Level <= 3 && length > 0)
            Line((heading.Level <= 2 ? Double : Single).AsSpan(0, length));
    }

    private static readonly string Double = new('=', PlainLines.Length);
    private static readonly string Single = new('-', PlainLines.Length);

    private void List(ListBlock list)
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
                BlankLine();
            first = false;
            Item(
                list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ",
                (ContainerBlock)item,
                !list.IsLoose
            );
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
            var cells = row.OfType<TableCell>()
                .Select(c => string.Join(' ', c.OfType<LeafBlock>().Select(b => TextOf(b.Inline).ToString())));
            Paragraph(string.Join(" | ", cells));
            if (row.IsHeader)
                Line(new string('-', 12));
        }
    }

    private void BlankLine()
    {
        // Nothing may stand between an item's mark and its text.
        if (_mark.Length == 0)
        {
            _output.Write(_indent.ToString().AsSpan().TrimEnd());
            _output.Write('\n');
        }
    }

    private void Line(ReadOnlySpan<char> text)
    {
        if (_mark.Length > 0)
        {
            _output.Write(_mark);
            _mark = "";
        }
        else if (_indent.Length > 0)
        {
            _output.Write(_indent.ToString());
        }
        _output.Write(text.TrimEnd());
        _output.Write('\n');
    }

    private void Paragraph(ReadOnlySpan<char> text)
    {
        foreach (var paragraph in text.Trim().EnumerateLines())
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

    /// <summary>Valid until it is called again.</summary>
    private ReadOnlySpan<char> TextOf(ContainerInline? container)
    {
        _inline.Length = 0;
        Inlines(container);
        return _inline.Written;
    }

    private void Inlines(ContainerInline? container)
    {
        for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    _inline.Write(literal.Content.AsSpan());
                    break;
                case LineBreakInline lineBreak:
                    _inline.Write(lineBreak.IsHard ? '\n' : ' ');
                    break;
                case LinkInline link:
                    Link(link);
                    break;
                case AutolinkInline auto:
                    _inline.Write(auto.Url);
                    break;
                case CodeInline code:
                    _inline.Write(code.ContentSpan);
                    break;
                case HtmlEntityInline entity:
                    _inline.Write(entity.Transcoded.AsSpan());
                    break;
                case SmartyPant smart:
                    _inline.Write(SmartText.Of(smart));
                    break;
                case TaskList task:
                    _inline.Write(task.Checked ? "[x]" : "[ ]");
                    break;
                case FootnoteLink { IsBackLink: false } note:
                    _inline.Write(string.Create(CultureInfo.InvariantCulture, $"[{note.Footnote.Order}]"));
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
            _inline.Write('[');
            Inlines(link);
            _inline.Write(']');
            return;
        }
        var start = _inline.Length;
        Inlines(link);
        if (SafeUrl.Written(link.Url) is not { Length: > 0 } url || url[0] == '#')
            return;
        var shown =
            url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
                ? url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..]
                : url;
        if (!_inline.Written[start..].SequenceEqual(shown))
        {
            _inline.Write(" (");
            _inline.Write(shown);
            _inline.Write(')');
        }
    }
}
