using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Tells of words that YAML takes for a comment: <c>tags: #health #sleep</c>.</summary>
internal static class YamlComments
{
    /// <param name="text">The front matter.</param>
    /// <param name="firstLine">1-based line of the file on which it begins.</param>
    public static void Check(MapNode map, string text, int firstLine, List<Finding> findings)
    {
        if (!text.Contains('#'))
            return;
        var lines = text.Split('\n');
        foreach (var entry in map.Entries)
        {
            var index = entry.Line - firstLine;
            if (entry.Value is not ScalarNode { Quoted: false } || index < 0 || index >= lines.Length)
                continue;
            var at = lines[index].IndexOf(" #", StringComparison.Ordinal);
            // A comment that is meant has a space behind its sign.
            if (at < 0 || at + 2 >= lines[index].Length || lines[index][at + 2] is ' ' or '#' or '!')
                continue;
            findings.Add(
                new Finding(
                    "front-matter-comment",
                    Severity.Warning,
                    $"'{EntryValues.Short(lines[index][(at + 1)..])}' is a comment here, and left out: YAML reads nothing from '#' on.",
                    entry.PlainKey is "tags" or "tag" or "keywords"
                        ? "Write the tags without '#': tags: [health, sleep]."
                        : "Put quotes around the whole value.",
                    entry.Line,
                    at + 2
                )
            );
        }
    }
}
