namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>SendGrid's own lists of addresses that it does not send to.</summary>
internal sealed class SuppressionBook
{
    public const string Bounces = "bounces";
    public const string Blocks = "blocks";
    public const string SpamReports = "spam_reports";
    public const string InvalidEmails = "invalid_emails";
    public const string Unsubscribes = "unsubscribes";

    /// <summary>The lists that keep mail from going, with the reason that a <c>dropped</c> event gives.</summary>
    private static readonly (string List, string Reason)[] Dropping =
    [
        (Unsubscribes, "Unsubscribed Address"),
        (SpamReports, "Spam Reporting Address"),
        (Bounces, "Bounced Address"),
        (InvalidEmails, "Invalid"),
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, Entry>> _lists = new(StringComparer.Ordinal)
    {
        [Bounces] = new(StringComparer.OrdinalIgnoreCase),
        [Blocks] = new(StringComparer.OrdinalIgnoreCase),
        [SpamReports] = new(StringComparer.OrdinalIgnoreCase),
        [InvalidEmails] = new(StringComparer.OrdinalIgnoreCase),
        [Unsubscribes] = new(StringComparer.OrdinalIgnoreCase),
    };

    public bool Has(string list) => _lists.ContainsKey(list);

    public void Add(string list, string address, DateTimeOffset at, string? reason = null, string? status = null)
    {
        lock (_gate)
            _lists[list].TryAdd(address, new Entry(address, at, reason, status));
    }

    public bool Remove(string list, string address)
    {
        lock (_gate)
            return _lists[list].Remove(address);
    }

    /// <summary>Why the address gets nothing; null if it does.</summary>
    public string? WhyDropped(string address)
    {
        lock (_gate)
        {
            foreach (var (list, reason) in Dropping)
            {
                if (_lists[list].ContainsKey(address))
                    return reason;
            }
            return null;
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Entry> Page(string list, long? start, long? end, int limit, int offset)
    {
        lock (_gate)
        {
            return
            [
                .. _lists[list]
                    .Values.Where(e =>
                        (start is null || e.At.ToUnixTimeSeconds() >= start)
                        && (end is null || e.At.ToUnixTimeSeconds() <= end)
                    )
                    .OrderByDescending(e => e.At)
                    .ThenBy(e => e.Address, StringComparer.Ordinal)
                    .Skip(offset)
                    .Take(limit),
            ];
        }
    }

    public sealed record Entry(string Address, DateTimeOffset At, string? Reason, string? Status);
}
