using System.Collections.Concurrent;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Records;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>Writes down what is known of a call, and draws the conclusions for the calls that follow.</summary>
internal sealed partial class RequestResults(
    RequestClaims claims,
    RequestHints hints,
    SendingHalt halt,
    IssueAlertService alerts,
    TimeProvider time,
    ILogger<RequestResults> logger
)
{
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(1);
    private const int RefusalsKept = 64;

    /// <summary>
    /// When the provider last refused an issue's content. Kept by each process for itself: it spares calls in vain, and no
    /// other issue waits for it.
    /// </summary>
    private readonly ConcurrentDictionary<IssueId, long> _refusals = new();

    /// <summary>True within a minute after the provider refused the issue's content.</summary>
    public bool WasRefusedJustNow(IssueId issue) =>
        _refusals.TryGetValue(issue, out var refused) && time.GetElapsedTime(refused) < PauseAfterRefusal;

    /// <summary>
    /// Writes the result over the claim's version only: a worker that took the request over has the last word.
    /// </summary>
    public async Task WriteAsync(IssueId id, PreparedRequest prepared, SendResult result)
    {
        // The call was made: its result is written even if the host is shutting down.
        var none = CancellationToken.None;
        var (claimed, recipients) = (prepared.Claimed, prepared.Recipients);
        var request = claimed.Stored.Value;
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
            await hints.SendAsync(id, [request.Number], none);
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
}
