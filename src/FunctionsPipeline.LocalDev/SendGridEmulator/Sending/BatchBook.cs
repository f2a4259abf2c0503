using System.Globalization;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>The account's batches, and which of them are cancelled or paused: at most ten at a time.</summary>
internal sealed class BatchBook(TimeProvider clock)
{
    /// <summary>How many batches may be cancelled or paused in the whole account.</summary>
    public const int CancelSlots = 10;

    public const string Cancel = "cancel";
    public const string Pause = "pause";

    /// <summary>A cancel later than this before send_at is not honoured.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Life = TimeSpan.FromDays(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _issued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private int _number;
    private int _foreign;

    /// <summary>What a careful client never does, in words.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate)
                return [.. _violations];
        }
    }

    /// <summary>Places that batches of another person in the account take.</summary>
    public int ForeignHolds
    {
        get
        {
            lock (_gate)
                return _foreign;
        }
        set
        {
            lock (_gate)
                _foreign = value;
        }
    }

    public string Issue()
    {
        lock (_gate)
        {
            var id = $"Batch{(++_number).ToString("d6", CultureInfo.InvariantCulture)}{Guid.NewGuid():N}";
            _issued[id] = clock.GetUtcNow();
            return id;
        }
    }

    public bool IsValid(string id)
    {
        lock (_gate)
            return _issued.TryGetValue(id, out var at) && at + Life >= clock.GetUtcNow();
    }

    public HoldAnswer Set(string id, string status)
    {
        lock (_gate)
        {
            if (!IsValid(id))
                return HoldAnswer.UnknownBatch;
            if (_holds.ContainsKey(id))
            {
                _violations.Add($"{id}: a status was set although it has one.");
                return HoldAnswer.AlreadySet;
            }
            if (_holds.Count + _foreign >= CancelSlots)
            {
                _violations.Add($"{id}: an eleventh batch was to be cancelled or paused.");
                return HoldAnswer.Full;
            }
            _holds[id] = new Hold(status, clock.GetUtcNow());
            return HoldAnswer.Done;
        }
    }

    public bool Change(string id, string status)
    {
        lock (_gate)
        {
            if (!_holds.ContainsKey(id))
                return false;
            _holds[id] = new Hold(status, clock.GetUtcNow());
            return true;
        }
    }

    /// <param name="lastSendAt">The latest send_at of what is still held under the batch; null if nothing is.</param>
    public bool Release(string id, DateTimeOffset? lastSendAt)
    {
        lock (_gate)
        {
            if (!_holds.Remove(id, out var hold))
                return false;
            if (lastSendAt > clock.GetUtcNow())
                _violations.Add($"{id}: '{hold.Status}' was removed before send_at, so that the mail goes after all.");
            return true;
        }
    }

    public string? StatusOf(string id)
    {
        lock (_gate)
            return _holds.GetValueOrDefault(id)?.Status;
    }

    public IReadOnlyList<(string Id, string Status)> All()
    {
        lock (_gate)
            return [.. _holds.Select(h => (h.Key, h.Value.Status))];
    }

    /// <summary>What a request that is due meets: only a hold that was there ten minutes before counts.</summary>
    public string? HonouredFor(MailSendRequest request)
    {
        lock (_gate)
        {
            return
                request.BatchId is { } id && _holds.TryGetValue(id, out var hold) && hold.At <= request.SendAt - Notice
                ? hold.Status
                : null;
        }
    }

    private sealed record Hold(string Status, DateTimeOffset At);
}

internal enum HoldAnswer
{
    Done,
    UnknownBatch,
    AlreadySet,
    Full,
}
