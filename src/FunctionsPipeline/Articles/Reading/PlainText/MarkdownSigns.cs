using System.Buffers;
using Markdig.Extensions.SmartyPants;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>Tells text that a person wrote in Markdown from text that was pasted from elsewhere.</summary>
internal static class MarkdownSigns
{
    private static readonly SearchValues<char> Inline = SearchValues.Create("*_`]~|");

    /// <summary>
    /// True at the first sign of Markdown: a heading, a list item with - * or +, a quote, a fence, a rule, a table, a link,
    /// emphasis, code or a definition. "1. …" is no sign: people number points everywhere.
    /// </summary>
    public static bool In(string text)
    {
        var previous = ReadOnlySpan<char>.Empty;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            // A comment is for other writers, regardless of the rest of the text.
            if (
                line.Length > 0
                && (
                    OnLine(line)
                    || line.Contains("<!--", StringComparison.Ordinal)
                    || (previous.Length > 0 && IsUnderline(line))
                    || (line.IndexOfAny(Inline) >= 0 && InLine(line))
                )
            )
                return true;
            previous = line;
        }
        return false;
    }

    /// <summary>
    /// True if Markdown made nothing of a text but paragraphs and their words: no entity, comment, address, list,
    /// definition, hard break, code or escape.
    /// </summary>
    public static bool IsPlain(MarkdownDocument document)
    {
        foreach (var block in document)
        {
            if (block is not ParagraphBlock { Inline: { } paragraph } || !IsPlain(paragraph))
                return false;
        }
        return true;
    }

    private static bool IsPlain(ContainerInline paragraph)
    {
        for (var inline = paragraph.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            var plain = inline switch
            {
                LiteralInline literal => !literal.IsFirstCharacterEscaped,
                LineBreakInline line => !line.IsHard,
                SmartyPant => true,
                // A web address as it stands is a link in both.
                LinkInline link => link.IsAutoLink,
                _ => false,
            };
            if (!plain)
                return false;
        }
        return true;
    }

    private static bool OnLine(ReadOnlySpan<char> line) =>
        line[0] switch
        {
            '#' => line.TrimStart('#') is { } rest
                && line.Length - rest.Length <= 6
                && (
                    rest.Length == 0
                    || rest[0] == ' '
                    || (rest.Length + 1 < line.Length && char.IsLetterOrDigit(rest[0]))
                ),
            '-' or '*' or '+' => (line.Length > 2 && line[1] == ' ') || IsRule(line),
            '>' => line.Length > 1,
            '`' or '~' => line.StartsWith("```", StringComparison.Ordinal)
                || line.StartsWith("~~~", StringComparison.Ordinal),
            '_' => IsRule(line),
            '<' => line.Length > 2 && (char.IsAsciiLetter(line[1]) || line[1] is '/' or '!') && line.Contains('>'),
            '[' => line.Contains("]:", StringComparison.Ordinal),
            // Boxes, tabs and containers of other programs, which a finding names.
            '!' => line.StartsWith("!!! ", StringComparison.Ordinal),
            '?' => line.StartsWith("??? ", StringComparison.Ordinal)
                || line.StartsWith("???+ ", StringComparison.Ordinal),
            '=' => line.StartsWith("=== \"", StringComparison.Ordinal),
            ':' => line.StartsWith(":::", StringComparison.Ordinal),
            '{' => line.StartsWith("{%", StringComparison.Ordinal) || line.StartsWith("{{", StringComparison.Ordinal),
            _ => false,
        };

    private static bool IsRule(ReadOnlySpan<char> line)
    {
        if (line.Length < 3)
            return false;
        foreach (var c in line)
        {
            if (c != line[0] && c != ' ')
                return false;
        }
        return true;
    }

    private static bool IsUnderline(ReadOnlySpan<char> line) =>
        line.Length >= 2 && line[0] is '=' or '-' && !line.ContainsAnyExcept(line[0]);

    private static bool InLine(ReadOnlySpan<char> line)
    {
        if (line.Contains("](", StringComparison.Ordinal) || line.Contains("][", StringComparison.Ordinal))
            return true;
        return Pair(line, "**")
            || Pair(line, "__")
            || Pair(line, "~~")
            || Pair(line, "*")
            || Pair(line, "`")
            || Underscores(line)
            || (line.Count('|') >= 2 && line[0] == '|');
    }

    /// <summary>
    /// An opening mark before a word and a closing one after a word, as emphasis has: "5 * 3 * 2" has none.
    /// </summary>
    private static bool Pair(ReadOnlySpan<char> line, string mark)
    {
        for (var at = 0; ; )
        {
            var open = line[at..].IndexOf(mark, StringComparison.Ordinal);
            if (open < 0)
                return false;
            open += at + mark.Length;
            if (open >= line.Length)
                return false;
            at = open;
            if (char.IsWhiteSpace(line[open]) || line[open] == mark[0])
                continue;
            for (var close = open; (close = Next(line, mark, close)) >= 0; close++)
            {
                if (close > open && !char.IsWhiteSpace(line[close - 1]))
                    return true;
            }
            // No closing mark behind this opening one, so none behind a later one either.
            return false;
        }
    }

    private static int Next(ReadOnlySpan<char> line, string mark, int from) =>
        from >= line.Length ? -1
        : line[from..].IndexOf(mark, StringComparison.Ordinal) is var found && found < 0 ? -1
        : from + found;

    /// <summary>Emphasis by single underscores stands around words: "file_name_here" has none.</summary>
    private static bool Underscores(ReadOnlySpan<char> line)
    {
        var opened = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '_')
                continue;
            var before = i == 0 || !char.IsLetterOrDigit(line[i - 1]);
            var after = i + 1 >= line.Length || !char.IsLetterOrDigit(line[i + 1]);
            if (opened && after && !before)
                return true;
            opened |= before && !after;
        }
        return false;
    }
}
