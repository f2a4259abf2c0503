using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Takes values of the kind that a key asks for out of front matter, and says so where they are of another.
/// </summary>
internal sealed class EntryValues(List<Finding> findings)
{
    private readonly HashSet<string> _full = new(StringComparer.Ordinal);

    /// <summary>One text; anything else is a warning and null.</summary>
    public string? Text(MapEntry entry)
    {
        if (entry.Value is ScalarNode scalar)
            return Tidy(scalar.Text) is { Length: > 0 } text ? text : null;
        Wrong(entry, Severity.Warning, "one text");
        return null;
    }

    /// <summary>One text or a list of texts.</summary>
    public List<ScalarNode> Texts(MapEntry entry)
    {
        var items = Items(entry, FrontMatterLimits.Values);
        var texts = new List<ScalarNode>(items.Count);
        foreach (var item in items)
        {
            if (item is ScalarNode { IsEmpty: false } scalar)
                texts.Add(scalar);
            else if (item is not ScalarNode)
                WrongOnce(entry, "a text or a list of texts");
        }
        return texts;
    }

    /// <summary>
    /// A list's items, or the one value; no more than <paramref name="most"/>, with one finding for the rest.
    /// </summary>
    public IReadOnlyList<FrontMatterNode> Items(MapEntry entry, int most)
    {
        if (entry.Value is not ListNode list)
            return [entry.Value];
        if (list.Items.Count <= most)
            return list.Items;
        TooMany(entry.Key, most, list.Items[most]);
        return [.. list.Items.Take(most)];
    }

    /// <summary>Said once for a kind of value, which several keys may give.</summary>
    public void TooManyOnce(string key, FrontMatterNode at)
    {
        if (_full.Add(key))
            TooMany(key, FrontMatterLimits.Values, at);
    }

    private void TooMany(string key, int most, FrontMatterNode at) =>
        Add(
            "too-many",
            Severity.Warning,
            $"'{Short(key)}' has more than {most} values; those from here on are left out.",
            "Keep the most important ones.",
            at
        );

    /// <summary>One or several names, also as <c>name:</c> below the key, joined for a byline.</summary>
    public string? Names(MapEntry entry)
    {
        var items = Items(entry, FrontMatterLimits.Values);
        var names = new List<string>(items.Count);
        foreach (var item in items)
        {
            var name =
                item as ScalarNode
                ?? (item as MapNode)?.Find("name", "displayname", "fullname", "title", "login") as ScalarNode;
            if (name is { IsEmpty: false } && Tidy(name.Text) is { Length: > 0 } text)
                names.Add(text);
            else if (name is null)
                WrongOnce(entry, "a name or a list of names");
        }
        return names.Count == 0 ? null : string.Join(", ", names);
    }

    /// <summary>One date; anything else is a finding and null.</summary>
    public WrittenDate? Date(MapEntry entry, Severity severity)
    {
        if (entry.Value is not ScalarNode scalar || !WrittenDate.TryParse(scalar.Text, out var date))
        {
            Wrong(entry, severity, "a date such as 2023-01-25, or 2023-01-25 09:00");
            return null;
        }
        if (date.Ambiguous)
            Add(
                "date",
                Severity.Warning,
                $"'{Short(scalar.Text)}' can be two days; it was read as {date.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.",
                $"Write {date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.",
                entry.Value
            );
        return date;
    }

    /// <summary>True or false as it is written; null for anything else.</summary>
    public static bool? AsFlag(MapEntry entry) => entry.Value is ScalarNode scalar ? AsFlag(scalar.Text) : null;

    /// <summary>True or false; anything else is a finding and null.</summary>
    public bool? Flag(MapEntry entry, Severity severity)
    {
        if (entry.Value is ScalarNode scalar && AsFlag(scalar.Text) is { } flag)
            return flag;
        Wrong(entry, severity, "true or false");
        return null;
    }

    /// <summary>True or false in the words of YAML, TOML and forms; null for anything else.</summary>
    public static bool? AsFlag(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" or "y" => true,
            "false" or "no" or "off" or "0" or "n" => false,
            _ => null,
        };

    /// <summary>For one of many values of a list.</summary>
    private void WrongOnce(MapEntry entry, string expected)
    {
        if (
            !findings.Exists(f =>
                f.Line == entry.Value.Line
                && f.Column == entry.Value.Column
                && f.Rule.EndsWith(entry.PlainKey, StringComparison.Ordinal)
            )
        )
            Wrong(entry, Severity.Warning, expected);
    }

    /// <param name="expected">What the value must be, e.g. "one text".</param>
    public void Wrong(MapEntry entry, Severity severity, string expected) =>
        Add(
            entry.PlainKey,
            severity,
            $"'{Short(entry.Key)}' must be {expected}.",
            severity == Severity.Error
                ? "Fix this line; until then the article is not published."
                : "Fix this line; until then it is ignored.",
            entry.Value
        );

    public void Add(string rule, Severity severity, string message, string? fix, FrontMatterNode at) =>
        Add(rule, severity, message, fix, at.Line, at.Column);

    /// <param name="rule">Without the prefix that all findings of front matter share.</param>
    public void Add(string rule, Severity severity, string message, string? fix, int line, int column) =>
        findings.Add(
            new Finding(
                rule.StartsWith("front-matter", StringComparison.Ordinal) ? rule : "front-matter-" + rule,
                severity,
                message,
                fix,
                line,
                column
            )
        );

    /// <summary>On one line, as it goes into titles and messages.</summary>
    public static string Tidy(string text) =>
        text.AsSpan().ContainsAny('\n', '\t')
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : text.Trim();

    /// <summary>As much of a text as a message can quote.</summary>
    public static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
