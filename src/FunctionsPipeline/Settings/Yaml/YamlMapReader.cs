using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Terms;
using YamlDotNet.RepresentationModel;

namespace FunctionsPipeline.Settings.Yaml;

/// <summary>
/// Reads one mapping key by key. What is wrong becomes a finding with the line; the value is then null, so that one pass
/// finds every mistake. <see cref="Done"/> reports keys that were never read.
/// </summary>
internal sealed class YamlMapReader(YamlMappingNode node, string path, List<Finding> findings)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public YamlMappingNode Node => node;

    public int Line => (int)node.Start.Line;

    public string? Text(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value is YamlScalarNode scalar)
            return string.IsNullOrWhiteSpace(scalar.Value) ? null : scalar.Value.Trim();
        Wrong(key, "a text", value);
        return null;
    }

    public string? RequiredText(string key)
    {
        var text = Text(key);
        if (text is null && Find(key) is null or YamlScalarNode)
            findings.Add(
                new Finding("settings", Severity.Error, $"'{Full(key)}' is missing.", $"Add a line '{key}: …'.", Line)
            );
        return text;
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
            return null;
        switch (text.ToLowerInvariant())
        {
            case "true" or "yes" or "on":
                return true;
            case "false" or "no" or "off":
                return false;
            default:
                Wrong(key, "true or false", Find(key)!);
                return null;
        }
    }

    public int? Number(string key, int min, int max)
    {
        if (Text(key) is not { } text)
            return null;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
        )
            return number;
        Wrong(key, $"a whole number from {min} to {max}", Find(key)!);
        return null;
    }

    /// <summary>
    /// A list of texts; a single text is a list of one, and a text with line breaks is one element a line.
    /// </summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return (scalar.Value ?? "").Split(
                    '\n',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                );
            case YamlSequenceNode list when list.All(n => n is YamlScalarNode):
                return [.. list.Select(n => ((YamlScalarNode)n).Value?.Trim() ?? "").Where(t => t.Length > 0)];
            case var other:
                Wrong(key, "a list of texts", other);
                return null;
        }
    }

    public YamlMapReader? Map(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new YamlMapReader(map, Full(key), findings);
            case var other:
                Wrong(key, "'key: value' lines, indented below it", other);
                return null;
        }
    }

    public IReadOnlyList<YamlMapReader>? Maps(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlSequenceNode list when list.All(n => n is YamlMappingNode):
                return
                [
                    .. list.Select(
                        (n, i) =>
                            new YamlMapReader((YamlMappingNode)n, SettingsPath.OfItem(Full(key), n, i + 1), findings)
                    ),
                ];
            case var other:
                Wrong(key, "a list, each item beginning with '-'", other);
                return null;
        }
    }

    /// <summary>A list whose items are texts or mappings; a single text is a list of one.</summary>
    public IReadOnlyList<YamlItem>? Items(string key)
    {
        switch (Find(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
                return null;
            case YamlScalarNode single:
                return [Item(key, single, 1)];
            case YamlSequenceNode list when list.All(n => n is YamlScalarNode or YamlMappingNode):
                return [.. list.Select((n, i) => Item(key, n, i + 1))];
            case var other:
                Wrong(key, "a list, each item beginning with '-'", other);
                return null;
        }
    }

    /// <summary>Every key that was not asked for, as texts.</summary>
    public IReadOnlyDictionary<string, string> Rest()
    {
        var rest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Keys().Where(k => !_asked.Contains(k)).ToList())
        {
            if (Text(key) is { } text)
                rest[key] = text;
        }
        return rest;
    }

    /// <summary>Reports keys that were never read: most often a spelling mistake.</summary>
    public void Done()
    {
        foreach (var (keyNode, _) in node.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key } || _asked.Contains(key))
                continue;
            var nearest = Spelling.Nearest(key, _asked);
            findings.Add(
                new Finding(
                    "settings-unknown-key",
                    Severity.Warning,
                    $"'{Full(key)}' is not a setting; it is ignored.",
                    nearest is null
                        ? $"Known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}."
                        : $"Did you mean '{nearest}'?",
                    (int)keyNode.Start.Line,
                    (int)keyNode.Start.Column
                )
            );
        }
    }

    /// <summary>Adds an error at a key's value, or at the mapping if the key is absent.</summary>
    public void Error(string key, string message, string fix) => Add(Severity.Error, key, message, fix);

    /// <summary>Adds a warning there: the rest of the file is in force all the same.</summary>
    public void Warning(string key, string message, string fix) => Add(Severity.Warning, key, message, fix);

    private void Add(Severity severity, string key, string message, string fix)
    {
        var at = Find(key)?.Start ?? node.Start;
        findings.Add(new Finding("settings", severity, $"'{Full(key)}' {message}", fix, (int)at.Line, (int)at.Column));
    }

    private YamlItem Item(string key, YamlNode item, int number)
    {
        var at = SettingsPath.OfItem(Full(key), item, number);
        return new YamlItem(
            (item as YamlScalarNode)?.Value?.Trim(),
            item is YamlMappingNode map ? new YamlMapReader(map, at, findings) : null,
            (message, fix) =>
                findings.Add(
                    new Finding(
                        "settings",
                        Severity.Error,
                        $"'{at}' {message}",
                        fix,
                        (int)item.Start.Line,
                        (int)item.Start.Column
                    )
                )
        );
    }

    private IEnumerable<string> Keys() => node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        foreach (var (k, value) in node.Children)
        {
            if (k is YamlScalarNode scalar && scalar.Value == key)
                return value;
        }
        return null;
    }

    private string Full(string key) => SettingsPath.Of(path, key);

    private void Wrong(string key, string expected, YamlNode value) =>
        findings.Add(
            new Finding(
                "settings",
                Severity.Error,
                $"'{Full(key)}' must be {expected}.",
                null,
                (int)value.Start.Line,
                (int)value.Start.Column
            )
        );
}

/// <summary>An item of a list that may hold texts and mappings.</summary>
/// <param name="Text">Null for a mapping.</param>
/// <param name="Map">Null for a text.</param>
/// <param name="Error">Adds an error at the item: what is wrong, and how to fix it.</param>
internal sealed record YamlItem(string? Text, YamlMapReader? Map, YamlItemError Error);

internal delegate void YamlItemError(string message, string fix);
