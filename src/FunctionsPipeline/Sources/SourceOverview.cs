using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Sources;

/// <summary>What staff see of the sources.</summary>
public sealed class SourceOverview(IBlobStore store, ISiteSettingsSource settings)
{
    /// <summary>Each source of the settings, in their order: one read a source.</summary>
    public async Task<IReadOnlyList<SourceStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var sources = (await settings.GetAsync(cancellationToken)).Sources;
        var states = await Task.WhenAll(
            sources.Select(s => SourceState.DocumentOf(store, s.Id).ReadCacheAsync(cancellationToken))
        );
        return [.. sources.Zip(states).Select(s => StatusOf(s.First, s.Second?.Value ?? new SourceState()))];
    }

    private static SourceStatus StatusOf(SourceSettings source, SourceState state) =>
        new(source.Id, source.Name ?? state.Name ?? source.Feed.Host, source.ShownAddress)
        {
            Articles = state.Entries.Values.Count(e => e is { IsGone: false, IsRefused: false }),
            Refused = state.Entries.Values.Count(e => e is { IsGone: false, IsRefused: true }),
            LastRead = state.LastRead,
            LastNew = state.LastNew,
            NextRead = state.IsStopped ? null : state.NextRead,
            Trouble = state.Trouble,
            Status = state.Status,
            FailingSince = state.FailingSince,
        };
}

/// <param name="Name">What readers call it.</param>
/// <param name="Address">Host and path of the feed.</param>
public sealed record SourceStatus(string Id, string Name, string Address)
{
    /// <summary>Of it, on the site.</summary>
    public int Articles { get; init; }

    /// <summary>Entries that cannot be published as they are.</summary>
    public int Refused { get; init; }

    /// <summary>Null if it was never read.</summary>
    public DateTimeOffset? LastRead { get; init; }

    public DateTimeOffset? LastNew { get; init; }

    /// <summary>Null if it was not asked yet, or is not asked any more.</summary>
    public DateTimeOffset? NextRead { get; init; }

    /// <summary>Null if all is well.</summary>
    public SourceTrouble? Trouble { get; init; }

    public int? Status { get; init; }

    public DateTimeOffset? FailingSince { get; init; }
}
