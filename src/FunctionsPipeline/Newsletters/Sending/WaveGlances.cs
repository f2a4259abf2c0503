using System.Collections.Concurrent;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Waves as this process saw them last: spares a read where a moment's delay does no harm.</summary>
internal sealed class WaveGlances(Ledger ledger, TimeProvider time)
{
    private static readonly TimeSpan GlanceFor = TimeSpan.FromSeconds(5);
    private const int GlancesKept = 64;

    private readonly ConcurrentDictionary<(IssueId Issue, int Wave), (WaveRecord? Wave, long At)> _glances = new();

    /// <summary>The wave as it is stored now. Null if no one has opened it yet.</summary>
    public async Task<WaveRecord?> ReadAsync(IssueId id, int wave, CancellationToken cancellationToken)
    {
        var value = (
            await ledger.ReadAsync(SendingPaths.Wave(id, wave), SendingJson.Own.WaveRecord, cancellationToken)
        )?.Value;
        if (_glances.Count > GlancesKept)
            _glances.Clear();
        _glances[(id, wave)] = (value, time.GetTimestamp());
        return value;
    }

    /// <summary>The wave as it was a moment ago: good enough to try a claim, after which it is read again.</summary>
    public async Task<WaveRecord?> GlanceAsync(IssueId id, int wave, CancellationToken cancellationToken) =>
        _glances.TryGetValue((id, wave), out var seen) && time.GetElapsedTime(seen.At) < GlanceFor
            ? seen.Wave
            : await ReadAsync(id, wave, cancellationToken);
}
