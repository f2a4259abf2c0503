using System.Text;
using FunctionsPipeline.Articles.Constructs;
using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Localization;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.ObjectPool;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>How one kind of node is written as plain text.</summary>
internal abstract class PlainRenderer<T> : MarkdownObjectRenderer<PlainTextBody, T>
    where T : MarkdownObject;

/// <summary>
/// The article as plain text that is pleasant to read: lines of at most 72 characters, addresses behind the words that
/// link.
/// </summary>
internal sealed class PlainTextBody : RendererBase
{
    private static readonly DefaultObjectPool<PlainTextBody> Idle = new(new DefaultPooledObjectPolicy<PlainTextBody>());

    private readonly StringBuilder _indent = new(32);
    private string _mark = "";
    private TextBuffer _output = null!;
    private int _start;
    private bool _tight;

    /// <summary>The first renderer that takes a node writes it: those of special kinds come before the general ones.</summary>
    public PlainTextBody()
    {
        ObjectRenderers.AddRange([
            new PlainHeading(),
            new PlainList(),
            new PlainAlert(),
            new PlainQuote(),
            new PlainRule(),
            new PlainCode(),
            new PlainTable(),
            new PlainFootnotes(),
            new PlainDefinitions(),
            new PlainParagraph(),
            new Container(),
            new PlainLiteral(),
            new PlainLineBreak(),
            new PlainLink(),
            new PlainAutolink(),
            new PlainCodeInline(),
            new PlainEntity(),
            new PlainSmart(),
            new PlainTask(),
            new PlainFootnoteLink(),
        ]);
    }

    /// <summary>The text of inlines, until it is written as lines.</summary>
    public TextBuffer Inline { get; } = TextBuffer.Rent();

    public StringTable Strings { get; private set; } = null!;

    public static void Render(MarkdownDocument document, StringTable strings, TextBuffer output)
    {
        var body = Idle.Get();
        (body.Strings, body._output) = (strings, output);
        body._start = output.Length;
        body.Render(document);
        // One that threw half-way may be in any state and is not kept.
        body._output = null!;
        Idle.Return(body);
    }

    public override object Render(MarkdownObject markdownObject)
    {
        Write(markdownObject);
        return _output;
    }

    /// <summary>Writes a block without blank lines in it.</summary>
    public void Tight(Block block)
    {
        var was = _tight;
        _tight = true;
        Write(block);
        _tight = was;
    }

    /// <summary>Writes a mark on the first line and indents the rest below what follows it.</summary>
    /// <param name="tight">False: a blank line between the blocks.</param>
    public void Item(string mark, ContainerBlock item, bool tight)
    {
        Open(mark, out var indent);
        Blocks(item, tight);
        Close(indent);
    }

    /// <inheritdoc cref="Item(string, ContainerBlock, bool)"/>
    public void Item(string mark, Block part)
    {
        Open(mark, out var indent);
        Tight(part);
        Close(indent);
    }

    /// <summary>Writes blocks with something before each line.</summary>
    public void Indented(string prefix, ContainerBlock block)
    {
        var indent = _indent.Length;
        _indent.Append(prefix);
        Blocks(block, tight: false);
        _indent.Length = indent;
    }

    /// <summary>One more blank line before a heading, but not at the beginning or inside something else.</summary>
    public void MoreSpace()
    {
        if (_output.Length > _start && _indent.Length == 0)
            _output.Write('\n');
    }

    public void BlankLine()
    {
        // Nothing may stand between an item's mark and its text.
        if (_mark.Length == 0)
        {
            if (_indent.Length > 0)
                _output.Write(_indent.ToString().AsSpan().TrimEnd());
            _output.Write('\n');
        }
    }

    /// <summary>Writes a line as it is.</summary>
    /// <param name="before">Stands at its beginning.</param>
    public void Line(ReadOnlySpan<char> text, string before = "")
    {
        if (_mark.Length > 0)
        {
            _output.Write(_mark);
            _mark = "";
        }
        else if (_indent.Length > 0)
        {
            _output.Write(_indent);
        }
        var rest = text.TrimEnd();
        if (rest.Length > 0)
            _output.Write(before);
        _output.Write(rest);
        _output.Write('\n');
    }

    /// <summary>Writes a text in as many lines as it needs.</summary>
    public void Paragraph(ReadOnlySpan<char> text)
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
    public ReadOnlySpan<char> TextOf(ContainerInline? container)
    {
        Inline.Length = 0;
        if (container is not null)
            WriteChildren(container);
        return Inline.Written;
    }

    private void Blocks(ContainerBlock container, bool tight)
    {
        var was = _tight;
        _tight = tight;
        var first = true;
        foreach (var block in container)
        {
            if (block is LinkReferenceDefinition or LinkReferenceDefinitionGroup)
                continue;
            if (!first && !tight)
                BlankLine();
            first = false;
            Write(block);
        }
        _tight = was;
    }

    private void Open(string mark, out int indent)
    {
        indent = _indent.Length;
        _mark = _indent.Length > 0 ? _indent.ToString() + mark : mark;
        _indent.Append(' ', mark.Length);
    }

    private void Close(int indent)
    {
        if (_mark.Length > 0)
            Line("");
        _indent.Length = indent;
    }

    /// <summary>The document, and any other block of blocks.</summary>
    private sealed class Container : PlainRenderer<ContainerBlock>
    {
        protected override void Write(PlainTextBody body, ContainerBlock container) =>
            body.Blocks(container, body._tight);
    }
}
