using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// The changes of a person's entry, each one compare-and-swap over the version that was read, and what is put down before it
/// and counted after it. Null from a change: another process has the entry now.
/// </summary>
internal sealed class WelcomeRecords(WelcomeLedger ledger, WelcomeCounts counts, TimeProvider time)
{
    public async Task<Stored<WelcomeEntry>?> BeginAsync(
        DueLook look,
        Stored<WelcomeEntry>? before,
        CancellationToken cancellationToken
    )
    {
        // Counted before the entry says it, by a name that a repeat uses too: afterwards nothing would lead here again.
        await counts.MarkAsync(look.Newsletter, "-", WelcomeCount.Began, look.Id, look.At, cancellationToken);
        return await SwapAsync(
            look,
            before,
            new WelcomeEntry
            {
                State = WelcomeState.Running,
                BeganAt = look.At,
                CountedFrom = look.At,
                TurnAt = look.At,
                Next = look.At,
                Steps = before?.Value.Steps ?? [],
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Counts again, by the same names, what was recorded under a look that comes again: the process that recorded it may have
    /// died before it counted.
    /// </summary>
    public async Task CountAgainAsync(DueLook look, WelcomeEntry entry, CancellationToken cancellationToken)
    {
        var steps = entry.Steps.Where(s => s.Look == look.At && s.State != StepState.Sending).ToList();
        if (steps.Count == 0)
            return;
        var isOpen = await counts.OpenTimesAsync(cancellationToken);
        foreach (var step in steps.Where(s => isOpen(s.At)))
            await CountAsync(look, step, cancellationToken);
    }

    /// <summary>From here on only this process may call, for as long as the claim holds.</summary>
    public Task<Stored<WelcomeEntry>?> ClaimAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        WelcomeStep step,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return SwapAsync(
            look,
            stored,
            stored.Value with
            {
                LacksText = false,
                Steps =
                [
                    .. stored.Value.Steps,
                    new StepRecord
                    {
                        File = step.File,
                        State = StepState.Sending,
                        At = now,
                        Look = look.At,
                        Until = now + WelcomePosting.Claim,
                    },
                ],
            },
            cancellationToken
        );
    }

    /// <summary>Nothing was sent: the step is as if it had not been claimed.</summary>
    public Task<Stored<WelcomeEntry>?> ReleaseAsync(DueLook look, Stored<WelcomeEntry> claimed) =>
        SwapAsync(
            look,
            claimed,
            claimed.Value with
            {
                Steps = [.. claimed.Value.Steps.SkipLast(1)],
            },
            CancellationToken.None
        );

    /// <summary>Writes what became of the claimed step. The call was made: also when the host is shutting down.</summary>
    public async Task<Stored<WelcomeEntry>?> FinishAsync(
        DueLook look,
        Stored<WelcomeEntry> claimed,
        StepState state,
        string? reason,
        DateTimeOffset countedFrom
    )
    {
        var step = claimed.Value.Steps[^1] with { State = state, At = time.GetUtcNow(), Until = null, Reason = reason };
        var none = CancellationToken.None;
        // Listed first: an event that proves that it went takes it off the list again.
        if (state == StepState.Uncertain)
            await ledger.PutUncertainAsync(new UncertainStep(look.Newsletter, StepKey.Of(step.File), look.Id), none);
        var stored = await SwapAsync(
            look,
            claimed,
            claimed.Value with
            {
                CountedFrom = countedFrom,
                Steps = [.. claimed.Value.Steps.SkipLast(1), step],
            },
            none
        );
        if (stored is not null)
            await CountAsync(look, step, none);
        return stored;
    }

    public async Task<Stored<WelcomeEntry>?> SkipAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        WelcomeStep step,
        StepState why,
        CancellationToken cancellationToken
    )
    {
        var skipped = new StepRecord
        {
            File = step.File,
            State = why,
            At = time.GetUtcNow(),
            Look = look.At,
        };
        var next = await SwapAsync(
            look,
            stored,
            stored.Value with
            {
                LacksText = false,
                Steps = [.. stored.Value.Steps, skipped],
            },
            cancellationToken
        );
        if (next is not null)
            await CountAsync(look, skipped, cancellationToken);
        return next;
    }

    /// <summary>The next look is put down before the entry names it, and this one goes after.</summary>
    /// <param name="turn">From when the step's lateness is measured.</param>
    public async Task ScheduleAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        WelcomeStep step,
        DateTimeOffset at,
        DateTimeOffset turn,
        CancellationToken cancellationToken
    )
    {
        var next = new DueLook(DueLook.MinuteAfter(at), look.Newsletter, look.Id, StepKey.Of(step.File));
        await ledger.PutAsync(next, cancellationToken);
        if (
            await SwapAsync(look, stored, stored.Value with { Next = next.At, TurnAt = turn }, cancellationToken)
            is not null
        )
            await ledger.DeleteAsync(look, cancellationToken);
    }

    /// <param name="endedBy">Null if all steps are done with.</param>
    /// <param name="step">The one that does not go any more.</param>
    public async Task EndAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        Exclusion? endedBy,
        WelcomeStep? step,
        CancellationToken cancellationToken
    )
    {
        // Erased while this was on its way: nothing stays.
        if (endedBy == Exclusion.Erased)
        {
            await ledger.ForgetAsync(look.Id, cancellationToken);
            await ledger.DeleteAsync(look, cancellationToken);
            return;
        }
        // Counted before the entry says it: afterwards nothing would lead here again.
        if (step is not null)
            await counts.MarkAsync(
                look.Newsletter,
                StepKey.Of(step.File),
                WelcomeCount.Stopped,
                look.Id,
                look.At,
                cancellationToken
            );
        if (
            await SwapAsync(
                look,
                stored,
                stored.Value with
                {
                    State = endedBy is null ? WelcomeState.Finished : WelcomeState.Ended,
                    EndedBy = endedBy,
                    Next = null,
                    LacksText = false,
                },
                cancellationToken
            )
            is not null
        )
            await ledger.DeleteAsync(look, cancellationToken);
    }

    private Task CountAsync(DueLook look, StepRecord step, CancellationToken cancellationToken)
    {
        WelcomeCount? what = step.State switch
        {
            StepState.Sent => WelcomeCount.Sent,
            StepState.Refused => WelcomeCount.Refused,
            StepState.Late => WelcomeCount.Late,
            StepState.NoText => WelcomeCount.NoText,
            StepState.MayHaveGone => WelcomeCount.MayHaveGone,
            // Under way, or in a list of their own.
            _ => null,
        };
        return what is { } counted
            ? counts.MarkAsync(look.Newsletter, StepKey.Of(step.File), counted, look.Id, step.At, cancellationToken)
            : Task.CompletedTask;
    }

    private Task<Stored<WelcomeEntry>?> SwapAsync(
        DueLook look,
        Stored<WelcomeEntry>? over,
        WelcomeEntry entry,
        CancellationToken cancellationToken
    ) => ledger.Entry(look.Id, look.Newsletter).SwapAsync(over, entry, cancellationToken);
}
