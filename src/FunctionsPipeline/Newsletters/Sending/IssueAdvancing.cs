using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Advances one issue of the agenda as far as it goes now, then decides when to look again.</summary>
internal sealed class IssueAdvancing(
    IssueSteps steps,
    IssueClosing closing,
    Agenda agenda,
    RequestBook book,
    TimeProvider time
)
{
    /// <summary>How often an issue is looked at when all that is missing are events.</summary>
    private static readonly TimeSpan QuietLook = TimeSpan.FromHours(6);

    /// <summary>How often a closed account is counted again: each count reads the outcomes of all requests.</summary>
    private static readonly TimeSpan Recount = TimeSpan.FromDays(1);

    /// <summary>An issue that was never frozen is dropped.</summary>
    private static readonly TimeSpan PlanningLimit = TimeSpan.FromDays(2);

    public async Task AdvanceAsync(AgendaEntry entry, CancellationToken cancellationToken) =>
        await SettleAsync(entry, await steps.StepsAsync(entry.Issue, cancellationToken), cancellationToken);

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
            await closing.RecountAsync(view, cancellationToken);
            await LeaveAsync(entry, view, cancellationToken);
            return;
        }
        if (!IsSettled(view, now, out var next))
        {
            if (next is { } later && later > now)
                await agenda.PutOffAsync(entry, later, cancellationToken);
            return;
        }
        var account = await closing.CountAsync(view, cancellationToken);
        if (account.Pending == 0 && (account.Uncertain == 0 || now >= Over(view)))
        {
            if (await closing.FinishAsync(view, account, cancellationToken))
                await LeaveAsync(entry, view, cancellationToken);
        }
        else
            await agenda.PutOffAsync(entry, NextLook(view, QuietLook), cancellationToken);
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
            view.HasUnposted || states.Any(s => s is null or WaveState.New or WaveState.Closing or WaveState.Cancelling)
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
}
