using System.Collections.Concurrent;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>Waves as this process saw them last: spares a read where a moment's delay does no harm.</summary>
internal sealed class WaveCache(SendingLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan RecentFor = TimeSpan.FromSeconds(5);
    private const int MaxKept = 64;

    private readonly ConcurrentDictionary<(IssueId Issue, int Wave), (WaveRecord? Wave, long At)> _recent = new();

    /// <summary>The wave as it is stored now. Null if it was not opened yet.</summary>
    public async Task<WaveRecord?> ReadAsync(IssueId id, int wave, CancellationToken cancellationToken)
    {
        var value = (await ledger.Wave(id, wave).ReadAsync(cancellationToken))?.Value;
        if (_recent.Count > MaxKept)
            _recent.Clear();
        _recent[(id, wave)] = (value, time.GetTimestamp());
        return value;
    }

    /// <summary>The wave as it was a moment ago: good enough to try a claim, after which it is read again.</summary>
    public async Task<WaveRecord?> RecentAsync(IssueId id, int wave, CancellationToken cancellationToken) =>
        _recent.TryGetValue((id, wave), out var seen) && time.GetElapsedTime(seen.At) < RecentFor
            ? seen.Wave
            : await ReadAsync(id, wave, cancellationToken);
}
