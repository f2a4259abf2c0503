using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>Gathers everything that answers a regulator, or the person, about one subscriber.</summary>
public sealed class EvidenceFiles(
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    ImportEvidence imports,
    Wordings wordings,
    TimeProvider time
)
{
    /// <summary>By id, also of an erased record.</summary>
    /// <returns>Null if nothing at all is kept under that id.</returns>
    public async Task<EvidenceFile?> OfAsync(SubscriberId id, CancellationToken cancellationToken)
    {
        var shard = await shards.ReadAsync(id, cancellationToken);
        var subscriber = shard.Find(id);
        var tombstone = subscriber is null ? shard.Tombstones().FirstOrDefault(t => t.Id == id) : null;
        var file = await GatherAsync(id, subscriber, tombstone, cancellationToken);
        return subscriber is null && tombstone is null && file.Events.Count == 0 ? null : file;
    }

    /// <summary>By address, also of an erased one: its hash is kept.</summary>
    /// <returns>Null if the address was never here.</returns>
    public async Task<EvidenceFile?> OfAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        var shard = await shards.ReadAsync(address, cancellationToken);
        var subscriber = shard.Find(address);
        var tombstone = shard.Find(hasher.Remembered(address));
        if (subscriber is null && tombstone is null)
            return null;
        return await GatherAsync(subscriber?.Id ?? tombstone!.Id, subscriber, tombstone, cancellationToken);
    }

    private async Task<EvidenceFile> GatherAsync(
        SubscriberId? id,
        Subscriber? subscriber,
        Tombstone? tombstone,
        CancellationToken cancellationToken
    )
    {
        var events = new List<EvidenceEvent>();
        var seen = new HashSet<SubscriberId>();
        var open = new Queue<SubscriberId>(new[] { id, tombstone?.Id }.OfType<SubscriberId>());
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next))
                continue;
            await foreach (var happened in evidence.OfAsync(next, cancellationToken))
            {
                events.Add(happened);
                if (SubscriberId.TryParse(happened.Earlier, out var earlier))
                    open.Enqueue(earlier);
            }
        }
        events.Sort((a, b) => a.At.CompareTo(b.At));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var hash in events.Select(e => e.Wording).OfType<string>().Distinct(StringComparer.Ordinal))
            texts[hash] = await wordings.FindAsync(hash, cancellationToken) ?? "";
        var files = new List<ImportedFile>();
        var rows = new List<ImportedRow>();
        foreach (
            var import in subscriber
                ?.Subscriptions.Where(s => !s.Confirmed)
                .Select(s => s.Evidence)
                .Distinct(StringComparer.Ordinal)
                ?? []
        )
        {
            if (await imports.FindAsync(import, cancellationToken) is { } file)
                files.Add(file);
            if (await imports.FindRowAsync(import, subscriber!.Id, cancellationToken) is { } row)
                rows.Add(row);
        }
        return new EvidenceFile
        {
            At = time.GetUtcNow(),
            Subscriber = id?.Value,
            Status = subscriber?.Status ?? Status(tombstone),
            Record = subscriber is null ? null : HeldRecord.Of(subscriber),
            Suppressed = tombstone is null ? null : new HeldSuppression(tombstone.Reason, tombstone.At),
            Events = events,
            Wordings = texts,
            Imports = files,
            ImportedRows = rows,
        };
    }

    private static SubscriberStatus Status(Tombstone? tombstone) =>
        tombstone?.Reason switch
        {
            DepartureReason.Bounced => SubscriberStatus.Bounced,
            DepartureReason.Complained => SubscriberStatus.Complained,
            DepartureReason.Left => SubscriberStatus.Unsubscribed,
            _ => SubscriberStatus.Erased,
        };
}

/// <summary>Everything that is held of one subscriber.</summary>
public sealed record EvidenceFile
{
    /// <summary>When it was gathered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null for an address that is only suppressed.</summary>
    public string? Subscriber { get; init; }

    public required SubscriberStatus Status { get; init; }

    /// <summary>Null once erased.</summary>
    public HeldRecord? Record { get; init; }

    /// <summary>The hash that suppresses the address; null for none.</summary>
    public HeldSuppression? Suppressed { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<EvidenceEvent> Events { get; init; }

    /// <summary>The texts that events name, by hash.</summary>
    public required IReadOnlyDictionary<string, string> Wordings { get; init; }

    /// <summary>The files that imported consent rests on.</summary>
    public required IReadOnlyList<ImportedFile> Imports { get; init; }

    /// <summary>What those files' own rows say.</summary>
    public required IReadOnlyList<ImportedRow> ImportedRows { get; init; }
}

/// <summary>A record in words.</summary>
public sealed record HeldRecord
{
    public required string Address { get; init; }

    public string? Name { get; init; }

    public string? Language { get; init; }

    public required IReadOnlyList<HeldSubscription> Subscriptions { get; init; }

    public required IReadOnlyList<string> Topics { get; init; }

    public required Frequency Frequency { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Newsletters that wait for a confirmation.</summary>
    public IReadOnlyList<string>? Pending { get; init; }

    public HeldSuppression? Suppressed { get; init; }

    /// <summary>When mail of the last 30 days did not arrive for now; null for never.</summary>
    public IReadOnlyList<DateTimeOffset>? SoftBounces { get; init; }

    internal static HeldRecord Of(Subscriber s) =>
        new()
        {
            Address = s.Address,
            Name = s.Name,
            Language = s.Language,
            Topics = s.Topics,
            Frequency = s.Frequency,
            PausedUntil = s.PausedUntil,
            Pending =
                s.Pending.Count == 0
                    ? null
                    : [.. s.Pending.SelectMany(p => p.Newsletters).Distinct(StringComparer.Ordinal)],
            SoftBounces = s.SoftBounces.Count == 0 ? null : [.. s.SoftBounces.Select(b => b.At)],
            Suppressed = s.Suppressed is { } x ? new HeldSuppression(x.Reason, x.At) : null,
            Subscriptions =
            [
                .. s.Subscriptions.Select(n => new HeldSubscription(
                    n.Newsletter,
                    n.Basis,
                    n.ConsentedAt,
                    n.Basis.ExpiresAt(n.ConsentedAt),
                    n.Evidence,
                    n.Left?.At,
                    n.Left?.Reason
                )),
            ],
        };
}

public sealed record HeldSubscription(
    string Newsletter,
    ConsentBasis Basis,
    DateTimeOffset ConsentedAt,
    DateTimeOffset? Expires,
    string Evidence,
    DateTimeOffset? LeftAt,
    DepartureReason? LeftReason
);

public sealed record HeldSuppression(DepartureReason Reason, DateTimeOffset At);
