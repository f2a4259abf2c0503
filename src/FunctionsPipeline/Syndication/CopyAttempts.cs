using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Syndication;

/// <summary>
/// One call to a target: claimed in the ledger before, and its outcome stored, followed up and reported afterwards.
/// </summary>
internal sealed partial class CopyAttempts(
    IMessageQueue queue,
    TargetRecords records,
    ReportedCopies reports,
    TimeProvider time,
    ILogger logger
)
{
    /// <param name="claim">Says what is attempted: <see cref="CopyRecord.Withdrawing"/>.</param>
    /// <returns>What is stored afterwards.</returns>
    public async Task<CopyRecord> RunAsync(
        SyndicationRequest request,
        ISyndicationTarget kind,
        Delivery delivery,
        CopyPlace place,
        CopyRecord claim,
        CancellationToken cancellationToken
    )
    {
        var claimed = await place.WriteAsync(claim, cancellationToken);
        var outcome = await CallAsync(kind, delivery with { Copy = claim }, cancellationToken);

        // The call was made: its result is written even if the process is asked to stop.
        var none = CancellationToken.None;
        if (outcome is Outcome.Unwanted)
            await records.EndAsync(delivery.Target, none);
        var after = CopyOutcomes.After(claim, outcome, time.GetUtcNow());
        if (outcome is Outcome.Postponed { WholeTarget: true } && after.NotBefore is { } until)
            await records.PauseAsync(delivery.Target.Name, until, none);
        await claimed.WriteAsync(after, none);
        LogOutcome(
            delivery.Article.Slug,
            delivery.Target.Name,
            claim.Withdrawing ? "withdraw" : "carry",
            after.State,
            after.Problem,
            after.Status
        );
        // In this order: without a message, the record would wait for ever. If the process dies in between, this
        // message is delivered again.
        if (after.NotBefore is { } notBefore)
            await SyndicationRequests.SendAsync(
                queue,
                request with
                {
                    Again = false,
                },
                notBefore - time.GetUtcNow(),
                none
            );
        await reports.ShowAsync(after, delivery.Article, delivery.Settings, none);
        return after;
    }

    private async Task<Outcome> CallAsync(
        ISyndicationTarget kind,
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        if (kind.NeedsSecret && delivery.Secret is null)
            return new Outcome.Refused(Problem.Secret);
        using var limit = new CancellationTokenSource(RetryTimes.Attempt, time);
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        await using var asked = cancellationToken.Register(() => stop.CancelAfter(RetryTimes.AfterStop));
        try
        {
            return await (
                delivery.Copy.Withdrawing
                    ? kind.WithdrawAsync(delivery, either.Token)
                    : kind.CarryAsync(delivery, either.Token)
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome.Postponed(Problem.NoAnswer, MayHaveHappened: true);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Article {Slug} at target {Target}, {Attempt}: {State}, {Problem} {Status}."
    )]
    private partial void LogOutcome(
        string slug,
        string target,
        string attempt,
        CopyRecordState state,
        Problem? problem,
        int? status
    );
}
