using System.Buffers;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Reads front matter of the usual form: <c>key: value</c> at the left edge, a value on one line, a list in square brackets or
/// below its key. What it reads, it reads as YAML does; everything else is left to <see cref="YamlFrontMatter"/>, whose
/// parser takes as long for five keys as rendering a page.
/// </summary>
internal static class PlainYaml
{
    /// <summary>Characters of a key. YAML's own limit is 1,024.</summary>
    private const int MaxKey = 100;

    /// <summary>What has a meaning inside square brackets.</summary>
    private static readonly SearchValues<char> InBrackets = SearchValues.Create(",[]{}:#?");

    /// <param name="line">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <returns>Null, and no findings, for text of another form.</returns>
    public static MapNode? Read(string text, int line, List<Finding> findings)
    {
        if (text.Length == 0 || text.Contains('\t') || !ReferenceEquals(InvisibleCharacters.FromValue(text), text))
            return null;
        var entries = new List<MapEntry>();
        var lines = new Lines(text, line);
        while (lines.Next(out var current))
        {
            var colon = current.IndexOf(':');
            if (colon is <= 0 or > MaxKey || !IsKey(current[..colon]))
                return null;
            var (number, column) = (lines.Number, colon + 2);
            var value = current[(colon + 1)..];
            if (value.Length > 0 && value[0] != ' ')
                return null;
            if ((value.Trim(' ').Length == 0 ? Below(ref lines) : Value(value, number, column)) is not { } node)
                return null;
            entries.Add(new MapEntry(current[..colon].ToString(), node, number, 1));
        }
        var map = new MapBuilder(findings);
        foreach (var entry in entries)
            map.Add(entry);
        return new MapNode(map.Entries, line, 1);
    }

    private static bool IsKey(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }
        return char.IsAsciiLetter(key[0]);
    }

    /// <summary>A value on its key's line.</summary>
    /// <param name="text">With the spaces around it.</param>
    /// <param name="column">Of the text.</param>
    private static FrontMatterNode? Value(ReadOnlySpan<char> text, int line, int column)
    {
        column += Trim(ref text);
        return text is ['[', .. var inside, ']']
            ? Items(inside, line, column)
            : Scalar(text, line, column, isItem: false);
    }

    /// <summary>What stands between square brackets.</summary>
    private static ListNode? Items(ReadOnlySpan<char> text, int line, int column)
    {
        var items = new List<FrontMatterNode>();
        if (text.IsWhiteSpace())
            return new ListNode(items, line, column);
        foreach (var part in text.Split(','))
        {
            var item = text[part];
            var at = column + 1 + part.Start.Value + Trim(ref item);
            if (Scalar(item, line, at, isItem: true) is not { } node)
                return null;
            items.Add(node);
        }
        return new ListNode(items, line, column);
    }

    /// <summary>Items below their key, each behind a hyphen and all equally far from the left edge.</summary>
    private static ListNode? Below(ref Lines lines)
    {
        var items = new List<FrontMatterNode>();
        var (indent, first) = (0, 0);
        while (lines.Peek(out var line))
        {
            var item = line.TrimStart(' ');
            if (!item.StartsWith("- ", StringComparison.Ordinal))
                break;
            var before = line.Length - item.Length;
            lines.Next(out _);
            if (items.Count == 0)
                (indent, first) = (before, lines.Number);
            else if (before != indent)
                return null;
            item = item[2..];
            var column = indent + 3 + Trim(ref item);
            if (Scalar(item, lines.Number, column, isItem: false) is not { } node)
                return null;
            items.Add(node);
        }
        return items.Count == 0 ? null : new ListNode(items, first, indent + 1);
    }

    /// <param name="isItem">It stands in square brackets, where more signs have a meaning.</param>
    private static ScalarNode? Scalar(ReadOnlySpan<char> text, int line, int column, bool isItem)
    {
        if (text is ['"' or '\'', .., _] && text[^1] == text[0])
        {
            var quoted = text[1..^1];
            return quoted.ContainsAny(text[0], '\\') ? null : new ScalarNode(quoted.ToString(), true, line, column);
        }
        if (text.Length == 0 || !char.IsLetterOrDigit(text[0]))
            return null;
        var isPlain = isItem
            ? !text.ContainsAny(InBrackets)
            : text[^1] != ':'
                && !text.Contains(": ", StringComparison.Ordinal)
                && !text.Contains(" #", StringComparison.Ordinal);
        return isPlain ? new ScalarNode(text.ToString(), false, line, column) : null;
    }

    /// <summary>Takes the spaces around a text.</summary>
    /// <returns>How many stood before it.</returns>
    private static int Trim(ref ReadOnlySpan<char> text)
    {
        var start = text.Length - text.TrimStart(' ').Length;
        text = text.Trim(' ');
        return start;
    }

    /// <param name="text">Its line ends are '\n'.</param>
    /// <param name="first">The number of its first line.</param>
    private ref struct Lines(ReadOnlySpan<char> text, int first)
    {
        private ReadOnlySpan<char> _rest = text;

        /// <summary>Of the line that was returned last.</summary>
        public int Number { get; private set; } = first - 1;

        public readonly bool Peek(out ReadOnlySpan<char> line)
        {
            var end = _rest.IndexOf('\n');
            line = end < 0 ? _rest : _rest[..end];
            return _rest.Length > 0;
        }

        public bool Next(out ReadOnlySpan<char> line)
        {
            if (!Peek(out line))
                return false;
            _rest = _rest[Math.Min(line.Length + 1, _rest.Length)..];
            Number++;
            return true;
        }
    }
}
