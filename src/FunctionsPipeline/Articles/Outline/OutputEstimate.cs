using FunctionsPipeline.Input;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// Takes from the budget what a page will need at most, before anything is rendered: an article is refused when it is read,
/// not when half of it is published.
/// </summary>
internal sealed class OutputEstimate(InputBudget budget)
{
    /// <summary>Tags with their attributes, as the page's renderers write them.</summary>
    private const int BlockMarkup = 40;
    private const int InlineMarkup = 20;
    private const int NoteMarkup = 160;

    /// <summary><c>&amp;quot;</c> instead of one character.</summary>
    private const int Escape = 5;

    /// <summary>A character of an address in UTF-8 and percent-encoded: nine instead of one.</summary>
    private const int PercentEscape = 9;

    public void Block(Block block)
    {
        var output = (long)BlockMarkup;
        if (block is CodeBlock code)
        {
            for (var i = 0; i < code.Lines.Count; i++)
                output += Escaped(code.Lines.Lines[i].Slice.AsSpan());
        }
        Take(output, block.Line);
    }

    public void Inline(Inline inline) =>
        Take(
            inline switch
            {
                LiteralInline literal => Escaped(literal.Content.AsSpan()),
                CodeInline code => InlineMarkup + Escaped(code.ContentSpan),
                LinkInline link => InlineMarkup + Address(link.Url) + Escaped(link.Title),
                AutolinkInline auto => InlineMarkup + Address(auto.Url) + Escaped(auto.Url),
                FootnoteLink => NoteMarkup,
                _ => InlineMarkup,
            },
            inline.Line
        );

    /// <summary>A text that is kept once more, as a description or as a link's words.</summary>
    public void Text(string text, int line) => Take(text.Length, line);

    /// <param name="line">0-based in the parsed text.</param>
    private void Take(long characters, int line) => budget.TakeOutput(characters, line + 1);

    private static long Escaped(ReadOnlySpan<char> text) =>
        text.Length
        + (Escape * (long)text.Count('"'))
        + (Escape * ((long)text.Count('&') + text.Count('<') + text.Count('>')));

    private static long Address(string? url) =>
        url is null ? 0
        : System.Text.Ascii.IsValid(url) ? Escaped(url)
        : (long)PercentEscape * url.Length;
}
