using FunctionsPipeline.Branding;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// Settings and theme of the previewed site, read from disk, with the preview's own address in place of the site's. While
/// <c>site.yml</c> is broken or gone, the last good one stays in force.
/// </summary>
/// <param name="articles">The folder beside which settings are looked for.</param>
/// <param name="chosen">The folder that was named; null to look for it.</param>
internal sealed class PreviewLook(string articles, string? chosen) : ISiteSettingsSource, IThemeSource
{
    private string? _fingerprint;
    private volatile Look _current = Look.Of(
        new SiteSettings(),
        new Dictionary<string, string>(StringComparer.Ordinal),
        null
    );

    /// <summary>Where the preview answers; set once, before the first <see cref="Reload"/>.</summary>
    public Uri Origin { get; set; } = new SiteSettings().Url;

    public SiteSettings Settings => _current.Settings;

    public ITheme Theme => _current.Theme;

    /// <summary>Why what <c>site.yml</c> says now is not in force; null if it is.</summary>
    public string? Trouble => _current.Trouble;

    /// <summary>The folder of <c>site.yml</c>; null as long as none was found.</summary>
    public string? Folder { get; private set; } = chosen;

    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Settings);

    ValueTask<ITheme> IThemeSource.GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Theme);

    /// <summary>Reads the files again if they changed.</summary>
    /// <returns>True if there is something new to show.</returns>
    public bool Reload()
    {
        Folder ??= SettingsFolder.Find(articles);
        var fingerprint = Fingerprint(Folder);
        if (fingerprint == _fingerprint)
            return false;
        var isFirst = _fingerprint is null;
        _fingerprint = fingerprint;
        var defaults = new SiteSettings { Url = Origin, FunctionsUrl = Origin };
        var read = SettingsFolder.Read(Folder, defaults);
        if (read.Settings is { } settings)
            _current = Look.Of(settings with { Url = Origin, FunctionsUrl = Origin }, read.Theme, null);
        else if (isFirst)
            _current = Look.Of(defaults, read.Theme, Describe(read.Findings));
        else
            _current = _current with { Trouble = Describe(read.Findings) };
        return true;
    }

    private static string Describe(IReadOnlyList<Finding> findings)
    {
        var first = findings.First(f => f.Severity == Severity.Error);
        var line = first.Line is { } at ? $", line {at}" : "";
        return $"{SettingsFolder.FileName}{line}: {first.Message} {first.Fix}".TrimEnd();
    }

    private static string Fingerprint(string? folder)
    {
        if (folder is null)
            return "";
        var theme = new DirectoryInfo(Path.Combine(folder, "theme"));
        IEnumerable<FileInfo> files = [new(Path.Combine(folder, SettingsFolder.FileName))];
        if (theme.Exists)
            files = files.Concat(theme.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal));
        return string.Join(
            '\n',
            files.Select(f => f.Exists ? $"{f.Name} {f.LastWriteTimeUtc.Ticks} {f.Length}" : f.Name)
        );
    }

    private sealed record Look(SiteSettings Settings, ITheme Theme, string? Trouble)
    {
        public static Look Of(SiteSettings settings, IReadOnlyDictionary<string, string> theme, string? trouble) =>
            new(settings, Branding.Theme.From(theme, settings.Brand), trouble);
    }
}
