using FunctionsPipeline.Findings;
using Tomlyn.Syntax;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>Turns a valid syntax tree into front matter nodes with positions in the file.</summary>
/// <param name="firstLine">1-based line of the file on which the parsed text begins.</param>
internal sealed class TomlNodes(int firstLine, List<Finding> findings)
{
    public MapNode Read(DocumentSyntax document)
    {
        var root = Map(document.KeyValues);
        foreach (var table in document.Tables)
        {
            var (line, column) = At(table);
            if (table is TableArraySyntax)
                Ignored("A list of tables ('[[…]]') is not supported; it is ignored.", line, column);
            else if (table.Name!.DotKeys.ChildrenCount > 0)
                Ignored("Tables inside tables are not supported; this one is ignored.", line, column);
            else
                Add(root, new MapEntry(NameOf(table.Name.Key), new MapNode(Map(table.Items), line, column), line, column));
        }
        return new MapNode(root, 1, 1);
    }

    private List<MapEntry> Map(IEnumerable<KeyValueSyntax> pairs)
    {
        var map = new List<MapEntry>();
        foreach (var pair in pairs)
        {
            var (line, column) = At(pair);
            var entry = new MapEntry(NameOf(pair.Key!.Key), Node(pair.Value), line, column);
            if (pair.Key.DotKeys.ChildrenCount > 0)
                AddInner(map, entry, string.Join('.', pair.Key.DotKeys.Select(k => NameOf(k.Key))));
            else
                Add(map, entry);
        }
        return map;
    }

    private FrontMatterNode Node(SyntaxNode? value)
    {
        var (line, column) = At(value!);
        return value switch
        {
            StringValueSyntax text => new ScalarNode(text.Value ?? "", true, line, column),
            ArraySyntax list => new ListNode([.. list.Items.Select(i => Node(i.Value))], line, column),
            InlineTableSyntax table => new MapNode(Map(table.Items.Select(i => i.KeyValue!)), line, column),
            // A date, number or boolean keeps its spelling, which the reader of the key interprets.
            _ => new ScalarNode(value!.Tokens(includeCommentsAndWhitespaces: false).OfType<SyntaxToken>().First().Text ?? "", false, line, column),
        };
    }

    /// <summary>Everything below the first dot of a dotted key is one key of the map before the dot.</summary>
    private void AddInner(List<MapEntry> map, MapEntry entry, string inner)
    {
        var innerEntry = new MapEntry(inner, entry.Value, entry.Line, entry.Column);
        if (map.Find(e => e.PlainKey == entry.PlainKey)?.Value is MapNode { Entries: List<MapEntry> entries })
            Add(entries, innerEntry);
        else
            Add(map, entry with { Value = new MapNode(new List<MapEntry> { innerEntry }, entry.Line, entry.Column) });
    }

    /// <summary>TOML refuses equal keys; spellings that mean the same here (<c>publish_at</c>, <c>publishAt</c>) remain.</summary>
    private void Add(List<MapEntry> map, MapEntry entry)
    {
        if (map.Find(e => e.PlainKey == entry.PlainKey) is { } first)
        {
            findings.Add(new Finding(
                "front-matter-twice",
                Severity.Warning,
                $"'{entry.Key}' is written twice; the first, on line {first.Line}, holds.",
                "Remove one of them.",
                entry.Line,
                entry.Column));
        }
        else
        {
            map.Add(entry);
        }
    }

    private void Ignored(string message, int line, int column)
        => findings.Add(new Finding(
            "front-matter-toml", Severity.Warning, message, "Write what the article needs above the first '[…]'.", line, column));

    private static string NameOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        StringValueSyntax quoted => quoted.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };

    private (int Line, int Column) At(SyntaxNodeBase node) => (firstLine + node.Span.Start.Line, node.Span.Start.Column + 1);
}
