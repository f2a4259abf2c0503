namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// How many messages went to each address, by issue: the truth that a sender's own account is held against.
/// </summary>
public sealed class DeliveryCounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<ulong, int>> _issues = new(StringComparer.Ordinal);

    /// <summary>By issue: messages, addresses, and addresses that got more than one.</summary>
    public IReadOnlyList<IssueDeliveries> Issues
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _issues
                        .OrderBy(i => i.Key, StringComparer.Ordinal)
                        .Select(i => new IssueDeliveries(
                            i.Key,
                            i.Value.Values.Sum(c => (long)c),
                            i.Value.Count,
                            i.Value.Values.Count(c => c > 1)
                        )),
                ];
            }
        }
    }

    /// <summary>How many messages of the issue went to the address. 0 if none.</summary>
    public int Of(string issue, string address)
    {
        lock (_gate)
            return _issues.TryGetValue(issue, out var counts) ? counts.GetValueOrDefault(AddressKey.Of(address)) : 0;
    }

    /// <summary>Every address of the issue (by <see cref="AddressKey"/>) and its count, in no order.</summary>
    public IReadOnlyList<KeyValuePair<ulong, int>> Of(string issue)
    {
        lock (_gate)
            return _issues.TryGetValue(issue, out var counts) ? [.. counts] : [];
    }

    internal void Add(string issue, IReadOnlyList<Envelope> envelopes)
    {
        lock (_gate)
        {
            if (!_issues.TryGetValue(issue, out var counts))
                _issues[issue] = counts = [];
            foreach (var envelope in envelopes)
                counts[envelope.Key] = counts.GetValueOrDefault(envelope.Key) + 1;
        }
    }
}

/// <param name="Issue">Empty for mail that names none.</param>
/// <param name="Duplicates">Addresses that got more than one message.</param>
public sealed record IssueDeliveries(string Issue, long Messages, int Addresses, int Duplicates);
