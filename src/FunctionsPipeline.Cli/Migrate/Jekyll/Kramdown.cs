using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Migrate.Jekyll;

/// <summary>What kramdown reads beyond Markdown.</summary>
internal static partial class Kramdown
{
    /// <summary>Attributes in braces, and the mark for a table of contents, which long articles have by themselves.</summary>
    /// <param name="found">Is called if there were any.</param>
    public static string WithoutAttributes(string text, Action found)
    {
        if (!text.Contains("{:", StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n');
        var kept = new List<string>(lines.Length);
        var (inCode, any) = (false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            if (
                lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal)
                || lines[i].TrimStart().StartsWith("~~~", StringComparison.Ordinal)
            )
                inCode = !inCode;
            if (inCode || lines[i].StartsWith("    ", StringComparison.Ordinal) || lines[i].StartsWith('\t'))
            {
                kept.Add(lines[i]);
                continue;
            }
            if (Contents().IsMatch(lines[i]) && kept is [.., var before] && Item().IsMatch(before))
                kept.RemoveAt(kept.Count - 1);
            var without = Attributes().Replace(lines[i], "");
            any |= without.Length != lines[i].Length;
            if (without.Length > 0 || lines[i].Length == 0)
                kept.Add(without);
        }
        if (any)
            found();
        return string.Join('\n', kept);
    }

    [GeneratedRegex(@"^\s*\{:\s*toc\s*\}\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Contents();

    [GeneratedRegex(@"^\s*([-*+]|\d+\.)\s+\S", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();

    // An id alone belongs to a heading, where it is read here, too: ## Title {#id}.
    [GeneratedRegex(@"\{::?\s*[^{}]*\}\s*$|\{::?[^{}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Attributes();
}
