using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>A folder with <c>site.yml</c> and perhaps <c>theme/</c>, as the container <c>settings</c> holds them.</summary>
internal static class SettingsFolder
{
    public const string FileName = "site.yml";

    private const string ThemeFolder = "theme";

    /// <summary>A template is a few KB; publishing reads no more either.</summary>
    private const int MaxBytes = 512 * 1024;

    /// <summary>
    /// Where the settings of a folder of articles usually are: in it, in <c>settings/</c> beside or inside it, or above it.
    /// </summary>
    /// <returns>Absolute; null where there is no <c>site.yml</c>.</returns>
    public static string? Find(string articles)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(articles));
        string[] places = Path.GetDirectoryName(root) is { } above
            ? [root, Path.Combine(root, "settings"), Path.Combine(above, "settings"), above]
            : [root, Path.Combine(root, "settings")];
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, FileName)));
    }

    /// <summary>Reads them as the app would. What cannot be opened is a finding too.</summary>
    /// <param name="folder">Null: the defaults.</param>
    public static SettingsReading Read(string? folder, SiteSettings defaults)
    {
        if (folder is null)
            return new SettingsReading(defaults, new Dictionary<string, string>(StringComparer.Ordinal), []);
        try
        {
            var theme = ReadTheme(Path.Combine(folder, ThemeFolder));
            var yaml = File.ReadAllText(Path.Combine(folder, FileName));
            var result = LocalServices.SettingsReader.Value.Read(yaml, defaults, [.. theme.Keys]);
            return new SettingsReading(result.Settings, theme, result.Findings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SettingsReading(
                null,
                new Dictionary<string, string>(StringComparer.Ordinal),
                [
                    new Finding(
                        "unreadable",
                        Severity.Error,
                        "The settings cannot be opened.",
                        "Check that the file is there, and that you may read it."
                    ),
                ]
            );
        }
    }

    private static Dictionary<string, string> ReadTheme(string folder)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
            return files;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (file.Length <= MaxBytes)
                files[file.Name] = File.ReadAllText(file.FullName);
        }
        return files;
    }
}

/// <param name="Settings">Null if <c>site.yml</c> has a mistake.</param>
/// <param name="Theme">File name to text, for <see cref="Branding.Theme.From"/>.</param>
/// <param name="Findings">Of <c>site.yml</c>.</param>
internal sealed record SettingsReading(
    SiteSettings? Settings,
    IReadOnlyDictionary<string, string> Theme,
    IReadOnlyList<Finding> Findings
);
