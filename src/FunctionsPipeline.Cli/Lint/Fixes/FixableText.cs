using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Lint.Fixes;

/// <summary>A file's text by lines, each with its own end, so that what is not changed is written as it was.</summary>
internal sealed partial class FixableText
{
    private FixableText(List<string> lines, string lineEnd) => (Lines, LineEnd) = (lines, lineEnd);

    /// <summary>Each with the line end that it has in the file; the last one perhaps without.</summary>
    public List<string> Lines { get; }

    /// <summary>What the file's first line ends in.</summary>
    public string LineEnd { get; }

    /// <summary>The index of the line that opens the front matter; null without front matter.</summary>
    public int? Opening { get; private init; }

    /// <summary>The index of the line that closes the front matter; -1 without front matter.</summary>
    public int Closing { get; private init; }

    public bool IsToml => Opening is { } at && Lines[at].TrimEnd() == "+++";

    public static FixableText Of(string text)
    {
        var lines = EachLine().Matches(text).Select(m => m.Value).Where(l => l.Length > 0).ToList();
        var end = lines.Count == 0 ? "" : lines[0][lines[0].TrimEnd('\r', '\n').Length..];
        var opening = lines.FindIndex(l => !string.IsNullOrWhiteSpace(l));
        var fence = opening < 0 ? "" : lines[opening].TrimEnd();
        var closing = fence is "---" or "+++"
            ? lines.FindIndex(opening + 1, l => l.TrimEnd() == fence || (fence == "---" && l.TrimEnd() == "..."))
            : -1;
        return new FixableText(lines, end.Length == 0 ? "\n" : end)
        {
            Opening = closing < 0 ? null : opening,
            Closing = closing,
        };
    }

    public override string ToString() => string.Concat(Lines);

    /// <summary>
    /// Writes <c>key: value</c> into the front matter: in place of a key without a value, else below the opening line, where
    /// it belongs to no table of TOML.
    /// </summary>
    public void SetKey(string key, string value)
    {
        if (Opening is not { } opening)
            return;
        var line = $"{key}{(IsToml ? " = " : ": ")}{value}";
        var empty = Lines.FindIndex(
            opening + 1,
            Closing - opening - 1,
            l => Regex.IsMatch(l, $@"^{key}\s*:\s*(#.*)?\s*$", RegexOptions.NonBacktracking)
        );
        if (empty >= 0)
            Lines[empty] = line + LineEnd;
        else
            Lines.Insert(opening + 1, line + LineEnd);
    }

    [GeneratedRegex("[^\r\n]*(\r\n|\r|\n)|[^\r\n]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EachLine();
}
