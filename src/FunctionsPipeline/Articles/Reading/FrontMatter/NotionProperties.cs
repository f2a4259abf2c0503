using System.Buffers;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Notion's export writes a page's properties as <c>Key: value</c> lines below its title. Only files that carry
/// Notion's id in their name have them: in any other article such lines are part of the text.
/// </summary>
internal static class NotionProperties
{
    private const int Most = 40;

    /// <summary>No name of a property, but of something in a text.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create("*`[]()<>|\".");

    /// <summary>Takes the properties out of a text; their lines stay, empty, so that findings name the right ones.</summary>
    /// <param name="text">The file, with '\n' as line ends.</param>
    /// <returns>The text without them, and the properties; none if it does not begin with them.</returns>
    public static (string Text, MapNode? Properties) Take(string text, List<Finding> findings)
    {
        var lines = text.Split('\n', Most + 3);
        var at = 0;
        while (
            at < lines.Length
            && (
                string.IsNullOrWhiteSpace(lines[at])
                || (at == 0 && lines[at].StartsWith("# ", StringComparison.Ordinal))
            )
        )
            at++;
        var map = new MapBuilder(findings);
        var first = at;
        for (; at < Math.Min(lines.Length, Most + 2) && !string.IsNullOrWhiteSpace(lines[at]); at++)
        {
            var colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
            if (colon is <= 0 or > 40 || lines[at].AsSpan(0, colon).ContainsAny(Signs))
                return (text, null);
            // A span of days is written with an arrow.
            var value = lines[at][(colon + 2)..].Split('\u2192')[0].Trim();
            map.Add(
                new MapEntry(
                    NameOf(lines[at][..colon]),
                    new ScalarNode(Visible.Text(value, findings), Quoted: true, at + 1, colon + 3),
                    at + 1,
                    1
                )
            );
            lines[at] = "";
        }
        return at == first || (at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]))
            ? (text, null)
            : (string.Join('\n', lines), new MapNode(map.Entries, first + 1, 1));
    }

    private static string NameOf(string property) =>
        MapEntry.Plain(property) switch
        {
            "created" or "createdtime" or "createdat" or "publishdate" or "publicationdate" => "date",
            "lasteditedtime" or "lastedited" or "edited" => "updated",
            "writer" or "createdby" or "person" or "owner" => "author",
            _ => property,
        };
}
