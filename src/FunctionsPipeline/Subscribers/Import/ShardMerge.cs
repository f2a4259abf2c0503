using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Merges one batch's rows into one shard, in one write; people who left, bounced or complained do not come back.
/// </summary>
internal sealed class ShardMerge(ImportOrder order, AddressHasher hasher, DateTimeOffset now)
{
    /// <summary>
    /// Decides every row against the shard as it was read. Decides the same when it is tried again after it was
    /// written.
    /// </summary>
    public MergedShard Merge(Shard shard, IReadOnlyList<ImportRow> rows)
    {
        var people = new Dictionary<string, Subscriber>(StringComparer.Ordinal);
        foreach (var subscriber in shard.Subscribers())
            people[subscriber.Address] = subscriber;
        var remembersAnybody = shard.Tombstones().Any();
        var outcomes = new List<(long Row, RowOutcome Outcome)>(rows.Count);
        var statements = new List<ImportedRow>();
        var readers = new List<NewReader>();
        var added = 0;
        foreach (var row in rows)
        {
            var known = people.GetValueOrDefault(row.Address);
            var outcome = Decide(shard, known, row, remembersAnybody, out var changed);
            outcomes.Add((row.Row, outcome));
            if (changed is not null)
            {
                people[row.Address] = changed;
                added++;
                // Not those whose implied consent is only renewed.
                string[] joined =
                [
                    .. order.Request.Newsletters.Where(n => known?.To(n) is null && changed.To(n) is { Left: null }),
                ];
                if (joined.Length > 0)
                    readers.Add(new NewReader(changed.Id, joined));
            }
            if (
                row.Statement is not null
                && (changed ?? known) is { } person
                && person.Made(ChangeId.OfRow(order.Id, row.Row))
            )
                statements.Add(new ImportedRow(person.Id.Value, row.Row, row.Statement));
        }
        var edit =
            added == 0 ? null : shard.Edit().ReplaceAll(people.Values).Count(now, new DayCounts(Imported: added));
        return new MergedShard(outcomes, statements, readers, edit);
    }

    private RowOutcome Decide(
        Shard shard,
        Subscriber? known,
        ImportRow row,
        bool remembersAnybody,
        out Subscriber? changed
    )
    {
        changed = null;
        var changeId = ChangeId.OfRow(order.Id, row.Row);
        if (known?.Made(changeId) == true)
            return LeftSome(known) ? RowOutcome.LeftSomeHere : RowOutcome.Imported;
        if (known?.Changes.Any(c => c.StartsWith(order.Id + ":", StringComparison.Ordinal)) == true)
            return RowOutcome.Repeated;
        if (remembersAnybody && shard.Find(hasher.Remembered(EmailAddress.Parse(row.Address))) is { } tombstone)
            return Gone(tombstone.Reason);
        if (known?.Suppressed is { } suppressed)
            return Gone(suppressed.Reason);

        var subscriber = known ?? new Subscriber { Id = shard.Name.NewId(), Address = row.Address };
        var left = 0;
        var renewed = 0;
        foreach (var newsletter in order.Request.Newsletters)
        {
            var old = subscriber.To(newsletter);
            if (old?.Left is { Reason: not DepartureReason.Expired })
                left++;
            else if (old is null || old.Left is not null || IsBetter(row, old))
            {
                subscriber = subscriber.With(
                    new Subscription
                    {
                        Newsletter = newsletter,
                        Basis = row.Basis,
                        ConsentedAt = row.ConsentedAt,
                        Evidence = order.Id,
                    }
                );
                renewed++;
            }
        }
        if (renewed == 0)
            return left > 0 ? RowOutcome.LeftHere : RowOutcome.Unchanged;
        changed = (
            subscriber with
            {
                Name = subscriber.Name ?? row.Name,
                Language = subscriber.Language ?? row.Language,
            }
        ).Changed(changeId);
        return left > 0 ? RowOutcome.LeftSomeHere : RowOutcome.Imported;
    }

    private bool LeftSome(Subscriber subscriber) =>
        order.Request.Newsletters.Any(n => subscriber.To(n) is { Left: not null } old && old.Evidence != order.Id);

    /// <summary>Express consent is never weakened; implied consent is renewed by a later one.</summary>
    private static bool IsBetter(ImportRow row, Subscription old) =>
        old.Basis != ConsentBasis.Express
        && (
            row.Basis == ConsentBasis.Express
            || row.Basis.ExpiresAt(row.ConsentedAt) > old.Basis.ExpiresAt(old.ConsentedAt)
        );

    private static RowOutcome Gone(DepartureReason reason) =>
        reason switch
        {
            DepartureReason.Bounced => RowOutcome.Bounced,
            DepartureReason.Complained => RowOutcome.Complained,
            DepartureReason.Erased => RowOutcome.Erased,
            _ => RowOutcome.LeftHere,
        };
}

/// <param name="Added">Who gets a newsletter that they never had; no one when it is tried again after it was written.</param>
/// <param name="Edit">Null if nothing changes.</param>
internal sealed record MergedShard(
    IReadOnlyList<(long Row, RowOutcome Outcome)> Outcomes,
    IReadOnlyList<ImportedRow> Statements,
    IReadOnlyList<NewReader> Added,
    ShardEdit? Edit
);
