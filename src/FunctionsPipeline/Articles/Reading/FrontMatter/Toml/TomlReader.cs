using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>Reads keys, values and one level of tables into the nodes that YAML gives, too.</summary>
internal sealed class TomlReader(TomlScanner scan, List<Finding> findings)
{
    private const int MaxDepth = 8;

    private readonly List<MapEntry> _root = [];

    public MapNode Read()
    {
        var table = _root;
        for (scan.SkipToToken(); !scan.AtEnd; scan.SkipToToken())
        {
            if (scan.Peek == '[')
                table = Header();
            else
                Pair(table, 0);
            scan.SkipBlanks();
            if (!scan.AtEnd && scan.Peek is not ('\n' or '#'))
                throw scan.Mistake("Something follows the value.", "Write each 'key = value' on a line of its own, texts in quotes.");
        }
        return new MapNode(_root, 1, 1);
    }

    private List<MapEntry> Header()
    {
        var (line, column) = (scan.Line, scan.Column);
        scan.TakeIf('[');
        if (scan.Peek == '[')
            return Beyond("A list of tables ('[[…]]') is more than is read here; it is passed over.", line, column);
        scan.SkipBlanks();
        var key = scan.Key();
        scan.SkipBlanks();
        if (scan.Peek == '.')
            return Beyond("Tables inside tables are more than is read here; this one is passed over.", line, column);
        if (!scan.TakeIf(']'))
            throw scan.Mistake("The table's name is not closed.", "Write it as [name].");
        var entries = new List<MapEntry>();
        Add(_root, new MapEntry(key, new MapNode(entries, line, column), line, column));
        return entries;
    }

    /// <summary>What stands in there is read all the same, so that a mistake in it is found, and then dropped.</summary>
    private List<MapEntry> Beyond(string message, int line, int column)
    {
        findings.Add(new Finding("front-matter-toml", Severity.Warning, message, "Write what the article needs above the first '[…]'.", line, column));
        scan.SkipLine();
        return [];
    }

    private void Pair(List<MapEntry> table, int depth)
    {
        var (line, column) = (scan.Line, scan.Column);
        var key = scan.Key();
        scan.SkipBlanks();
        string? inner = null;
        while (scan.TakeIf('.'))
        {
            scan.SkipBlanks();
            inner = inner is null ? scan.Key() : inner + "." + scan.Key();
            scan.SkipBlanks();
        }
        if (!scan.TakeIf('='))
            throw scan.Mistake($"An '=' is missing behind '{key}'.", "TOML writes 'key = value'; 'key: value' is YAML and stands between '---' lines.");
        scan.SkipBlanks();
        var value = Value(depth);
        if (inner is null)
            Add(table, new MapEntry(key, value, line, column));
        else
            AddInner(table, key, new MapEntry(inner, value, line, column));
    }

    private FrontMatterNode Value(int depth)
    {
        var (line, column) = (scan.Line, scan.Column);
        if (depth > MaxDepth)
            throw scan.Mistake($"Nested more than {MaxDepth} levels deep.", "Write 'key = value' lines.");
        switch (scan.Peek)
        {
            case '"' or '\'':
                return new ScalarNode(scan.Quoted(), true, line, column);
            case '[':
                return Array(depth, line, column);
            case '{':
                return InlineTable(depth, line, column);
            default:
                var word = scan.Word();
                // TOML has no bare texts: what is neither date, number nor boolean lacks its quotes.
                if (word is not ("true" or "false") && !char.IsAsciiDigit(word.TrimStart('+', '-') is [var first, ..] ? first : 'x'))
                    throw new TomlMistake("Texts stand in quotes in TOML.", $"Write \"{word}\".", line, column);
                return new ScalarNode(word, false, line, column);
        }
    }

    private ListNode Array(int depth, int line, int column)
    {
        scan.TakeIf('[');
        var items = new List<FrontMatterNode>();
        for (scan.SkipToToken(); !scan.TakeIf(']'); scan.SkipToToken())
        {
            if (scan.AtEnd)
                throw NeverCloses("list", ']', line, column);
            items.Add(Value(depth + 1));
            scan.SkipToToken();
            if (scan.AtEnd)
                throw NeverCloses("list", ']', line, column);
            if (!scan.TakeIf(',') && scan.Peek != ']')
                throw scan.Mistake("A comma is missing between two items.", "Write [\"one\", \"two\"].");
        }
        return new ListNode(items, line, column);
    }

    private MapNode InlineTable(int depth, int line, int column)
    {
        scan.TakeIf('{');
        var entries = new List<MapEntry>();
        for (scan.SkipToToken(); !scan.TakeIf('}'); scan.SkipToToken())
        {
            if (scan.AtEnd)
                throw NeverCloses("table", '}', line, column);
            Pair(entries, depth + 1);
            scan.SkipToToken();
            if (scan.AtEnd)
                throw NeverCloses("table", '}', line, column);
            if (!scan.TakeIf(',') && scan.Peek != '}')
                throw scan.Mistake("A comma is missing between two keys.", "Write { one = \"1\", two = \"2\" }.");
        }
        return new MapNode(entries, line, column);
    }

    private static TomlMistake NeverCloses(string what, char end, int line, int column)
        => new($"The {what} that opens here never closes.", $"End it with '{end}'.", line, column);

    private void AddInner(List<MapEntry> table, string key, MapEntry entry)
    {
        var plain = new MapEntry(key, entry.Value, entry.Line, entry.Column).PlainKey;
        if (table.Find(e => e.PlainKey == plain)?.Value is MapNode { Entries: List<MapEntry> entries })
            Add(entries, entry);
        else
            Add(table, new MapEntry(key, new MapNode(new List<MapEntry> { entry }, entry.Line, entry.Column), entry.Line, entry.Column));
    }

    private void Add(List<MapEntry> table, MapEntry entry)
    {
        if (table.Find(e => e.PlainKey == entry.PlainKey) is { } first)
            findings.Add(new Finding("front-matter-twice", Severity.Warning, $"'{entry.Key}' is written twice; the first, on line {first.Line}, holds.", "Remove one of them.", entry.Line, entry.Column));
        else
            table.Add(entry);
    }
}
