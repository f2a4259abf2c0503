using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Syndication.Copies;

/// <summary>What we know of a target as a whole: <c>state/syndication/_targets/&lt;name&gt;.json</c>.</summary>
public sealed record TargetRecord
{
    public required string Target { get; init; }

    /// <summary>
    /// Articles that went live before are carried only when a person asks: a new target must not get the whole archive.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>No one calls it before: it asked for a pause.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// It answered that it wants no more, when it had these settings; null if it never did. Other settings, or a
    /// person, end that.
    /// </summary>
    public string? UnwantedWith { get; init; }

    public DateTimeOffset? UnwantedAt { get; init; }

    public bool IsUnwanted(TargetSettings settings) =>
        UnwantedWith is not null && UnwantedWith == FingerprintOf(settings);

    internal static string FingerprintOf(TargetSettings settings) =>
        Sha256Hex.Of(
            $"{settings.Type}\n{string.Join('\n', settings.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))}"
        );
}

/// <summary>Reads and changes them by compare-and-swap.</summary>
internal sealed class TargetRecords(IBlobStore store, TimeProvider time)
{
    public static BlobPath BlobOf(string target) => new(Containers.State, $"syndication/_targets/{target}.json");

    /// <summary>
    /// The record, begun now if the target is new: since when is read off the settings file, which was there before any
    /// article of today.
    /// </summary>
    public async Task<TargetRecord> SeeAsync(string target, CancellationToken cancellationToken) =>
        (await DocumentOf(target).ReadAsync(cancellationToken))?.Value ?? await BeginAsync(target, cancellationToken);

    /// <summary>Everyone waits for this target until then.</summary>
    public Task<TargetRecord> PauseAsync(string target, DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeAsync(target, r => r.NotBefore >= until ? r : r with { NotBefore = until }, cancellationToken);

    public Task<TargetRecord> EndAsync(TargetSettings target, CancellationToken cancellationToken) =>
        ChangeAsync(
            target.Name,
            r => r with { UnwantedWith = TargetRecord.FingerprintOf(target), UnwantedAt = time.GetUtcNow() },
            cancellationToken
        );

    public Task<TargetRecord> ReviveAsync(string target, CancellationToken cancellationToken) =>
        ChangeAsync(target, r => r with { UnwantedWith = null, UnwantedAt = null }, cancellationToken);

    private async Task<TargetRecord> ChangeAsync(
        string target,
        Func<TargetRecord, TargetRecord> change,
        CancellationToken cancellationToken
    )
    {
        var stored = await DocumentOf(target)
            .UpdateAsync(
                record =>
                {
                    var after = record is null ? null : change(record);
                    return after == record ? null : after;
                },
                cancellationToken
            );
        if (stored is not null)
            return stored.Value;
        await BeginAsync(target, cancellationToken);
        return await ChangeAsync(target, change, cancellationToken);
    }

    private async Task<TargetRecord> BeginAsync(string target, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var settings = await store.StatAsync(StoredSiteSettings.File, cancellationToken);
        var begun = new TargetRecord
        {
            Target = target,
            Since = settings?.LastModified < now ? settings.LastModified : now,
        };
        var stored = await DocumentOf(target).UpdateAsync(record => record is null ? begun : null, cancellationToken);
        return stored?.Value ?? begun;
    }

    private JsonDocument<TargetRecord> DocumentOf(string target) =>
        new(store, BlobOf(target), SyndicationJson.Readable.TargetRecord);
}
