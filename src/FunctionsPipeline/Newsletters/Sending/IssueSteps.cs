using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Waves;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Takes the steps of one issue that can be taken now: announcement, waves, tail waves, the late limit.
/// </summary>
internal sealed class IssueSteps(
    SendingLedger ledger,
    RequestBook book,
    WaveSteps waves,
    TailWaves tails,
    IIssueNotices notices,
    IssueAlertService alerts,
    TimeProvider time
)
{
    private const int MaxSteps = 20;

    /// <summary>
    /// What could not be sent a day after its time is no longer news: it is stopped, and staff are notified.
    /// </summary>
    private static readonly TimeSpan LateLimit = TimeSpan.FromHours(24);

    /// <summary>Takes every step that can be taken now.</summary>
    /// <returns>The issue as it stands after them; null if there is none.</returns>
    public async Task<IssueView?> StepsAsync(IssueId id, CancellationToken cancellationToken)
    {
        for (var steps = 0; ; steps++)
        {
            var view = await IssueView.ReadAsync(ledger, book, id, cancellationToken);
            if (view is null || steps == MaxSteps || !await StepAsync(view, cancellationToken))
                return view;
        }
    }

    /// <returns>True if something changed, so that a further step may be possible.</returns>
    private async Task<bool> StepAsync(IssueView view, CancellationToken cancellationToken)
    {
        if (view.Issue.Value.State != IssueState.Planned)
            return false;
        if (!view.Issue.Value.Announced)
            return await AnnounceAsync(view, cancellationToken);
        var changed = false;
        foreach (var wave in view.Issue.Value.Waves)
            changed |= await waves.StepAsync(view, wave, cancellationToken);
        if (changed)
            return true;
        if (view.Issue.Value.Stop is not null)
            return false;
        if (time.GetUtcNow() > NewsUntil(view.Issue.Value) && view.HasUnposted)
            return await GiveUpAsync(view, cancellationToken);
        return TailWaves.Left(view) is { Count: > 0 } left && await MoveAsync(view, left, cancellationToken);
    }

    private async Task<bool> AnnounceAsync(IssueView view, CancellationToken cancellationToken)
    {
        if (view.Issue.Value.Stop is null)
            await notices.PlannedAsync(view.Issue.Value, cancellationToken);
        return await SwapAsync(view, view.Issue.Value with { Announced = true }, cancellationToken);
    }

    private async Task<bool> GiveUpAsync(IssueView view, CancellationToken cancellationToken)
    {
        await alerts.NotifyAsync(
            view.Id,
            AlertKind.Late,
            "What could not be sent within a day of its time was stopped.",
            cancellationToken
        );
        await ledger
            .Issue(view.Id)
            .UpdateAsync(
                issue =>
                    issue is null or { Stop: not null }
                        ? null
                        : issue with
                        {
                            Stop = new StopOrder(time.GetUtcNow(), "late limit"),
                        },
                cancellationToken
            );
        return true;
    }

    private async Task<bool> MoveAsync(IssueView view, IReadOnlyList<int> left, CancellationToken cancellationToken)
    {
        if (!await tails.AddAsync(view, left, decision: null, cancellationToken))
            return true;
        await alerts.NotifyAsync(
            view.Id,
            AlertKind.Late,
            $"{left.Count} requests were not posted in time and go later.",
            cancellationToken
        );
        return true;
    }

    /// <summary>What a person decides days later to send again has a day from the time that it was given.</summary>
    private static DateTimeOffset NewsUntil(IssueRecord issue) =>
        issue.Waves.Where(w => w.ByPerson).Select(w => w.SendAt).Append(issue.Due).Max() + LateLimit;

    private async Task<bool> SwapAsync(IssueView view, IssueRecord after, CancellationToken cancellationToken) =>
        await ledger.Issue(view.Id).SwapAsync(view.Issue, after, cancellationToken) is not null;
}
