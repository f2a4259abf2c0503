using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>
/// Reads TOML 1.0 as far as front matter needs it: texts, dates, booleans, numbers, arrays, inline tables, and one level of
/// tables. What lies beyond that (<c>[a.b]</c>, <c>[[list]]</c>) is a finding and is passed over; what is no TOML at all is an
/// error. No package for TOML is on every feed that this builds from; one would take this folder's place.
/// </summary>
internal static class TomlFrontMatter
{
    /// <param name="line">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <returns>The root, or null with an error.</returns>
    public static MapNode? Parse(string text, int line, List<Finding> findings)
    {
        if (text.Length > YamlFrontMatter.MaxCharacters)
        {
            findings.Add(new Finding("front-matter-too-long", Severity.Error, $"The front matter is longer than {YamlFrontMatter.MaxCharacters / 1024} KB.", "End it with a line '+++' before the article's text.", line));
            return null;
        }
        try
        {
            return new TomlReader(new TomlScanner(text, line), findings).Read();
        }
        catch (TomlMistake e)
        {
            findings.Add(new Finding("front-matter", Severity.Error, e.Message, e.Mend, e.Line, e.Column));
            return null;
        }
    }
}

/// <summary>Where and why reading stopped; never leaves this folder.</summary>
internal sealed class TomlMistake(string message, string mend, int line, int column) : Exception(message)
{
    public string Mend { get; } = mend;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
