using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// Posts one request: claim, look again, check suppression, post once, write down what is known. Everything about it is
/// decided by what is stored; the message that led here is a hint (rules S2, S3, S7, S9).
/// </summary>
public interface IRequestStager
{
    /// <summary>
    /// Takes one message of queue <c>requests</c>. Returning means that the message is done with, not the request. Safe to
    /// run twice, late, and in several processes.
    /// </summary>
    /// <exception cref="JsonException">Not such a message.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
    Task StageAsync(string message, CancellationToken cancellationToken);
}

internal sealed partial class RequestStager(
    RequestClaims claims,
    ClaimTerms terms,
    FrozenIssueStore frozen,
    SendingHalt halt,
    IBulkMail mail,
    IAudience audience,
    IRecipientMerge merge,
    RequestHints hints,
    IssueAlertService alerts,
    TimeProvider time,
    ILogger<RequestStager> logger
) : IRequestStager, IDisposable
{
    private static readonly TimeSpan CallFor = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A call that is under way when the process is asked to stop may take that long to end: given up, its request would be
    /// uncertain. The Functions host ends the process ten seconds after it asked.
    /// </summary>
    private static readonly TimeSpan CallAfterStop = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(1);
    private const int RefusalsKept = 64;

    /// <summary>
    /// A request in the making holds some megabytes. More of them at once take more memory and no less time.
    /// </summary>
    private const int AtATime = 6;

    private readonly SemaphoreSlim _room = new(AtATime);

    /// <summary>
    /// When the provider last refused an issue's content. Kept by each process for itself: it spares calls in vain, and no
    /// other issue waits for it.
    /// </summary>
    private readonly ConcurrentDictionary<IssueId, long> _refusals = new();

    public async Task StageAsync(string message, CancellationToken cancellationToken)
    {
        var hint =
            JsonSerializer.Deserialize(message, SendingJson.Compact.StageHint)
            ?? throw new JsonException("An empty hint.");
        if (
            await frozen.FindAsync(hint.Issue, cancellationToken) is not { } issue
            || hint.Request < 1
            || hint.Request > issue.Issue.Requests.Count
        )
            return;
        if (_refusals.TryGetValue(hint.Issue, out var refused) && time.GetElapsedTime(refused) < PauseAfterRefusal)
            return;
        // Before the claim: a worker that waits here holds no claim that could expire.
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (!await halt.ProbablyMaySendAsync(cancellationToken))
                return;
            if (await claims.TryTakeAsync(issue, hint.Request, cancellationToken) is not { } claimed)
                return;
            if (await PrepareOrReleaseAsync(issue, claimed, cancellationToken) is { } prepared)
                await PostAsync(issue, prepared, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>
    /// A fault before the call is no doubt about the call: what was certainly not posted must not become uncertain.
    /// </summary>
    private async Task<Prepared?> PrepareOrReleaseAsync(
        FrozenIssue issue,
        Claimed claimed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await PrepareAsync(issue, claimed, cancellationToken);
        }
        catch
        {
            await claims.ReleaseAsync(claimed, "The recipients could not be looked up.", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Rule S9, then the first half of S10: who left since is stored before the call.</summary>
    private async Task<Prepared?> PrepareAsync(FrozenIssue issue, Claimed claimed, CancellationToken cancellationToken)
    {
        var request = claimed.Stored.Value;
        var ids = (await frozen.RecipientsAsync(issue, request.Number, cancellationToken)).Ids.Except(
            request.Refused,
            StringComparer.Ordinal
        );
        var people = await audience.ResolveAsync(
            [.. ids.Select(SubscriberId.Parse)],
            issue.Issue.Audience,
            cancellationToken
        );
        var recipients = people.Where(p => p.Excluded is null).ToList();
        var withdrawn = people.Where(p => p.Excluded is not null).Select(p => p.Id.Value).ToList();
        if (withdrawn.Count > 0)
        {
            if (
                await RequestClaims.UpdateAsync(claimed, request with { Withdrawn = withdrawn }, cancellationToken)
                is not { } noted
            )
                return null;
            claimed = noted;
        }
        return new Prepared(claimed, recipients);
    }

    private async Task PostAsync(FrozenIssue issue, Prepared prepared, CancellationToken cancellationToken)
    {
        var (claimed, recipients) = prepared;
        var request = claimed.Stored.Value;
        if (recipients.Count == 0)
        {
            await FinishAsync(issue, prepared, new SendResult(SendOutcome.Submitted));
            return;
        }
        if (!terms.MayPost(claimed.StartedAt, claimed.Wave))
        {
            await claims.ReleaseAsync(claimed, "The claim had grown too old to post.", cancellationToken);
            return;
        }
        var post = new BulkRequest(
            claimed.Wave.Batch,
            claimed.Wave.Batch is null ? null : claimed.Wave.SendAt,
            issue.Content.Mail,
            new MergedRecipients(merge, issue, recipients),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [BulkArgs.Issue] = issue.Issue.Id.Value,
                [BulkArgs.Request] = SendingPaths.RequestId(request.Number),
                [BulkArgs.Gen] = request.Gen.ToString(CultureInfo.InvariantCulture),
            },
            () => terms.MayPost(claimed.StartedAt, claimed.Wave) && !cancellationToken.IsCancellationRequested
        );
        await FinishAsync(issue, prepared, await SubmitAsync(post, cancellationToken));
    }

    private async Task<SendResult> SubmitAsync(BulkRequest post, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallFor, time);
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        await using var asked = cancellationToken.Register(() => stop.CancelAfter(CallAfterStop));
        try
        {
            return await mail.SubmitAsync(post, both.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            return new SendResult(SendOutcome.Unknown, Reason: $"The call was given up ({e.GetType().Name}).");
        }
    }

    /// <summary>
    /// Writes the result over the claim's version only: a worker that took the request over has the last word.
    /// </summary>
    private async Task FinishAsync(FrozenIssue issue, Prepared prepared, SendResult result)
    {
        // The call was made: its result is written even if the host is shutting down.
        var none = CancellationToken.None;
        var (claimed, recipients) = prepared;
        var request = claimed.Stored.Value;
        var id = issue.Issue.Id;
        var after = request with { At = time.GetUtcNow(), Reason = result.Reason, MessageId = result.MessageId };
        switch (result.Outcome)
        {
            case SendOutcome.Submitted:
                await claims.FinishAsync(claimed, after with { State = RequestState.Staged, Claim = null }, none);
                LogStaged(id, request.Number, request.Gen);
                return;
            case SendOutcome.Unknown:
                await claims.FinishAsync(claimed, after with { State = RequestState.Uncertain }, none);
                LogUncertain(id, request.Number, request.Gen);
                return;
        }

        // Released before staff are notified: that takes time and may fail, and what was not sent must not end as uncertain.
        var refused = (result.RefusedRecipients ?? [])
            .Where(i => i >= 0 && i < recipients.Count)
            .Select(i => recipients[i].Id.Value)
            .ToList();
        await claims.ReleaseAsync(
            claimed with
            {
                Stored = claimed.Stored with { Value = request with { Refused = [.. request.Refused, .. refused] } },
            },
            result.Reason,
            none
        );
        LogNotSent(id, request.Number, request.Gen, refused.Count);
        if (result.NotBefore is { } notBefore)
            await halt.BrakeAsync(notBefore, none);
        else if (result.AccountRefused)
            await halt.BrakeAsync(time.GetUtcNow() + PauseAfterRefusal, none);
        else if (result.Permanent && refused.Count == 0)
        {
            if (_refusals.Count > RefusalsKept)
                _refusals.Clear();
            _refusals[id] = time.GetTimestamp();
            await alerts.NotifyAsync(id, AlertKind.Refused, result.Reason ?? "The provider refuses.", none);
        }
        if (refused.Count > 0)
            await hints.SendAsync(id, request.Number, TimeSpan.Zero, none);
    }

    [LoggerMessage(1, LogLevel.Information, "Issue {Issue} request {Request} gen {Gen}: staged")]
    private partial void LogStaged(IssueId issue, int request, int gen);

    [LoggerMessage(2, LogLevel.Warning, "Issue {Issue} request {Request} gen {Gen}: uncertain, the answer was lost")]
    private partial void LogUncertain(IssueId issue, int request, int gen);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Issue {Issue} request {Request} gen {Gen}: not sent, {Refused} addresses refused"
    )]
    private partial void LogNotSent(IssueId issue, int request, int gen, int refused);

    private sealed record Prepared(Claimed Claimed, IReadOnlyList<Candidate> Recipients)
    {
        public void Deconstruct(out Claimed claimed, out IReadOnlyList<Candidate> recipients) =>
            (claimed, recipients) = (Claimed, Recipients);
    }
}
