using System.Globalization;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>
/// A mail provider at its worst within what is documented: cancels count only until ten minutes before the send time and
/// ten at a time, a late one is answered as if it counted, mail posted under a cancelled batch goes out all the same.
/// Counts what each person really got: the independent witness of each run.
/// </summary>
internal sealed class SimProvider(SimWorld world, SimFaults faults)
{
    private readonly Dictionary<string, DateTimeOffset> _cancelled = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Issue, string Person), int> _delivered = [];
    private readonly Dictionary<string, bool> _refusedAddresses = new(StringComparer.Ordinal);
    private int _batches;
    private int _messages;

    public Action<IReadOnlyList<MailEvent>>? OnEvents { get; set; }

    public Action<BulkRequest>? OnDelivered { get; init; }

    /// <summary>
    /// Requests that were taken under a batch that was already cancelled: the protocol must not rely on what happens to
    /// them.
    /// </summary>
    public int PostedUnderCancelled { get; private set; }

    public int Accepted { get; private set; }

    /// <summary>Comes while a call is under way: the provider has it, its answer is not back.</summary>
    public Action? OnAccepting { get; set; }

    /// <summary>From when on the suppression lists were read last.</summary>
    public DateTimeOffset? ListedSince { get; set; }

    public int CancelRefusals { get; private set; }

    /// <summary>How often it answered that it wants to be left alone.</summary>
    public int Busy { get; private set; }

    /// <summary>By how much its clock turns out to be ahead of what it said before.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>How many copies a person got.</summary>
    public int Copies(string issue, string person) => _delivered.GetValueOrDefault((issue, person));

    public DateTimeOffset Date =>
        new((world.Now + Ahead).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public string CreateBatch() => string.Create(CultureInfo.InvariantCulture, $"batch-{++_batches}");

    /// <returns>Null if taken; otherwise the indexes of refused addresses.</returns>
    public IReadOnlyList<int>? Accept(BulkRequest request)
    {
        if (faults.RefusedAddress > 0 || _refusedAddresses.Count > 0)
        {
            var refused = Enumerable
                .Range(0, request.Recipients.Count)
                .Where(i => IsRefused(request.Recipients[i].RecipientId))
                .ToList();
            if (refused.Count > 0)
                return refused;
        }
        Accepted++;
        OnAccepting?.Invoke();
        if (request.BatchId is { } batch && _cancelled.ContainsKey(batch))
        {
            PostedUnderCancelled++;
            Deliver(request);
            return null;
        }
        if (request.SendAt is { } sendAt && sendAt > world.Now)
        {
            Tell(request, MailEventKind.Processed, world.Between(0.5, 300));
            world.At(
                sendAt,
                () =>
                {
                    if (
                        request.BatchId is { } b
                        && _cancelled.TryGetValue(b, out var at)
                        && at <= sendAt - TimeSpan.FromMinutes(10)
                    )
                        return;
                    Deliver(request);
                }
            );
        }
        else
        {
            Deliver(request);
        }
        return null;
    }

    public CancelState Cancel(string batch)
    {
        if (_cancelled.ContainsKey(batch) || _cancelled.Count >= 10)
        {
            CancelRefusals++;
            return CancelState.Refused;
        }
        _cancelled[batch] = world.Now;
        return CancelState.Cancelled;
    }

    public CancelState Get(string batch) => _cancelled.ContainsKey(batch) ? CancelState.Cancelled : CancelState.None;

    public CancelState Release(string batch)
    {
        _cancelled.Remove(batch);
        return CancelState.None;
    }

    public SendResult LeaveAlone(DateTimeOffset? until)
    {
        Busy++;
        return new SendResult(SendOutcome.NotSent, NotBefore: until ?? (world.Now + world.Between(1, 60)));
    }

    private bool IsRefused(string person)
    {
        if (!_refusedAddresses.TryGetValue(person, out var refused))
            _refusedAddresses[person] = refused = world.Chance(faults.RefusedAddress);
        return refused;
    }

    private void Deliver(BulkRequest request)
    {
        OnDelivered?.Invoke(request);
        foreach (var r in request.Recipients)
        {
            var key = (request.Args[BulkArgs.Issue], r.RecipientId);
            _delivered[key] = _delivered.GetValueOrDefault(key) + 1;
        }
        _messages++;
        Tell(request, MailEventKind.Delivered, world.Between(0.5, 600));
    }

    private void Tell(BulkRequest request, MailEventKind kind, TimeSpan after)
    {
        if (world.Chance(faults.EventsLost))
            return;
        var at = world.Now;
        var events = request
            .Recipients.Select(r => new MailEvent(
                kind == MailEventKind.Delivered && world.Chance(faults.Bounces) ? MailEventKind.Bounced : kind,
                at,
                request.Args[BulkArgs.Issue],
                request.Args[BulkArgs.Request],
                int.Parse(request.Args[BulkArgs.Gen], CultureInfo.InvariantCulture),
                r.RecipientId,
                null
            ))
            .ToList();
        world.In(after, () => OnEvents?.Invoke(events));
        if (world.Chance(faults.MessageTwice))
            world.In(after + world.Between(1, 3600), () => OnEvents?.Invoke(events));
    }
}

