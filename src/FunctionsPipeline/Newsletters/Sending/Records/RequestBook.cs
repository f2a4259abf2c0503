using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// Reads all request blobs of an issue: one listing, and only those again that changed since this process read or wrote
/// them. A sweep a minute over a thousand requests costs what others changed, not a thousand reads.
/// </summary>
internal sealed class RequestBook(SendingLedger ledger)
{
    private const int AtATime = 16;

    /// <summary>Issues of which the blobs are remembered: a process that only stages is never told of an issue's end.</summary>
    private const int Kept = 32;

    private readonly ConcurrentDictionary<IssueId, ConcurrentDictionary<string, Stored<RequestRecord>>> _known = new();

    /// <summary>By request number; a request without a blob was never touched.</summary>
    public async Task<IReadOnlyDictionary<int, Stored<RequestRecord>>> ReadAsync(
        IssueId issue,
        CancellationToken cancellationToken
    )
    {
        var known = Known(issue);
        var read = await ReadAllAsync(
            SendingPaths.Requests(issue),
            SendingJson.Own.RequestRecord,
            e => known.TryGetValue(e.Name, out var k) && k.ETag == e.ETag ? k : null,
            cancellationToken
        );
        foreach (var (name, stored) in read)
            known[name] = stored;
        return read.Values.ToDictionary(r => r.Value.Number);
    }

    /// <summary>Remembers what this process has written, so that it need not be read.</summary>
    public void Note(IssueId issue, Stored<RequestRecord> written) =>
        Known(issue)[SendingPaths.Request(issue, written.Value.Number).Name] = written;

    public void Forget(IssueId issue) => _known.TryRemove(issue, out _);

    /// <summary>What events reported, by request number.</summary>
    public async Task<IReadOnlyDictionary<int, OutcomeRecord>> ReadOutcomesAsync(
        IssueId issue,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new Dictionary<int, OutcomeRecord>();
        var prefix = SendingPaths.Outcomes(issue);
        foreach (
            var (name, stored) in await ReadAllAsync(
                prefix,
                SendingJson.Own.OutcomeRecord,
                _ => null,
                cancellationToken
            )
        )
        {
            if (
                SendingPaths.TryParseRequestId(
                    name.AsSpan(prefix.Length, Math.Max(0, name.Length - prefix.Length - ".json".Length)),
                    out var request
                )
            )
                outcomes[request] = stored.Value;
        }
        return outcomes;
    }

    private ConcurrentDictionary<string, Stored<RequestRecord>> Known(IssueId issue)
    {
        if (_known.Count >= Kept && !_known.ContainsKey(issue))
            _known.Clear();
        return _known.GetOrAdd(issue, _ => new(StringComparer.Ordinal));
    }

    private async Task<Dictionary<string, Stored<T>>> ReadAllAsync<T>(
        string prefix,
        JsonTypeInfo<T> type,
        Func<BlobEntry, Stored<T>?> known,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var all = new Dictionary<string, Stored<T>>(StringComparer.Ordinal);
        var changed = new List<string>();
        await foreach (var entry in ledger.Store.ListAsync(Containers.State, prefix, cancellationToken))
        {
            if (known(entry) is { } same)
                all[entry.Name] = same;
            else
                changed.Add(entry.Name);
        }
        foreach (var some in changed.Chunk(AtATime))
        {
            var read = await Task.WhenAll(
                some.Select(name =>
                    new JsonDocument<T>(ledger.Store, SendingPaths.At(name), type).ReadAsync(cancellationToken)
                )
            );
            foreach (var (name, stored) in some.Zip(read))
            {
                if (stored is not null)
                    all[name] = stored;
            }
        }
        return all;
    }
}
