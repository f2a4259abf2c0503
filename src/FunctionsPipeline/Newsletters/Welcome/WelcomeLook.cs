using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// Looks at one person's series and takes the steps whose turn it is. README.md has the rules; every write names what comes
/// next, so that a look that is repeated, or that dies anywhere, sends nothing twice.
/// </summary>
internal sealed class WelcomeLook(
    WelcomeLedger ledger,
    WelcomeRecords records,
    WelcomePosting posting,
    IAudience audience,
    SendingHalt halt,
    TimeProvider time
)
{
    /// <summary>A step that could not go for so long is passed over: a welcome that comes days late is none.</summary>
    internal static readonly TimeSpan LatestAfter = TimeSpan.FromDays(3);

    /// <summary>How long a confirmation may take from the button to the record.</summary>
    internal static readonly TimeSpan ConfirmationWithin = TimeSpan.FromHours(1);

    private static readonly TimeSpan TextAgainAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefusalPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a person who paused is not looked at.</summary>
    private static readonly TimeSpan PauseAgainAfter = TimeSpan.FromDays(30);

    /// <summary>Safe to repeat, and to run in several processes.</summary>
    /// <exception cref="StorageException">Storage did not answer: the next tick looks again.</exception>
    public async Task LookAsync(DueLook look, WelcomeRun run, CancellationToken cancellationToken)
    {
        var stored = await ledger.Entry(look.Id, look.Newsletter).ReadAsync(cancellationToken);
        if (IsNew(look, stored?.Value))
        {
            if (await BeginAsync(look, stored, run, cancellationToken) is not { } begun)
                return;
            stored = begun;
        }
        if (stored is null || stored.Value.State != WelcomeState.Running || stored.Value.Next != look.At)
        {
            // Of a person who was erased, of a second confirmation, or done with by a process that died before this.
            await ledger.DeleteAsync(look, cancellationToken);
            return;
        }
        await records.CountAgainAsync(look, stored.Value, cancellationToken);
        for (Stored<WelcomeEntry>? next = stored; next is not null && !run.IsOver; )
            next = await AdvanceAsync(look, next, run, cancellationToken);
    }

    private static bool IsNew(DueLook look, WelcomeEntry? entry) =>
        look.IsArrival && (entry is null || (entry.State != WelcomeState.Running && look.At > entry.BeganAt));

    /// <returns>Null if there is nothing to begin, or not yet.</returns>
    private async Task<Stored<WelcomeEntry>?> BeginAsync(
        DueLook look,
        Stored<WelcomeEntry>? before,
        WelcomeRun run,
        CancellationToken cancellationToken
    )
    {
        var person = await PersonAsync(look, cancellationToken);
        var stays = person.Excluded is null or Exclusion.Paused;
        if (!stays || run.Newsletter(look.Newsletter) is not { Welcome.Count: > 0 })
        {
            // The look is put down before the confirmation is stored, which may still come.
            if (stays || time.GetUtcNow() - look.At >= ConfirmationWithin)
                await ledger.DeleteAsync(look, cancellationToken);
            return null;
        }
        return await records.BeginAsync(look, before, cancellationToken);
    }

    /// <returns>The entry if there may be more to do now; null if this look is done, or must wait.</returns>
    private async Task<Stored<WelcomeEntry>?> AdvanceAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        WelcomeRun run,
        CancellationToken cancellationToken
    )
    {
        var entry = stored.Value;
        var now = time.GetUtcNow();
        if (entry.Steps is [.., { State: StepState.Sending } claim])
        {
            return now < claim.Until
                ? null
                : await records.FinishAsync(
                    look,
                    stored,
                    StepState.Uncertain,
                    "The process that sent it did not say what came of it.",
                    entry.CountedFrom
                );
        }
        var newsletter = run.Newsletter(look.Newsletter);
        if (newsletter is null || entry.NextStep(newsletter.Welcome) is not { } step)
        {
            await records.EndAsync(look, stored, endedBy: null, step: null, cancellationToken);
            return null;
        }
        var due = entry.CountedFrom + step.After;
        if (due > now)
        {
            await records.ScheduleAsync(look, stored, step, due, turn: due, cancellationToken);
            return null;
        }
        var turn = due > entry.TurnAt ? due : entry.TurnAt;
        if (entry.BeganAt <= run.CopyAdoptedAt && SendTimes.MayHaveGoneElsewhere(turn, run.CopyAdoptedAt))
            return await records.SkipAsync(look, stored, step, StepState.MayHaveGone, cancellationToken);
        if (now - turn > LatestAfter)
        {
            var why = entry.LacksText ? StepState.NoText : StepState.Late;
            return await records.SkipAsync(look, stored, step, why, cancellationToken);
        }
        var mail = await run.MailAsync(newsletter, step, cancellationToken);
        if (mail is not { Problem: null, Mail: { } letter })
        {
            await WaitForTextAsync(look, stored, step, turn, cancellationToken);
            return null;
        }
        return await SendAsync(look, stored, new Turn(newsletter, step, letter, due, turn), run, cancellationToken);
    }

    private async Task<Stored<WelcomeEntry>?> SendAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        Turn turn,
        WelcomeRun run,
        CancellationToken cancellationToken
    )
    {
        var startedAt = time.GetTimestamp();
        if (await records.ClaimAsync(look, stored, turn.Step, cancellationToken) is not { } claimed)
            return null;
        SendResult result;
        try
        {
            // What others decided while this process was on its way counts: who left (rule S9), and a halt (rule S8).
            if (!await halt.MaySendAsync(cancellationToken))
            {
                run.Stop();
                await records.ReleaseAsync(look, claimed);
                return null;
            }
            var person = await PersonAsync(look, cancellationToken);
            if (person.Excluded is { } reason)
                return await LeaveOutAsync(look, claimed, turn, person, reason, cancellationToken);
            var mail = await run.TranslateAsync(
                turn.Newsletter,
                turn.Step,
                turn.Mail,
                person.Language,
                cancellationToken
            );
            result = await posting.PostAsync(look.Newsletter, mail, person, startedAt, cancellationToken);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // Thrown before the call: it was certainly not made.
            await records.ReleaseAsync(look, claimed);
            throw;
        }
        return await ConcludeAsync(look, claimed, turn, result, run);
    }

    private async Task<Stored<WelcomeEntry>?> ConcludeAsync(
        DueLook look,
        Stored<WelcomeEntry> claimed,
        Turn turn,
        SendResult result,
        WelcomeRun run
    )
    {
        run.Note(result.Outcome == SendOutcome.Submitted || result.Permanent);
        if (result.Outcome != SendOutcome.NotSent)
        {
            // What goes late moves what follows: the distances between mails are kept.
            var now = time.GetUtcNow();
            var isLate = now - turn.Due > TimeSpan.FromHours(1);
            return await records.FinishAsync(
                look,
                claimed,
                result.Outcome == SendOutcome.Submitted ? StepState.Sent : StepState.Uncertain,
                result.Reason,
                isLate ? now - turn.Step.After : claimed.Value.CountedFrom
            );
        }
        if (result is { Permanent: true, AccountRefused: false, RefusedRecipients.Count: > 0 })
            return await records.FinishAsync(
                look,
                claimed,
                StepState.Refused,
                result.Reason,
                claimed.Value.CountedFrom
            );
        var released = await records.ReleaseAsync(look, claimed);
        if (result.NotBefore is not null || result.AccountRefused)
        {
            run.Stop();
            await halt.BrakeAsync(result.NotBefore ?? time.GetUtcNow() + RefusalPause, CancellationToken.None);
        }
        else if (result.Permanent)
        {
            await run.RefuseAsync(turn.Newsletter, turn.Step, result.Reason, CancellationToken.None);
            if (released is not null)
                await WaitForTextAsync(look, released, turn.Step, turn.At, CancellationToken.None);
        }
        return null;
    }

    /// <summary>The person left or was suppressed, which ends the series; or paused, and it waits.</summary>
    private async Task<Stored<WelcomeEntry>?> LeaveOutAsync(
        DueLook look,
        Stored<WelcomeEntry> claimed,
        Turn turn,
        Candidate person,
        Exclusion reason,
        CancellationToken cancellationToken
    )
    {
        if (await records.ReleaseAsync(look, claimed) is not { } released)
            return null;
        if (reason != Exclusion.Paused)
        {
            await records.EndAsync(look, released, reason, turn.Step, cancellationToken);
            return null;
        }
        var now = time.GetUtcNow();
        var until = person.PausedUntil ?? now + PauseAgainAfter;
        var again = until < now + PauseAgainAfter ? until : now + PauseAgainAfter;
        await records.ScheduleAsync(look, released, turn.Step, again, turn: again, cancellationToken);
        return null;
    }

    private Task WaitForTextAsync(
        DueLook look,
        Stored<WelcomeEntry> stored,
        WelcomeStep step,
        DateTimeOffset turn,
        CancellationToken cancellationToken
    ) =>
        records.ScheduleAsync(
            look,
            stored with
            {
                Value = stored.Value with { LacksText = true },
            },
            step,
            time.GetUtcNow() + TextAgainAfter,
            turn,
            cancellationToken
        );

    private async Task<Candidate> PersonAsync(DueLook look, CancellationToken cancellationToken) =>
        (
            await audience.ResolveAsync(
                [look.Id],
                new AudienceQuery(look.Newsletter, time.GetUtcNow(), Topics: []),
                cancellationToken
            )
        )[0];

    /// <param name="Due">By the times in the settings.</param>
    /// <param name="At">When its turn came, from which lateness is measured.</param>
    private sealed record Turn(
        NewsletterSettings Newsletter,
        WelcomeStep Step,
        WelcomeMail Mail,
        DateTimeOffset Due,
        DateTimeOffset At
    );
}