/// <summary>The provider as one process reaches it.</summary>
internal sealed class SimMail(SimProvider provider, SimProcess process, SimFaults faults) : IBulkMail
{
    private SimWorld World => process.World;

    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) =>
        CallAsync(() => new BatchAnswer(provider.CreateBatch(), provider.Date));

    public async Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        // The last look and the first byte: nothing can come between in this model; in the real one microseconds can.
        if (request.StillWanted?.Invoke() == false)
            return new SendResult(SendOutcome.NotSent, Reason: "No longer wanted.");
        if (request.Args[BulkArgs.Issue] == faults.RefusedIssue)
            return await process.CallAsync(
                () => new SendResult(SendOutcome.NotSent, Permanent: true, Reason: "400 The content is refused."),
                World.Between(0.05, 0.2),
                World.Between(0.05, 0.2)
            );
        if (faults.BusyUntil > World.Now || World.Chance(faults.TooMany))
            return await process.CallAsync(
                () => provider.LeaveAlone(faults.BusyUntil),
                World.Between(0.05, 0.2),
                World.Between(0.05, 0.2)
            );
        var dropped = World.Chance(faults.DroppedBefore);
        var unheard = World.Chance(faults.AcceptedUnheard);
        var slow = World.Chance(faults.Slow);
        var there = slow ? World.Between(1, 55) : World.Between(0.05, 1);
        var back = faults.AnswerTakes ?? (slow ? World.Between(1, 90) : World.Between(0.05, 1));
        var answer = process.CallAsync(
            () =>
            {
                if (dropped)
                    return new SendResult(SendOutcome.Unknown, Reason: "Dropped.");
                if (provider.Accept(request) is { } refused)
                    return new SendResult(SendOutcome.NotSent, Permanent: true, RefusedRecipients: refused);
                return unheard
                    ? new SendResult(SendOutcome.Unknown, Reason: "500")
                    : new SendResult(SendOutcome.Submitted, "m");
            },
            there,
            back
        );
        return await answer.WaitAsync(cancellationToken);
    }

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        var lostBefore = World.Chance(faults.CancelLost);
        var lostAfter = World.Chance(faults.CancelLost);
        return CallAsync(() =>
        {
            if (lostBefore)
                return new CancelAnswer(CancelState.Unknown, null);
            var answer = new CancelAnswer(provider.Cancel(batchId), provider.Date);
            return lostAfter ? new CancelAnswer(CancelState.Unknown, null) : answer;
        });
    }

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken)
    {
        var lost = World.Chance(faults.CancelLost / 2);
        return CallAsync(() =>
            lost ? new CancelAnswer(CancelState.Unknown, null) : new CancelAnswer(provider.Get(batchId), provider.Date)
        );
    }

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) =>
        CallAsync(() => new CancelAnswer(provider.Release(batchId), provider.Date));

    public async IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await CallAsync(() => faults.ListsAway ? throw new HttpRequestException("Simulated.") : true);
        provider.ListedSince = since;
        yield break;
    }

    private Task<T> CallAsync<T>(Func<T> effect) =>
        process.CallAsync(effect, World.Between(0.05, 2), World.Between(0.05, 2));
}
