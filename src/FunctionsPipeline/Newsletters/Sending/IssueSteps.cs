using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Freezing;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Waves;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Moves one issue on: announcement, waves, tail waves, the late limit, and in the end the closed account.
/// </summary>
internal sealed class IssueSteps(
    SendingLedger ledger,
    Agenda agenda,
    RequestBook book,
    WaveSteps waves,
    TailWaves tails,
    IssueAccounting accounting,
    LosingPlanCleanup losingPlans,
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

    /// <summary>How often an issue is looked at when all that is missing are events.</summary>
    private static readonly TimeSpan QuietLook = TimeSpan.FromHours(6);

    /// <summary>How often a closed account is counted again: each count reads the outcomes of all requests.</summary>
    private static readonly TimeSpan Recount = TimeSpan.FromDays(1);

    /// <summary>An issue that was never frozen is dropped.</summary>
    private static readonly TimeSpan PlanningLimit = TimeSpan.FromDays(2);

    /// <summary>Takes every step that can be taken now, and decides when to look again.</summary>
    public async Task AdvanceAsync(AgendaEntry entry, CancellationToken cancellationToken) =>
        await SettleAsync(entry, await StepsAsync(entry.Issue, cancellationToken), cancellationToken);

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
        if (time.GetUtcNow() > NewsUntil(view.Issue.Value) && IsUnposted(view))
            return await GiveUpAsync(view, cancellationToken);
        return TailWaves.Left(view) is { Count: > 0 } left && await MoveAsync(view, left, cancellationToken);
    }

    /// <summary>Decides when to look again; closes the account when nothing more is expected.</summary>
    private async Task SettleAsync(AgendaEntry entry, IssueView? view, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (view is null || view.Issue.Value.State == IssueState.Planning)
        {
            // Looked at each minute: its planner may die as soon as it has named the plan.
            if (now > entry.Since + PlanningLimit)
                await agenda.RemoveAsync(entry.Issue, cancellationToken);
            return;
        }
        if (view.Issue.Value.State == IssueState.Finished)
        {
            await RecountAsync(entry, view, cancellationToken);
            return;
        }
        if (!IsSettled(view, now, out var next))
        {
            if (next is { } later && later > now)
                await agenda.PutOffAsync(entry, later, cancellationToken);
            return;
        }
        var account = await accounting.CountAsync(view, cancellationToken);
        if (account.Uncertain > 0)
            await alerts.NotifyAsync(
                view.Id,
                AlertKind.Uncertain,
                $"{account.Uncertain} recipients are uncertain.",
                cancellationToken
            );
        if (account.Pending == 0 && (account.Uncertain == 0 || now >= Over(view)))
            await FinishAsync(entry, view, account, cancellationToken);
        else
            await agenda.PutOffAsync(entry, NextLook(view, QuietLook), cancellationToken);
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

    private async Task FinishAsync(
        AgendaEntry entry,
        IssueView view,
        IssueAccount account,
        CancellationToken cancellationToken
    )
    {
        await losingPlans.RemoveAsync(view.Issue.Value, cancellationToken);
        await notices.FinishedAsync(view.Issue.Value, account, cancellationToken);
        // Only over what was counted: a person may have had something planned again meanwhile.
        if (
            await SwapAsync(
                view,
                view.Issue.Value with
                {
                    State = IssueState.Finished,
                    Account = account,
                },
                cancellationToken
            )
        )
            await LeaveAsync(entry, view, cancellationToken);
    }

    /// <summary>
    /// Complaints, and bounces of what had been delivered, come for days after the account was closed: it takes them
    /// in.
    /// </summary>
    private async Task RecountAsync(AgendaEntry entry, IssueView view, CancellationToken cancellationToken)
    {
        var account = await accounting.CountAsync(view, cancellationToken);
        await ledger
            .Issue(view.Id)
            .UpdateAsync(
                issue =>
                    issue is { State: IssueState.Finished, Account: { } told }
                    && account with { Excluded = told.Excluded } != told
                        ? issue with
                        {
                            Account = account,
                        }
                        : null,
                cancellationToken
            );
        await LeaveAsync(entry, view, cancellationToken);
    }

    /// <summary>Until no more events are expected, a finished issue is looked at once a day.</summary>
    private async Task LeaveAsync(AgendaEntry entry, IssueView view, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < Over(view))
        {
            await agenda.PutOffAsync(entry, NextLook(view, Recount), cancellationToken);
            return;
        }
        await agenda.RemoveAsync(view.Id, cancellationToken);
        book.Forget(view.Id);
    }

    /// <summary>When no more events are expected.</summary>
    private static DateTimeOffset Over(IssueView view) =>
        view.Issue.Value.Waves.Select(w => w.SendAt).DefaultIfEmpty(view.Issue.Value.Due).Max()
        + IssueAccounting.EventsWithin;

    private DateTimeOffset NextLook(IssueView view, TimeSpan pause)
    {
        var (now, over) = (time.GetUtcNow(), Over(view));
        return now + pause < over || now >= over ? now + pause : over;
    }

    /// <summary>What a person decides days later to send again has a day from the time that it was given.</summary>
    private static DateTimeOffset NewsUntil(IssueRecord issue) =>
        issue.Waves.Where(w => w.ByPerson).Select(w => w.SendAt).Append(issue.Due).Max() + LateLimit;

    private static bool IsUnposted(IssueView view) =>
        view
            .Issue.Value.Waves.SelectMany(view.In)
            .Any(r => view.Read(r) is RequestState.Planned or RequestState.Submitting);

    /// <summary>
    /// True if nothing is left to do but to wait for events: no wave will be opened, claimed, cancelled or sent any more.
    /// </summary>
    /// <param name="next">If not: when to look again; null for the next minute.</param>
    private static bool IsSettled(IssueView view, DateTimeOffset now, out DateTimeOffset? next)
    {
        next = null;
        var times = view.Times;
        var waves = view.Issue.Value.Waves;
        if (waves.Count == 0)
            return true;
        var states = waves.Select(w => view.Waves.GetValueOrDefault(w.Number)?.Value.State).ToList();
        if (states.All(s => s is null) && view.Issue.Value.Stop is null)
        {
            next = times.StageFrom;
            return false;
        }
        if (
            IsUnposted(view) || states.Any(s => s is null or WaveState.New or WaveState.Closing or WaveState.Cancelling)
        )
            return false;
        var open = waves.Where(w => view.Waves[w.Number].Value.State == WaveState.Open).ToList();
        if (open.Count > 0)
        {
            // All is staged, and while nothing is uncertain nothing will change before claims end.
            if (open.SelectMany(view.In).All(r => view.Read(r) == RequestState.Staged))
                next = open.Min(w => w.SendAt) - SendTimes.ClaimLead;
            return false;
        }
        if (!times.Held || now >= waves.Max(w => w.SendAt) || states.All(s => s is WaveState.Stopped))
            return true;
        next = waves.Max(w => w.SendAt);
        return false;
    }

    private async Task<bool> SwapAsync(IssueView view, IssueRecord after, CancellationToken cancellationToken) =>
        await ledger.Issue(view.Id).SwapAsync(view.Issue, after, cancellationToken) is not null;
}
