using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings.Yaml;
using YamlDotNet.RepresentationModel;

namespace FunctionsPipeline.Settings;

/// <summary>
/// A <c>site.yml</c> that was read, as a feature's own check sees it: what it says, and where to put a finding.
/// </summary>
public sealed class SettingsFile
{
    private readonly YamlMappingNode _root;
    private readonly ICollection<Finding> _findings;

    internal SettingsFile(
        SiteSettings settings,
        IReadOnlyList<string>? themeFiles,
        YamlMappingNode root,
        ICollection<Finding> findings
    ) => (Settings, ThemeFiles, _root, _findings) = (settings, themeFiles, root, findings);

    public SiteSettings Settings { get; }

    /// <summary>Names of the files below <c>settings/theme/</c>; null if they were not listed.</summary>
    public IReadOnlyList<string>? ThemeFiles { get; }

    /// <summary>Adds a mistake that keeps the last good settings in force.</summary>
    /// <param name="rule">The finding's <see cref="Finding.Rule"/>.</param>
    /// <param name="path"><c>newsletters[1].schedule</c>, counted from 1. The finding shows the item's name.</param>
    /// <param name="message">What follows the path in the sentence.</param>
    public void Error(string rule, string path, string message, string? fix) =>
        Add(Severity.Error, rule, path, message, fix);

    /// <summary>Adds what a person should fix while the file is in force all the same; see <see cref="Error"/>.</summary>
    public void Warning(string rule, string path, string message, string? fix) =>
        Add(Severity.Warning, rule, path, message, fix);

    private void Add(Severity severity, string rule, string path, string message, string? fix)
    {
        var (node, shown) = Find(path);
        var at = node == _root ? null : node;
        _findings.Add(
            new Finding(rule, severity, $"'{shown}' {message}", fix, (int?)at?.Start.Line, (int?)at?.Start.Column)
        );
    }

    /// <summary>The value at a path, or what is there of the way to it, and the path as people read it.</summary>
    private (YamlNode Node, string Shown) Find(string path)
    {
        YamlNode? found = _root;
        var (node, shown) = ((YamlNode)_root, "");
        foreach (var step in path.Split('.', '['))
        {
            if (step is [.. var place, ']'])
            {
                var number = int.Parse(place, CultureInfo.InvariantCulture);
                found = (found as YamlSequenceNode)?.Children.ElementAtOrDefault(number - 1);
                shown = SettingsPath.OfItem(shown, found ?? new YamlScalarNode(), number);
            }
            else
            {
                found = (found as YamlMappingNode)
                    ?.Children.FirstOrDefault(c => c.Key is YamlScalarNode key && key.Value == step)
                    .Value;
                shown = SettingsPath.Of(shown, step);
            }
            node = found ?? node;
        }
        return (node, shown);
    }
}
