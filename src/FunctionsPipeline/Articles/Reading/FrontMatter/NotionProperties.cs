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
        // The title, a blank line, the properties, a blank line, and the rest.
        var lines = text.Split('\n', Most + 4);
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
            if (colon is <= 0 or > 40 || lines[at].AsSpan(0, colon).ContainsAny(Signs) || IsBlock(lines[at]))
                return Untouched();
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
            ? Untouched()
            : (string.Join('\n', lines), new MapNode(map.Entries, first + 1, 1));

        (string Text, MapNode? Properties) Untouched()
        {
            if (HeldBack(text, first) is { } line)
                findings.Add(Unread(line));
            return (text, null);
        }
    }

    /// <summary>
    /// The 1-based number of a line that keeps the page from readers, among lines that are not read as properties. One that
    /// says draft is found in any file (<see cref="UnreadFrontMatter"/>).
    /// </summary>
    private static int? HeldBack(string text, int first)
    {
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            number++;
            if (number <= first)
                continue;
            if (line.IsWhiteSpace())
                break;
            if (!IsBlock(line) && FieldLine.Read(line.ToString()) is { HoldsBack: true, IsOn: true, SaysDraft: false })
                return number;
        }
        return null;
    }

    /// <summary>The item of a list, or a heading within the text: <c>- Water: two litres</c>.</summary>
    private static bool IsBlock(ReadOnlySpan<char> line) =>
        line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("##", StringComparison.Ordinal);

    private static Finding Unread(int line) =>
        new(
            "front-matter-unread",
            Severity.Error,
            "This line keeps the page from readers, but the lines around it cannot be read as Notion's properties.",
            $"Leave no more than {Most} lines 'Name: value' below the title, without other signs in their names.",
            line,
            1
        );

    private static string NameOf(string property) =>
        MapEntry.Plain(property) switch
        {
            "created" or "createdtime" or "createdat" or "publishdate" or "publicationdate" => "date",
            "lasteditedtime" or "lastedited" or "edited" => "updated",
            "writer" or "createdby" or "person" or "owner" => "author",
            _ => property,
        };
}
