using FunctionsPipeline.LocalDev.SendGridEmulator.Events;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// Holds accepted requests until send_at, then sends them, or discards them if their batch was cancelled in time.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<MailSendRequest, DateTimeOffset> _scheduled = new();
    private readonly List<MailSendRequest> _paused = [];
    private readonly Dictionary<string, DateTimeOffset> _lastSendAt = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _clock;
    private readonly BatchBook _batches;
    private readonly DeliveryCounts _deliveries;
    private readonly EventPoster _events;
    private readonly InboxLog _inbox;
    private readonly string _issueArgument;
    private readonly ITimer _timer;
    private long _sent;
    private long _discarded;
    private long _bytesReceived;
    private int _unsettled;

    public Outbox(
        TimeProvider clock,
        BatchBook batches,
        DeliveryCounts deliveries,
        EventPoster events,
        InboxLog inbox,
        string issueArgument
    )
    {
        (_clock, _batches, _deliveries, _events, _inbox, _issueArgument) = (
            clock,
            batches,
            deliveries,
            events,
            inbox,
            issueArgument
        );
        _timer = clock.CreateTimer(_ => SendDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Of all bodies that were posted, accepted or not.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Messages, not requests.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Messages of cancelled batches.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    public int Scheduled
    {
        get
        {
            lock (_gate)
                return _scheduled.Count + _paused.Count;
        }
    }

    /// <summary>Whether something is due now and not sent yet.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _unsettled > 0 || (_scheduled.TryPeek(out _, out var due) && due <= _clock.GetUtcNow());
        }
    }

    public void CountReceived(long bytes) => Interlocked.Add(ref _bytesReceived, bytes);

    public void Accept(MailSendRequest request)
    {
        request.Hold = () => _batches.HonouredFor(request);
        _inbox.Add(request);
        lock (_gate)
        {
            if (request.BatchId is { } batch)
                _lastSendAt[batch] =
                    _lastSendAt.TryGetValue(batch, out var last) && last > request.SendAt ? last : request.SendAt;
            _scheduled.Enqueue(request, request.SendAt);
        }
        SendDue();
    }

    /// <summary>The latest send_at under a batch; null if nothing was posted under it.</summary>
    public DateTimeOffset? LastSendAt(string batch)
    {
        lock (_gate)
            return _lastSendAt.TryGetValue(batch, out var last) ? last : null;
    }

    /// <summary>A hold was set: what waits looks different now.</summary>
    public void HoldsChanged() => _inbox.Changed();

    /// <summary>A batch's hold was changed or removed: what was paused may go.</summary>
    public void Reconsider(string batch)
    {
        lock (_gate)
        {
            foreach (var request in _paused.Where(p => p.BatchId == batch).ToList())
            {
                _paused.Remove(request);
                _scheduled.Enqueue(request, request.SendAt);
            }
        }
        HoldsChanged();
        SendDue();
    }

    private void SendDue()
    {
        while (!_stop.IsCancellationRequested)
        {
            MailSendRequest request;
            lock (_gate)
            {
                if (!_scheduled.TryPeek(out _, out var due))
                    return;
                var wait = due - _clock.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    _timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }
                request = _scheduled.Dequeue();
                _unsettled++;
            }
            Settle(request);
            lock (_gate)
                _unsettled--;
        }
    }

    private void Settle(MailSendRequest request)
    {
        switch (_batches.HonouredFor(request))
        {
            case BatchBook.Cancel:
                request.State = MailState.Cancelled;
                Interlocked.Add(ref _discarded, request.Envelopes.Length);
                _inbox.Changed();
                break;
            case BatchBook.Pause:
                request.State = MailState.Paused;
                lock (_gate)
                    _paused.Add(request);
                _inbox.Changed();
                break;
            default:
                request.State = MailState.Sent;
                Interlocked.Add(ref _sent, request.Envelopes.Length);
                _deliveries.Add(
                    request.Args.FirstOrDefault(a => a.Key == _issueArgument).Value ?? "",
                    request.Envelopes
                );
                _inbox.Changed();
                _events.Enqueue(request, _clock.GetUtcNow());
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        _stop.Dispose();
    }
}
