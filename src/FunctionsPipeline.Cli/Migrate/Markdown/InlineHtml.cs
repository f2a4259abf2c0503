using System.Text.RegularExpressions;
using AngleSharp.Dom;
using FunctionsPipeline.Articles.FromHtml;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>Tags inside a line of Markdown: what Markdown can say is written in it, other tags go, and their words stay.</summary>
internal static partial class InlineHtml
{
    public static void Edit(ContainerInline line, LeafBlock leaf, string text, TextEdits edits, IConversion conversion)
    {
        var open = new Stack<(string Name, HtmlInline Tag)>();
        foreach (var tag in line.Descendants<HtmlInline>())
        {
            var raw = text[tag.Span.Start..(tag.Span.End + 1)];
            var name = NameOf(raw);
            if (raw.StartsWith("</", StringComparison.Ordinal))
            {
                if (open.Any(o => o.Name == name))
                {
                    while (open.Pop() is var (opened, begin))
                    {
                        if (opened == name)
                        {
                            Pair(name, begin, tag, text, edits, conversion);
                            break;
                        }
                        Remove(begin, edits);
                    }
                }
                else
                    Remove(tag, edits);
            }
            else if (
                name is "br" or "img" or "hr" or "wbr" or "input"
                || raw.EndsWith("/>", StringComparison.Ordinal)
                || raw.StartsWith("<!", StringComparison.Ordinal)
            )
                Single(name, tag, raw, leaf, edits, conversion);
            else
                open.Push((name, tag));
        }
        foreach (var (_, tag) in open)
            Remove(tag, edits);
    }

    /// <summary>What is between and around tags.</summary>
    public static string WithoutTags(string html) => Tag().Replace(html, "").Trim();

    private static void Single(
        string name,
        HtmlInline tag,
        string raw,
        LeafBlock leaf,
        TextEdits edits,
        IConversion conversion
    )
    {
        var inTable = leaf.Parent is TableCell;
        var written = name switch
        {
            "br" when inTable => " ",
            "br" => "\\\n",
            "img" when HtmlTree.Parse(raw).Body.QuerySelector("img") is { } image => PictureMarkup.Of(
                image,
                null,
                conversion
            ) ?? "",
            _ => "",
        };
        var end = tag.Span.End + 1;
        // A line end behind the break is part of it.
        if (name == "br" && tag.NextSibling is LineBreakInline next)
            end = next.Span.End + 1;
        edits.Replace(tag.Span.Start, end, written);
    }

    private static void Pair(
        string name,
        HtmlInline begin,
        HtmlInline end,
        string text,
        TextEdits edits,
        IConversion conversion
    )
    {
        var (from, to) = (begin.Span.End + 1, end.Span.Start);
        var inside = text[from..to];
        var signs = name switch
        {
            "b" or "strong" => "**",
            "i" or "em" => "*",
            "s" or "del" or "strike" => "~~",
            "mark" => "==",
            _ => "",
        };
        switch (name)
        {
            case "code"
            or "kbd"
            or "samp"
            or "tt" when !inside.AsSpan().ContainsAny('`', '<', '\\') && inside.Trim().Length > 0:
                edits.Replace(begin.Span.Start, end.Span.End + 1, CodeBlocks.Span(inside.Trim()));
                return;
            case "sub" or "sup" when SmallSigns.Of(inside.Trim(), name == "sup") is { } small:
                edits.Replace(begin.Span.Start, end.Span.End + 1, small);
                return;
            case "a"
                when Href(text[begin.Span.Start..from]) is { } href
                    && conversion.LinkTo(href) is { Length: > 0 } address:
                edits.Replace(begin.Span.Start, from, "[");
                edits.Replace(to, end.Span.End + 1, $"]({MarkdownEscape.Address(address)})");
                return;
        }
        // Signs beside white space would be read as signs.
        var fits = inside.Length > 0 && !char.IsWhiteSpace(inside[0]) && !char.IsWhiteSpace(inside[^1]);
        edits.Replace(begin.Span.Start, from, fits ? signs : "");
        edits.Replace(to, end.Span.End + 1, fits ? signs : "");
    }

    private static void Remove(HtmlInline tag, TextEdits edits) => edits.Replace(tag.Span.Start, tag.Span.End + 1, "");

    private static string? Href(string tag) => HtmlTree.Parse(tag).Body.QuerySelector("a")?.GetAttribute("href");

    private static string NameOf(string tag)
    {
        var start = tag.StartsWith("</", StringComparison.Ordinal) ? 2 : 1;
        var end = start;
        while (end < tag.Length && char.IsAsciiLetterOrDigit(tag[end]))
            end++;
        return tag[start..end].ToLowerInvariant();
    }

    [GeneratedRegex("</?[A-Za-z][^<>]*>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
