using System.Globalization;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

/// <summary>The messages that the inbox shows, newest first; the oldest requests go when there are too many.</summary>
internal sealed class InboxLog(int size)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<MailSendRequest> _requests = new();
    private int _count;
    private long _version;

    /// <summary>Changes whenever a page would.</summary>
    public long Version => Interlocked.Read(ref _version);

    public void Add(MailSendRequest request)
    {
        if (request.Content is null || size == 0)
            return;
        lock (_gate)
        {
            request.Outcomes = new string?[request.Envelopes.Length];
            _requests.AddFirst(request);
            _count += request.Envelopes.Length;
            while (_count > size && _requests.Count > 1)
            {
                _count -= _requests.Last!.Value.Envelopes.Length;
                _requests.RemoveLast();
            }
        }
        Changed();
    }

    public void Changed() => Interlocked.Increment(ref _version);

    public void Note(MailSendRequest request, int index, string outcome)
    {
        if (request.Outcomes is not { } outcomes)
            return;
        outcomes[index] = outcome;
        Changed();
    }

    /// <param name="search">Part of an address or subject; null for all.</param>
    public IEnumerable<InboxMessage> Messages(string? search)
    {
        MailSendRequest[] requests;
        lock (_gate)
            requests = [.. _requests];
        return requests
            .SelectMany(r => Enumerable.Range(0, r.Envelopes.Length).Select(i => new InboxMessage(r, i)))
            .Where(m =>
                string.IsNullOrWhiteSpace(search)
                || m.To.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase)
                || m.Subject.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <summary>Null if there is none, or no longer.</summary>
    public InboxMessage? Find(string id)
    {
        var dash = id.LastIndexOf('-');
        if (
            dash < 0
            || !int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        )
            return null;
        lock (_gate)
        {
            var request = _requests.FirstOrDefault(r => id.AsSpan(0, dash).SequenceEqual(r.MessageId));
            return request is not null && index < request.Envelopes.Length ? new InboxMessage(request, index) : null;
        }
    }
}
