using System.Buffers;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Markdown;

/// <summary>
/// Takes words together that Markdig would take apart: its own parser of literals stops at every letter that a bare address
/// may begin with (h, f, m, t, w) and then puts the pieces together again. This one stops where an address begins. The tree
/// is the same.
/// </summary>
internal sealed class LiteralRuns : InlineParser
{
    private readonly IReadOnlyList<InlineParser> _parsers;
    private SearchValues<char> _stops = SearchValues.Create("");
    private SearchValues<char> _signs = SearchValues.Create("");

    private LiteralRuns(IReadOnlyList<InlineParser> parsers) => _parsers = parsers;

    public override void Initialize()
    {
        var signs = OpeningSigns.Of(_parsers);
        _signs = SearchValues.Create([.. signs]);
        _stops = SearchValues.Create([.. signs, ':', '.']);
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        var next = NextInline(text);
        var length = next;
        // Spaces before the end of a line are no part of the text.
        if (next < text.Length && text[next] is '\n' or '\r')
        {
            while (length > 0 && text[length - 1].IsSpace())
                length--;
        }
        var end = slice.Start + length - 1;
        if (
            processor.Inline is LiteralInline previous
            && ReferenceEquals(previous.Content.Text, slice.Text)
            && previous.Content.End + 1 == slice.Start
        )
        {
            previous.Content.End = end;
            previous.Span.End = processor.GetSourcePosition(end);
        }
        else if (length > 0)
        {
            var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
            processor.Inline = new LiteralInline
            {
                Content = new StringSlice(slice.Text, slice.Start, end),
                Span = new SourceSpan(start, processor.GetSourcePosition(end)),
                Line = line,
                Column = column,
            };
        }
        slice.Start += next;
        return true;
    }

    /// <summary>
    /// Where another parser has to be asked: a sign, or the first letter of an address; the text's length for nowhere. The
    /// first character was asked about already.
    /// </summary>
    private int NextInline(ReadOnlySpan<char> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            var found = text[at..].IndexOfAny(_stops);
            if (found < 0)
                break;
            at += found;
            var address = AddressBefore(text[..(at + 1)]);
            if (address > 0)
                return address;
            if (_signs.Contains(text[at]))
                return at;
        }
        return text.Length;
    }

    /// <summary>
    /// Where the address begins whose first ':' or '.' ends this text, in the ways that Markdig's parser knows; -1 for none.
    /// </summary>
    private static int AddressBefore(ReadOnlySpan<char> text)
    {
        foreach (var beginning in (ReadOnlySpan<string>)["http:", "https:", "www.", "mailto:", "ftp:", "tel:"])
        {
            if (text.EndsWith(beginning, StringComparison.Ordinal))
                return text.Length - beginning.Length;
        }
        return -1;
    }

    /// <summary>Puts it into a pipeline. Added after all extensions whose inlines it must stop at.</summary>
    internal sealed class Extension : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline) =>
            pipeline.InlineParsers.Add(new LiteralRuns(pipeline.InlineParsers));

        public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }
    }
}
