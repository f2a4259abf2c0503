using System.Text;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Settings;

/// <summary>
/// <c>settings/site.yml</c>, and what to do when it is broken: the last good one, kept in storage, stays in force.
/// </summary>
/// <param name="defaults">What holds where the file says nothing, e.g. the addresses that the deployment knows.</param>
public sealed partial class StoredSiteSettings(
    IBlobStore store,
    SiteSettingsReader reader,
    SiteSettings defaults,
    TimeProvider time,
    ILogger<StoredSiteSettings> logger
) : ISiteSettingsSource
{
    public static BlobPath File { get; } = new(Containers.Settings, "site.yml");

    /// <summary>In the same container: a publisher's own templates and style sheet.</summary>
    public const string ThemeFolder = "theme/";

    /// <summary>
    /// A copy of the newest file that could be read, so that an instance that starts later does not fall back to
    /// nothing.
    /// </summary>
    public static BlobPath LastGood { get; } = new(Containers.State, "settings/site.last-good.yml");

    /// <summary>How stale a running instance may be; also what bounds the storage reads.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly RefreshedValue<Snapshot> _snapshot = new();

    public async ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) =>
        (
            await _snapshot.GetAsync(
                snapshot => time.GetElapsedTime(snapshot.At) < MaxAge,
                ReadAsync,
                cancellationToken
            )
        ).Settings;

    /// <summary>
    /// What the file says now and all that is wrong with it; null without a file. Nothing is written, and nothing comes
    /// into force.
    /// </summary>
    public async Task<SiteSettingsResult?> LookAsync(CancellationToken cancellationToken) =>
        await store.StatAsync(File, cancellationToken) is { } entry
            ? (await JudgeAsync(entry, cancellationToken))?.Result
            : null;

    /// <summary>What a text would mean as <c>site.yml</c>. Nothing is written.</summary>
    public async Task<SiteSettingsResult> CheckAsync(string text, CancellationToken cancellationToken) =>
        text.Length > Yaml.YamlFile.MaxCharacters
            ? new SiteSettingsResult(null, [TooLong(text.Length)])
            : reader.Read(text, defaults, await ThemeFilesAsync(cancellationToken));

    private async Task<Snapshot> ReadAsync(Snapshot? current, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var entry = await store.StatAsync(File, cancellationToken);
        if (current is not null && current.ETag == entry?.ETag)
            return current with { At = now };
        if (entry is null)
            return new Snapshot(current?.Settings ?? await LastGoodAsync(cancellationToken) ?? defaults, null, now);
        if (await JudgeAsync(entry, cancellationToken) is not { } judged)
            return current ?? new Snapshot(defaults, null, now);
        var findings = judged.Result.Findings;
        if (judged.Result.Settings is not { } settings)
            return await BrokenAsync(current, judged.ETag, now, findings, cancellationToken);

        await store.WriteAsync(LastGood, judged.Content, BlobHeaders.Text, WriteCondition.Always, cancellationToken);
        await SettingsReport.WriteAsync(store, findings, inForce: true, settings.Language, cancellationToken);
        LogRead(logger, settings.Newsletters.Count, settings.Targets.Count, findings.Count);
        return new Snapshot(settings, judged.ETag, now);
    }

    /// <summary>Null if it is gone again.</summary>
    private async Task<Judged?> JudgeAsync(BlobEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length > Yaml.YamlFile.MaxCharacters * 4L)
            return new Judged(new SiteSettingsResult(null, [TooLong(entry.Length)]), default, entry.ETag);
        return await store.ReadAsync(File, cancellationToken) is { } blob
            ? new Judged(
                reader.Read(Decode(blob.Content), defaults, await ThemeFilesAsync(cancellationToken)),
                blob.Content,
                blob.ETag
            )
            : null;
    }

    private async Task<Snapshot> BrokenAsync(
        Snapshot? current,
        string eTag,
        long now,
        IReadOnlyList<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        var first = findings.First(f => f.Severity == Severity.Error);
        LogBroken(logger, first.Line ?? 1, first.Message);
        var settings = current?.Settings ?? await LastGoodAsync(cancellationToken) ?? defaults;
        await SettingsReport.WriteAsync(store, findings, inForce: false, settings.Language, cancellationToken);
        return new Snapshot(settings, eTag, now);
    }

    private async Task<SiteSettings?> LastGoodAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(LastGood, cancellationToken) is { } blob
            ? reader.Read(Decode(blob.Content), defaults).Settings
            : null;

    private async Task<List<string>> ThemeFilesAsync(CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await foreach (var entry in store.ListAsync(Containers.Settings, ThemeFolder, cancellationToken))
            files.Add(entry.Name[ThemeFolder.Length..]);
        return files;
    }

    private static string Decode(ReadOnlyMemory<byte> content)
    {
        using var text = new StreamReader(
            new MemoryStream(content.ToArray()),
            Encoding.UTF8,
            detectEncodingFromByteOrderMarks: true
        );
        return text.ReadToEnd();
    }

    private static Finding TooLong(long length) =>
        new(
            "yaml",
            Severity.Error,
            $"The file has {length / 1024} KB; settings have a few.",
            "Put the settings file back in its place."
        );

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "settings/site.yml is in force: {Newsletters} newsletters, {Targets} targets, {Findings} findings."
    )]
    private static partial void LogRead(ILogger logger, int newsletters, int targets, int findings);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "settings/site.yml line {Line}: {Problem} The last good settings stay in force."
    )]
    private static partial void LogBroken(ILogger logger, int line, string problem);

    private sealed record Judged(SiteSettingsResult Result, ReadOnlyMemory<byte> Content, string ETag);

    private sealed record Snapshot(SiteSettings Settings, string? ETag, long At);
}
