using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// An issue, its waves and its requests as one reading of storage saw them. The requests are read after the waves: a
/// reader that sees a wave closing then also sees every claim that was made before it closed.
/// </summary>
internal sealed record IssueView(
    Stored<IssueRecord> Issue,
    IReadOnlyDictionary<int, Stored<WaveRecord>> Waves,
    IReadOnlyDictionary<int, Stored<RequestRecord>> Requests
)
{
    public IssueId Id => Issue.Value.Id;

    public SendTimes Times => Issue.Value.Times;

    public RequestState Read(int request) =>
        EffectiveState.Read(Stored(request)?.Value, Waves.GetValueOrDefault(WaveOf(request))?.Value);

    public RequestState Read(int request, OutcomeRecord? outcome) =>
        EffectiveState.Read(Stored(request)?.Value, Waves.GetValueOrDefault(WaveOf(request))?.Value, outcome);

    /// <summary>True while a request of any wave is planned, or claimed and not yet answered.</summary>
    public bool HasUnposted =>
        Issue
            .Value.Waves.SelectMany(In)
            .Any(request => Read(request) is RequestState.Planned or RequestState.Submitting);

    /// <summary>What events reported of a request that may have gone, by subscriber id; empty for one that has not.</summary>
    public IEnumerable<KeyValuePair<string, PersonOutcome>> PeopleOf(int request, OutcomeRecord? outcome) =>
        Read(request, outcome) is RequestState.Staged && GenOf(request, outcome) is { } gen
            ? outcome!.Gens[gen].People
            : [];

    /// <inheritdoc cref="EffectiveState.EventsOf"/>
    public int? GenOf(int request, OutcomeRecord? outcome) =>
        EffectiveState.EventsOf(Stored(request)?.Value, Waves.GetValueOrDefault(WaveOf(request))?.Value, outcome);

    public Stored<RequestRecord>? Stored(int request) => Requests.GetValueOrDefault(request);

    public int WaveOf(int request) => Layout.CurrentWave(Issue.Value, request, Stored(request)?.Value);

    /// <summary>The requests that belong to a wave now.</summary>
    public IEnumerable<int> In(WavePlan wave) =>
        (wave.Moved ?? Enumerable.Range(wave.First, wave.Last - wave.First + 1)).Where(r => WaveOf(r) == wave.Number);

    public static async Task<IssueView?> ReadAsync(
        SendingLedger ledger,
        RequestBook book,
        IssueId id,
        CancellationToken cancellationToken
    )
    {
        while (await ledger.Issue(id).ReadAsync(cancellationToken) is { } issue)
        {
            var waves = new Dictionary<int, Stored<WaveRecord>>();
            foreach (var wave in issue.Value.Waves)
            {
                if (await ledger.Wave(id, wave.Number).ReadAsync(cancellationToken) is { } stored)
                    waves[wave.Number] = stored;
            }
            // A wave that was never opened has no stored requests.
            var requests =
                waves.Count == 0
                    ? new Dictionary<int, Stored<RequestRecord>>()
                    : await book.ReadAsync(id, cancellationToken);
            var known = issue.Value.Waves.Select(w => w.Number).DefaultIfEmpty(0).Max();
            // A tail wave was added between the two readings: read again, until they speak of the same issue.
            if (requests.Values.All(r => r.Value.Wave <= known))
                return new IssueView(issue, waves, requests);
        }
        return null;
    }
}
