using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace FunctionsPipeline.Settings.Yaml;

/// <summary>Where a setting stands, as people read it: <c>newsletters › Weekly notes › schedule</c>.</summary>
internal static class SettingsPath
{
    /// <param name="path">Of what the key stands in; empty for the file itself.</param>
    public static string Of(string path, string key) => path.Length == 0 ? key : $"{path} › {key}";

    /// <summary>An item of a list, by the name that its author gave it, or by its place.</summary>
    /// <param name="list">The list's own path.</param>
    /// <param name="number">Counted from 1.</param>
    public static string OfItem(string list, YamlNode item, int number) =>
        Of(list, NameOf(item) ?? string.Create(CultureInfo.InvariantCulture, $"no. {number}"));

    private static string? NameOf(YamlNode item) =>
        item is YamlMappingNode map ? Text(map, "name") ?? Text(map, "id") : null;

    private static string? Text(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(c => c.Key is YamlScalarNode name && name.Value == key).Value
            is YamlScalarNode { Value: { } text }
        && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : null;
}
