using System.Text;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Branding;

/// <summary>
/// The theme in <c>settings/theme/</c>, listed again at most every half minute and read only if it changed.
/// </summary>
public sealed partial class StoredTheme(
    IBlobStore store,
    ISiteSettingsSource settings,
    TimeProvider time,
    ILogger<StoredTheme> logger
) : IThemeSource
{
    public const string Folder = StoredSiteSettings.ThemeFolder;

    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>A template or style sheet is a few KB; anything larger is refused.</summary>
    private const int MaxBytes = 512 * 1024;

    private const int MaxFiles = 200;

    private readonly RefreshedValue<Snapshot> _snapshot = new();

    public async ValueTask<ITheme> GetAsync(CancellationToken cancellationToken)
    {
        var brand = (await settings.GetAsync(cancellationToken)).Brand;
        return (
            await _snapshot.GetAsync(
                snapshot => IsFresh(snapshot, brand),
                (current, token) => ReadAsync(current, brand, token),
                cancellationToken
            )
        ).Theme;
    }

    private bool IsFresh(Snapshot snapshot, Brand brand) =>
        snapshot.Brand == brand && time.GetElapsedTime(snapshot.At) < MaxAge;

    private async Task<Snapshot> ReadAsync(Snapshot? current, Brand brand, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var files = new List<BlobEntry>();
        await foreach (var entry in store.ListAsync(Containers.Settings, Folder, cancellationToken))
        {
            if (entry.Length <= MaxBytes && files.Count < MaxFiles)
                files.Add(entry);
            else
                LogLeftOut(logger, entry.Name);
        }
        var version = string.Join('\n', files.Select(f => f.Name + f.ETag));
        if (current is not null && current.Version == version && current.Brand == brand)
            return current with { At = now };

        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (await store.ReadAsync(new BlobPath(Containers.Settings, file.Name), cancellationToken) is { } blob)
                overrides[file.Name[Folder.Length..]] = Encoding.UTF8.GetString(blob.Content.Span).TrimStart('\uFEFF');
        }
        var theme = Theme.From(overrides, brand);
        foreach (var finding in theme.Findings)
            LogBroken(logger, finding.Message);
        return new Snapshot(theme, version, brand, now);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "settings/{File} is left out: a theme holds at most 200 files of 512 KB each."
    )]
    private static partial void LogLeftOut(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogBroken(ILogger logger, string problem);

    private sealed record Snapshot(ITheme Theme, string Version, Brand Brand, long At);
}

/// <summary>Registers the look that pages, mails and forms share.</summary>
public static class BrandingServices
{
    public static IServiceCollection AddBranding(this IServiceCollection services)
    {
        services.TryAddSingleton<IThemeSource, StoredTheme>();
        return services;
    }
}
