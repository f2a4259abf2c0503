using FunctionsPipeline.Findings;
using YamlDotNet.Core;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Says a YAML parser's complaint in words that a writer can act on.</summary>
internal static class YamlMistake
{
    /// <param name="offset">Lines of the file above <paramref name="text"/>.</param>
    public static Finding Explain(YamlException e, string text, int offset)
    {
        var lines = text.Split('\n');
        var row = Math.Clamp((int)e.Start.Line, 1, lines.Length);
        var column = Math.Max((int)e.Start.Column, 1);

        // The scanner complains where it gives up or where it began, so that the mistake may be a line above or below.
        foreach (var candidate in new[] { row, row - 1, row + 1 })
        {
            if (candidate >= 1 && candidate <= lines.Length && Diagnose(lines[candidate - 1]) is var (message, mend, at))
                return new Finding("front-matter", Severity.Error, message, mend, candidate + offset, at);
        }
        return new Finding(
            "front-matter",
            Severity.Error,
            "The front matter cannot be read here.",
            "Write 'key: value' with a space after the colon, each key at the left edge; put quotes around a value with a colon, '#', '[' or quotes in it.",
            row + offset,
            column);
    }

    private static (string Message, string Mend, int Column)? Diagnose(string line)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ');
        if (indent >= 0 && line[indent] == '\t')
            return ("A tab stands at the beginning of this line; YAML allows only spaces there.", "Replace the tab by two spaces.", indent + 1);
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
                ? ($"Something follows the closing quote of '{key}'.", "Put the whole value in one pair of quotes; write \\\" for a quote inside it.", column)
                : ($"The quote that opens the value of '{key}' never closes.", $"End the value with {quote}.", column);
        }
        if (value.Contains(": ", StringComparison.Ordinal) || value[^1] == ':')
            return ($"The value of '{key}' has a colon in it.", $"Put the value in quotes: {key}: \"{value}\"", column);
        if (value[0] is '[' or '{')
            return ($"The list of '{key}' is not closed, or something is missing in it.", "Write it as [one, two, three].", column);
        if (value[0] is '@' or '`' or '%' or '*' or '&' or '!' or '|' or '>')
            return ($"The value of '{key}' begins with '{value[0]}', which means something else in YAML.", $"Put the value in quotes: {key}: \"{value}\"", column);
        return null;
    }
}
