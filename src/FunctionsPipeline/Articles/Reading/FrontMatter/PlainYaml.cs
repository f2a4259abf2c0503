using System.Buffers;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// The little of YAML that nearly every article's front matter is written in: <c>key: value</c> lines whose value is a text
/// without quotes, or such texts in brackets. It means here what it means to <see cref="YamlFrontMatter"/>, which takes many
/// times as long.
/// </summary>
internal static class PlainYaml
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> InKeys = SearchValues.Create(LettersAndDigits + "-_");

    /// <summary>Means itself in a list, where it does not come first.</summary>
    private static readonly SearchValues<char> InItems = SearchValues.Create(LettersAndDigits + " -_./+&'()!%=;@$" + Range('\u00A1', '\u00AC') + Range('\u00AE', '\u024F') + Range('\u2010', '\u2027'));

    /// <summary>Means itself in a text of its own; a colon only before something.</summary>
    private static readonly SearchValues<char> InTexts = SearchValues.Create(LettersAndDigits + " -_./+&'()!%=;@$,:?*\"" + Range('\u00A1', '\u00AC') + Range('\u00AE', '\u024F') + Range('\u2010', '\u2027'));

    /// <param name="line">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <returns>The root, or null if anything in the text is more than this reads.</returns>
    public static MapNode? Read(string text, int line)
    {
        var entries = new List<MapEntry>();
        foreach (var range in text.AsSpan().TrimEnd('\n').Split('\n'))
        {
            if (Entry(text.AsSpan()[range], line + entries.Count) is not { } entry || entries.Exists(e => e.PlainKey == entry.PlainKey))
                return null;
            entries.Add(entry);
        }
        return new MapNode(entries, line, 1);
    }

    private static MapEntry? Entry(ReadOnlySpan<char> row, int line)
    {
        var colon = row.IndexOfAnyExcept(InKeys);
        if (colon is < 1 or > 100 || !char.IsAsciiLetter(row[0]) || !row[colon..].StartsWith(": ", StringComparison.Ordinal))
            return null;
        var start = colon + 1 + row[(colon + 1)..].IndexOfAnyExcept(' ');
        return start > colon && Value(row[start..].TrimEnd(' '), line, start + 1) is { } value ? new MapEntry(row[..colon].ToString(), value, line, 1) : null;
    }

    private static FrontMatterNode? Value(ReadOnlySpan<char> written, int line, int column)
    {
        if (written is not ['[', .., ']'])
            return IsPlain(written, InTexts) && !written.Contains(": ", StringComparison.Ordinal) && written[^1] is not ':' ? new ScalarNode(written.ToString(), false, line, column) : null;
        var items = new List<FrontMatterNode>();
        var inside = written[1..^1];
        foreach (var range in inside.Split(','))
        {
            var item = inside[range];
            var indent = item.Length - item.TrimStart(' ').Length;
            item = item.Trim(' ');
            if (!IsPlain(item, InItems))
                return null;
            items.Add(new ScalarNode(item.ToString(), false, line, column + 1 + range.Start.Value + indent));
        }
        return new ListNode(items, line, column);
    }

    private static bool IsPlain(ReadOnlySpan<char> text, SearchValues<char> allowed)
        => text.Length > 0 && char.IsLetterOrDigit(text[0]) && !text.ContainsAnyExcept(allowed);

    private static string Range(char from, char to) => string.Create(to - from + 1, from, static (text, first) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)(first + i);
    });
}
