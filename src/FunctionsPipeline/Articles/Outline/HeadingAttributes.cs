using System.Text;
using System.Text.RegularExpressions;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// What stands in braces behind a heading: <c>## Warm it up {#warm-it-up .unnumbered}</c>, as Pandoc, kramdown, PHP Markdown
/// Extra and Hugo read it and as Google Docs downloads it. The id becomes the heading's; the rest has no meaning here.
/// </summary>
/// <remarks>
/// Not Markdig's generic attributes: those also read braces inside text, and any attribute, event handlers included.
/// </remarks>
internal static partial class HeadingAttributes
{
    private const int MaxLength = 300;

    /// <summary>Takes the braces out of the heading, and gives it the id in them.</summary>
    public static void Take(HeadingBlock heading)
    {
        if (
            heading.Inline?.LastChild is not LiteralInline { Content: { IsEmpty: false } } last
            || !last.Content.AsSpan().TrimEnd().EndsWith('}')
        )
            return;
        var typed = new StringBuilder();
        var taken = new List<Inline>();
        for (Inline? inline = last; inline is not null && typed.Length < MaxLength; inline = inline.PreviousSibling)
        {
            var text = inline is LiteralInline literal ? literal.Content.AsSpan() : default;
            var open = text.LastIndexOf('{');
            if (open >= 0)
            {
                typed.Insert(0, text[open..]);
                if (Braces().Match(typed.ToString()) is not { Success: true } match)
                    return;
                foreach (var part in taken)
                    part.Remove();
                var rest = (LiteralInline)inline;
                rest.Content.End = rest.Content.Start + text[..open].TrimEnd().Length - 1;
                if (match.Groups["id"] is { Success: true } id)
                    heading.GetAttributes().Id = id.Value;
                return;
            }
            typed.Insert(0, inline is LiteralInline ? text : PlainInlines.AsTyped(inline));
            taken.Add(inline);
        }
    }

    // An id, classes and 'key=value' pairs, in any order; kramdown writes a colon first, Pandoc '-' for a heading
    // without a number.
    [GeneratedRegex(
        """^\{:?\s*(?:(?:#(?<id>[\p{L}\p{M}\p{N}_.:-]{1,250})|\.[\w-]+|-|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+))\s*)+\}\s*$""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Braces();
}
