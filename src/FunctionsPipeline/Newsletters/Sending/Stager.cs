using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Posts one request: claim, look again, check suppression, post once, write down what is known. Everything about it is
/// decided by what is stored; the message that led here is a hint (rules S2, S3, S7, S9).
/// </summary>
internal sealed partial class Stager(
    Ledger ledger,
    Frozen frozen,
    Fence fence,
    ProviderClock clock,
    IBulkMail mail,
    IAudience audience,
    IRecipientMerge merge,
    RequestHints hints,
    Troubles troubles,
    TimeProvider time,
    ProtocolRules rules,
    ILogger<Stager> logger
) : IDisposable
{
    private static readonly TimeSpan ClaimFor = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan FirstByteWithin = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan CallFor = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A call that is under way when the process is asked to stop may take that long to end: given up, its request would be
    /// uncertain. The Functions host ends the process ten seconds after it asked.
    /// </summary>
    private static readonly TimeSpan CallAfterStop = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(1);
    private const int RefusalsKept = 64;

    /// <summary>A request in the making holds some megabytes. More of them at once take more memory and no less time.</summary>
    private const int AtATime = 6;

    private readonly SemaphoreSlim _room = new(AtATime);
    private readonly WaveGlances _waves = new(ledger, time);

    /// <summary>
    /// When the provider last refused an issue's content. Kept by each process for itself: it spares calls in vain, and no
    /// other issue waits for it.
    /// </summary>
    private readonly ConcurrentDictionary<IssueId, long> _refusals = new();

    /// <summary>Takes one message of queue <c>requests</c>. Returning means that the message is done with, not the request.</summary>
    /// <exception cref="JsonException">Not such a message.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
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
        // Before the claim: anyone who waits here holds nothing that could grow old.
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (!await fence.ProbablyOpenAsync(cancellationToken))
                return;
            if (await ClaimAsync(issue, hint.Request, cancellationToken) is not { } claimed)
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

    private async Task<Claimed?> ClaimAsync(FrozenIssue issue, int number, CancellationToken cancellationToken)
    {
        var path = SendingPaths.Request(issue.Issue.Id, number);
        // Most requests are claimed once, when there is no blob yet: then nothing need be read before.
        var claimed =
            await WriteClaimAsync(issue, path, number, null, cancellationToken)
            ?? (
                await ledger.ReadAsync(path, SendingJson.Own.RequestRecord, cancellationToken) is { } stored
                    ? await WriteClaimAsync(issue, path, number, stored, cancellationToken)
                    : null
            );
        return claimed is null ? null : await ConfirmAsync(issue.Issue.Id, claimed, cancellationToken);
    }

    /// <returns>Null if the request is not to be claimed, or if another writer was first.</returns>
    private async Task<Claimed?> WriteClaimAsync(
        FrozenIssue issue,
        BlobPath path,
        int number,
        Stored<RequestRecord>? stored,
        CancellationToken cancellationToken
    )
    {
        var id = issue.Issue.Id;
        var waveNumber = stored?.Value.Wave ?? issue.PlannedWave(number);
        if (
            await _waves.GlanceAsync(id, waveNumber, cancellationToken) is not { State: WaveState.Open } wave
            || Standings.Read(stored?.Value, wave) != RequestState.Planned
        )
            return null;
        if (wave.Batch is { } batch && !await MayClaimAsync(id, wave, batch, cancellationToken))
            return null;

        // The monotonic clock starts before the claim is written: what is measured from here is never too short.
        var started = time.GetTimestamp();
        var claim = new Claim(ledger.NewId(), clock.Latest + ClaimFor, wave.Batch);
        var record = new RequestRecord
        {
            Number = number,
            Wave = waveNumber,
            Gen = wave.Gen,
            State = RequestState.Submitting,
            Claim = claim,
            Refused = stored?.Value.Refused ?? [],
            Decision = stored?.Value.Decision,
            At = time.GetUtcNow(),
        };
        return
            await ledger.SwapAsync(path, stored, record, SendingJson.Own.RequestRecord, cancellationToken) is { } mine
            ? new Claimed(path, mine, wave, started)
            : null;
    }

    /// <summary>
    /// Looks again after the claim is visible: anyone who closes the wave now sees the claim and waits for it, or had closed it
    /// before and is seen here.
    /// </summary>
    /// <returns>Null if the claim was given back.</returns>
    private async Task<Claimed?> ConfirmAsync(IssueId id, Claimed claimed, CancellationToken cancellationToken)
    {
        var wave = claimed.Wave;
        var again = await _waves.ReadAsync(id, wave.Number, cancellationToken);
        if (
            again is { State: WaveState.Open }
            && again.Gen == wave.Gen
            && again.Batch == wave.Batch
            && await fence.IsOpenAsync(cancellationToken)
        )
            return claimed with { Wave = again };
        await ReleaseAsync(claimed.Path, claimed.Stored, null, cancellationToken);
        return null;
    }

    private async Task<bool> MayClaimAsync(
        IssueId id,
        WaveRecord wave,
        string batch,
        CancellationToken cancellationToken
    )
    {
        if (!await clock.EnsureAsync(batch, cancellationToken))
            return false;
        if (clock.IsSkewed)
        {
            await troubles.TellAsync(
                id,
                TroubleKind.Skew,
                "This machine's clock and the provider's differ by more than a minute.",
                cancellationToken
            );
            return false;
        }
        return clock.Latest <= wave.SendAt - SendTimes.ClaimLead;
    }

    /// <summary>A fault before the call is no doubt about the call: what was certainly not posted must not become uncertain.</summary>
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
            await ReleaseAsync(
                claimed.Path,
                claimed.Stored,
                "The recipients could not be looked up.",
                CancellationToken.None
            );
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
            var noted = await ledger.SwapAsync(
                claimed.Path,
                claimed.Stored,
                request with
                {
                    Withdrawn = withdrawn,
                },
                SendingJson.Own.RequestRecord,
                cancellationToken
            );
            if (noted is null)
                return null;
            claimed = claimed with { Stored = noted };
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
        if (!InTime(claimed))
        {
            await ReleaseAsync(claimed.Path, claimed.Stored, "The claim had grown too old to post.", cancellationToken);
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
            () => InTime(claimed) && !cancellationToken.IsCancellationRequested
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

    /// <summary>Writes the result against the claim's version only; anyone who took the request over has the last word.</summary>
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
                await SwapResultAsync(claimed, after with { State = RequestState.Staged, Claim = null }, none);
                LogStaged(id, request.Number, request.Gen);
                return;
            case SendOutcome.Unknown:
                await SwapResultAsync(claimed, after with { State = RequestState.Uncertain }, none);
                LogUncertain(id, request.Number, request.Gen);
                return;
        }

        // Given back before anyone is told: that takes time and may fail, and what was not sent must not end as uncertain.
        var refused = (result.RefusedRecipients ?? [])
            .Where(i => i >= 0 && i < recipients.Count)
            .Select(i => recipients[i].Id.Value)
            .ToList();
        await ReleaseAsync(
            claimed.Path,
            claimed.Stored with
            {
                Value = request with { Refused = [.. request.Refused, .. refused] },
            },
            result.Reason,
            none
        );
        LogNotSent(id, request.Number, request.Gen, refused.Count);
        if (result.NotBefore is { } notBefore)
            await fence.BrakeAsync(notBefore, none);
        else if (result.AccountRefused)
            await fence.BrakeAsync(time.GetUtcNow() + PauseAfterRefusal, none);
        else if (result.Permanent && refused.Count == 0)
        {
            if (_refusals.Count > RefusalsKept)
                _refusals.Clear();
            _refusals[id] = time.GetTimestamp();
            await troubles.TellAsync(id, TroubleKind.Refused, result.Reason ?? "The provider refuses.", none);
        }
        if (refused.Count > 0)
            await hints.SendAsync(id, request.Number, TimeSpan.Zero, none);
    }

    private async Task SwapResultAsync(Claimed claimed, RequestRecord result, CancellationToken cancellationToken)
    {
        var over = claimed.Stored;
        if (!rules.RestageByGeneration)
            over = await ledger.ReadAsync(claimed.Path, SendingJson.Own.RequestRecord, cancellationToken);
        await ledger.SwapAsync(claimed.Path, over, result, SendingJson.Own.RequestRecord, cancellationToken);
    }

    private async Task ReleaseAsync(
        BlobPath path,
        Stored<RequestRecord> mine,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        await ledger.SwapAsync(
            path,
            mine,
            mine.Value with
            {
                State = RequestState.Planned,
                Claim = null,
                Withdrawn = [],
                Reason = reason,
                At = time.GetUtcNow(),
            },
            SendingJson.Own.RequestRecord,
            cancellationToken
        );

    /// <summary>The last look before the first byte (rule S2): by the monotonic clock, and by the provider's.</summary>
    private bool InTime(Claimed claimed) =>
        !rules.ClaimsEnd
        || (
            time.GetElapsedTime(claimed.StartedAt) <= FirstByteWithin
            && (claimed.Wave.Batch is null || clock.Latest <= claimed.Wave.SendAt - SendTimes.PostLead)
        );

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

    private sealed record Claimed(BlobPath Path, Stored<RequestRecord> Stored, WaveRecord Wave, long StartedAt);

    private sealed record Prepared(Claimed Claimed, IReadOnlyList<Candidate> Recipients)
    {
        public void Deconstruct(out Claimed claimed, out IReadOnlyList<Candidate> recipients) =>
            (claimed, recipients) = (Claimed, Recipients);
    }
}
