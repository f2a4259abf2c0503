using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;
using Tomlyn.Syntax;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>Explains a TOML parser's diagnostic in words that a writer can act on.</summary>
internal static partial class TomlMistake
{
    /// <param name="firstLine">1-based line of the file on which <paramref name="text"/> begins.</param>
    public static Finding Explain(DiagnosticMessage diagnostic, string text, int firstLine)
    {
        var lines = text.Split('\n');
        var row = Math.Min(diagnostic.Span.Start.Line, lines.Length - 1);
        var column = diagnostic.Span.Start.Column + 1;

        // A quote or a list that never closes is noticed further down, where the parser gives up.
        var opensAbove =
            diagnostic.Message.Contains("a closing", StringComparison.Ordinal)
            || diagnostic.Message.Contains("End-Of-File", StringComparison.Ordinal);
        if (!opensAbove && Of(diagnostic.Message, lines[row]) is var (message, fix))
            return Found(message, fix);
        for (var above = row; above >= 0; above--)
        {
            if (Open(lines[above], isAbove: above < row || opensAbove) is { } open)
            {
                (row, column) = (above, open.Column);
                return Found(open.Message, open.Fix);
            }
        }
        return Found(
            "The front matter cannot be read from here on.",
            "Write each 'key = value' on a line of its own, texts in quotes."
        );

        Finding Found(string message, string fix) =>
            new("front-matter", Severity.Error, message, fix, firstLine + row, column);
    }

    private static (string Message, string Fix)? Of(string diagnostic, string line)
    {
        var (key, sign, value) = Parts(line);
        if (diagnostic.Contains("already defined", StringComparison.Ordinal))
            return ($"'{(key.Length > 0 ? key : line.Trim())}' is written twice.", "Remove one of them.");
        if (
            diagnostic.Contains("escape", StringComparison.Ordinal)
            || diagnostic.Contains("Unicode scalar", StringComparison.Ordinal)
        )
            return (
                "A backslash has a meaning in double quotes.",
                "Write two backslashes, or put the text in single quotes."
            );
        var quoted = $"{key} = \"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return (sign, value) switch
        {
            (":", _) => (
                $"An '=' is missing after '{key}'.",
                "TOML writes 'key = value'; 'key: value' is YAML and belongs between '---' lines."
            ),
            ("", _) => line.TrimStart() is ['[', ..]
                ? ("The table's name is not closed.", "Write it as [name].")
                : null,
            (_, "") => (
                $"The value of '{key}' is missing.",
                $"Write a value after the '=', texts in quotes: {key} = \"value\""
            ),
            (_, ['"' or '\'' or '[' or '{', ..]) => null,
            (_, [>= '0' and <= '9', ..]) when value.AsSpan().ContainsAny(".-/:") => (
                $"'{value}' is not a date as TOML writes it (2023-01-25).",
                $"Put it in quotes: {quoted}"
            ),
            _ => ($"The value of '{key}' is not in quotes.", $"Texts stand in quotes in TOML: {quoted}"),
        };
    }

    /// <param name="isAbove">
    /// True: the parser accepted this line, so that only something left open can be wrong with it.
    /// </param>
    private static (string Message, string Fix, int Column)? Open(string line, bool isAbove)
    {
        var (key, _, value) = Parts(line);
        if (value.Length == 0)
            return null;
        var column = line.IndexOf(value, StringComparison.Ordinal) + 1;
        var quote = value is ['"', '"', '"', ..] or ['\'', '\'', '\'', ..] ? value[..3] : value[..1];
        switch (quote[0])
        {
            case '"' or '\'' when End(value, quote) < 0:
                return (
                    $"The quote that opens the value of '{key}' never closes.",
                    $"End the text with {quote}",
                    column
                );
            case '"' or '\'' when !isAbove && value.AsSpan(End(value, quote)).TrimStart() is [not '#', ..]:
                return (
                    $"Something follows the closing quote of '{key}'.",
                    "Put the whole value in one pair of quotes; write \\\" for a quote inside it.",
                    column
                );
            case '[' or '{' when !isAbove || value[^1] != (quote[0] == '[' ? ']' : '}'):
                var example = quote[0] == '[' ? "[\"one\", \"two\"]" : "{ one = \"1\", two = \"2\" }";
                return (
                    $"The list of '{key}' is not closed, or a comma or a quote is missing in it.",
                    $"Write it as {example}.",
                    column
                );
            default:
                return null;
        }
    }

    /// <summary>Behind the closing quote; negative if there is none.</summary>
    private static int End(string value, string quote) =>
        value.IndexOf(quote, quote.Length, StringComparison.Ordinal) is >= 0 and var at ? at + quote.Length : -1;

    private static (string Key, string Sign, string Value) Parts(string line)
    {
        var match = Pair().Match(line);
        return (match.Groups["key"].Value, match.Groups["sign"].Value, match.Groups["value"].Value);
    }

    [GeneratedRegex(
        @"^\s*(?<key>[\w.-]+|""[^""]*"")\s*(?<sign>[=:])\s*(?<value>.*?)\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Pair();
}
