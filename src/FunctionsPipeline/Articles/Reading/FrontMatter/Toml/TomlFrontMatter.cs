using FunctionsPipeline.Findings;
using Tomlyn;
using Tomlyn.Parsing;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>
/// Reads TOML front matter into the nodes that YAML front matter gives: texts, dates, numbers, lists and one level of
/// tables. Deeper tables (<c>[a.b]</c>, <c>[[list]]</c>) are a finding and are ignored. Text that is not TOML is an
/// error.
/// </summary>
internal static class TomlFrontMatter
{
    private const int MaxDepth = FrontMatterLimits.Depth;

    private static readonly TomlSerializerOptions Limits = new() { MaxDepth = MaxDepth };

    /// <param name="line">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <returns>The root, or null with an error.</returns>
    public static MapNode? Parse(string text, int line, List<Finding> findings)
    {
        if (text.Length > FrontMatterLimits.Characters)
        {
            findings.Add(
                new Finding(
                    "front-matter-too-long",
                    Severity.Error,
                    $"The front matter is longer than {FrontMatterLimits.Characters / 1024} KB.",
                    "End it with a line '+++' before the article's text.",
                    line
                )
            );
            return null;
        }
        try
        {
            var document = SyntaxParser.Parse(text, Limits);
            if (!document.HasErrors)
                return new TomlNodes(line, findings).Read(document);
            findings.Add(TomlMistake.Explain(document.Diagnostics.First(), text, line));
        }
        catch (TomlException e)
        {
            // The depth is the only limit that the parser does not report as a diagnostic.
            findings.Add(
                new Finding(
                    "front-matter",
                    Severity.Error,
                    $"Nested more than {MaxDepth} levels deep.",
                    "Write 'key = value' lines.",
                    line + (e.Line ?? 1) - 1,
                    e.Column
                )
            );
        }
        return null;
    }
}
