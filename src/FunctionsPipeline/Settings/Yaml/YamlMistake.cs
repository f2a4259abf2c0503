using FunctionsPipeline.Findings;
using YamlDotNet.Core;

namespace FunctionsPipeline.Settings.Yaml;

/// <summary>Says a YAML parser's complaint in words that a writer can act on.</summary>
internal static class YamlMistake
{
    private const string Duplicate = "Duplicate key ";

    /// <param name="offset">Lines of the file above <paramref name="text"/>.</param>
    /// <param name="otherwise">The finding where nothing more is known; its rule and severity are used in any case.</param>
    public static Finding Explain(YamlException e, string text, int offset, Finding otherwise)
    {
        var lines = text.Split('\n');
        var row = Math.Clamp((int)e.Start.Line, 1, lines.Length);
        var column = Math.Max((int)e.Start.Column, 1);
        if (e.Message.StartsWith(Duplicate, StringComparison.Ordinal))
            return Found(row, ($"'{e.Message[Duplicate.Length..]}' is written twice.", "Remove one of them.", column));

        // The scanner complains where it gives up or where it began, so that the mistake may be a line above or below. Of a
        // tab it may have no place at all but the first line.
        var tab = e.Message.Contains("tab", StringComparison.Ordinal)
            ? Array.FindIndex(lines, row - 1, line => TabAt(line) is not null) + 1
            : 0;
        foreach (var candidate in new[] { tab, row, row - 1, row + 1 })
        {
            if (candidate >= 1 && candidate <= lines.Length && Diagnose(lines[candidate - 1]) is { } diagnosis)
                return Found(candidate, diagnosis);
        }
        return otherwise with { Line = row + offset, Column = column };

        Finding Found(int line, (string Message, string Fix, int Column) what) =>
            otherwise with
            {
                Message = what.Message,
                Fix = what.Fix,
                Line = line + offset,
                Column = what.Column,
            };
    }

    /// <summary>The column of a tab in the indentation.</summary>
    private static int? TabAt(string line) =>
        line.AsSpan().IndexOfAnyExcept(' ') is >= 0 and var indent && line[indent] == '\t' ? indent + 1 : null;

    private static (string Message, string Fix, int Column)? Diagnose(string line)
    {
        if (TabAt(line) is { } tab)
            return (
                "A tab stands at the beginning of this line; YAML allows only spaces there.",
                "Replace the tab by two spaces.",
                tab
            );
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return null;
        var key = line[..colon].Trim();
        var value = line.AsSpan(colon + 1).Trim();
        var column = value.Length == 0 ? colon + 1 : line.IndexOf(value[0], colon + 1) + 1;
        if (value.Length == 0)
            return null;
        if (value[0] is '"' or '\'')
        {
            var quote = value[0];
            var closes = value.Length > 1 && value[1..].IndexOf(quote) >= 0;
            return closes
                ? (
                    $"Something follows the closing quote of '{key}'.",
                    "Put the whole value in one pair of quotes; write \\\" for a quote inside it.",
                    column
                )
                : ($"The quote that opens the value of '{key}' never closes.", $"End the value with {quote}.", column);
        }
        if (value.Contains(": ", StringComparison.Ordinal) || value[^1] == ':')
            return ($"The value of '{key}' has a colon in it.", $"Put the value in quotes: {key}: \"{value}\"", column);
        if (value[0] is '[' or '{')
            return (
                $"The list of '{key}' is not closed, or something is missing in it.",
                "Write it as [one, two, three].",
                column
            );
        if (value[0] is '@' or '`' or '%' or '*' or '&' or '!' or '|' or '>')
            return (
                $"The value of '{key}' begins with '{value[0]}', which means something else in YAML.",
                $"Put the value in quotes: {key}: \"{value}\"",
                column
            );
        return null;
    }
}
