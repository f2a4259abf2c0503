using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// Rule S4: a send time never changes. What was not posted in time moves to a wave of its own with a later one.
/// </summary>
internal sealed class TailWaves(SendingLedger ledger, Agenda agenda, TimeProvider time)
{
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(40);

    /// <summary>Requests that their wave can no longer post, and that no wave is about to take.</summary>
    public static IReadOnlyList<int> Left(IssueView view)
    {
        var taken = view
            .Issue.Value.Waves.Where(w =>
                w.Moved is not null
                && view.Waves.GetValueOrDefault(w.Number)?.Value.State is null or WaveState.New or WaveState.Open
            )
            .SelectMany(w => (w.Moved ?? []).Select(r => (w.Number, Request: r)))
            .ToHashSet();
        return
        [
            .. from wave in view.Issue.Value.Waves
            where view.Waves.GetValueOrDefault(wave.Number)?.Value.State is WaveState.Held or WaveState.Unproven
            from request in view.In(wave)
            where
                view.Read(request) == RequestState.Planned
                && !taken.Any(t => t.Request == request && t.Number > wave.Number)
            select request,
        ];
    }

    /// <summary>
    /// Names a tail wave in the issue, where a stop would be stored too: it is one or the other. The sweep moves the
    /// requests when it opens the wave.
    /// </summary>
    /// <param name="decision">Whose, for requests that are uncertain; null for requests that were never posted.</param>
    /// <returns>False if the issue changed in the meantime.</returns>
    public async Task<bool> AddAsync(
        IssueView view,
        IReadOnlyList<int> requests,
        Decision? decision,
        CancellationToken cancellationToken
    )
    {
        var issue = view.Issue.Value;
        var now = time.GetUtcNow();
        var wave = new WavePlan(
            issue.Waves.Max(w => w.Number) + 1,
            Later(issue, now),
            0,
            0,
            requests,
            // Above every generation that any of the issue's requests was posted under.
            Math.Max(issue.Waves.Max(w => w.Gen), view.Waves.Values.Select(w => w.Value.Gen).DefaultIfEmpty(0).Max())
                + 1,
            decision
        );
        var added =
            await ledger
                .Issue(view.Id)
                .SwapAsync(view.Issue, issue with { Waves = [.. issue.Waves, wave] }, cancellationToken)
            is not null;
        if (added)
            await agenda.BumpAsync(view.Id, cancellationToken);
        return added;
    }

    /// <summary>In whole minutes, and in time for staging; at once for an issue that holds nothing.</summary>
    private static DateTimeOffset Later(IssueRecord issue, DateTimeOffset now)
    {
        if (!issue.Times.Held)
            return now;
        var from = now > issue.Due ? now : issue.Due;
        var whole = new DateTimeOffset(from.Year, from.Month, from.Day, from.Hour, from.Minute, 0, from.Offset);
        return whole + Lead;
    }
}
