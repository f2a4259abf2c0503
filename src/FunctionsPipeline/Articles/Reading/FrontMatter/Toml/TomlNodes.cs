using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
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
                root.Add(
                    new MapEntry(
                        NameOf(table.Name.Key),
                        new MapNode(Map(table.Items).Entries, line, column),
                        line,
                        column
                    )
                );
        }
        return new MapNode(root.Entries, 1, 1);
    }

    private MapBuilder Map(IEnumerable<KeyValueSyntax> pairs)
    {
        var map = new MapBuilder(findings);
        var inner = new Dictionary<string, MapBuilder>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (line, column) = At(pair);
            var entry = new MapEntry(NameOf(pair.Key!.Key), Node(pair.Value), line, column);
            if (pair.Key.DotKeys.ChildrenCount > 0)
                AddInner(map, inner, entry, string.Join('.', pair.Key.DotKeys.Select(k => NameOf(k.Key))));
            else
                map.Add(entry);
        }
        return map;
    }

    private FrontMatterNode Node(SyntaxNode? value)
    {
        var (line, column) = At(value!);
        return value switch
        {
            StringValueSyntax text => new ScalarNode(Visible.Text(text.Value ?? "", findings), true, line, column),
            ArraySyntax list => new ListNode([.. list.Items.Select(i => Node(i.Value))], line, column),
            InlineTableSyntax table => new MapNode(Map(table.Items.Select(i => i.KeyValue!)).Entries, line, column),
            // A date, number or boolean keeps its spelling, which the reader of the key interprets.
            _ => new ScalarNode(
                value!.Tokens(includeCommentsAndWhitespaces: false).OfType<SyntaxToken>().First().Text ?? "",
                false,
                line,
                column
            ),
        };
    }

    /// <summary>Everything below the first dot of a dotted key is one key of the map before the dot.</summary>
    private void AddInner(MapBuilder map, Dictionary<string, MapBuilder> inner, MapEntry entry, string innerKey)
    {
        var innerEntry = new MapEntry(innerKey, entry.Value, entry.Line, entry.Column);
        if (!inner.TryGetValue(entry.PlainKey, out var builder))
        {
            builder = new MapBuilder(findings);
            map.Add(entry with { Value = new MapNode(builder.Entries, entry.Line, entry.Column) });
            // Where another value holds the key already, that is said, and this one leads nowhere.
            inner.Add(entry.PlainKey, builder);
        }
        builder.Add(innerEntry);
    }

    private void Ignored(string message, int line, int column) =>
        findings.Add(
            new Finding(
                "front-matter-toml",
                Severity.Warning,
                message,
                "Write what the article needs above the first '[…]'.",
                line,
                column
            )
        );

    private static string NameOf(BareKeyOrStringValueSyntax? key) =>
        key switch
        {
            StringValueSyntax quoted => InvisibleCharacters.FromValue(quoted.Value ?? ""),
            BareKeySyntax bare => bare.Key?.Text ?? "",
            _ => "",
        };

    private (int Line, int Column) At(SyntaxNodeBase node) =>
        (firstLine + node.Span.Start.Line, node.Span.Start.Column + 1);
}
