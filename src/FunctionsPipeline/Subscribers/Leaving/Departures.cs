using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Leaving;

/// <summary>Takes people off newsletters, at once and as often as they like.</summary>
public sealed class Departures(ShardStore shards, EvidenceStore evidence, SubscriberLinks links, TimeProvider time)
{
    /// <summary>What the link is about. Changes nothing.</summary>
    public LinkContent? Look(string? token) => links.Read(LinkPurpose.Unsubscribe, token);

    /// <summary>What a person reads, BCP 47; null for the site's language or an unknown person. One read.</summary>
    public async Task<string?> LanguageOfAsync(SubscriberId id, CancellationToken cancellationToken) =>
        (await shards.ReadAsync(id, cancellationToken)).Find(id)?.Language;

    /// <summary>
    /// Leaves. Done when this returns. A person who has left, or whose record is gone, has left: that is success too
    /// (RFC 8058).
    /// </summary>
    /// <param name="everything">All newsletters, not only the link's.</param>
    /// <param name="reason">One of <see cref="LeavingReasons"/>; null for none given.</param>
    /// <returns>Null for a link that does not work.</returns>
    public async Task<Departure?> LeaveAsync(
        string? token,
        bool everything,
        string? reason,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (Look(token) is not { } link)
            return null;
        var (_, language) = await ChangeAsync(
            link.Id,
            everything ? null : link.Detail,
            reason,
            ConsentSource.Form,
            origin,
            cancellationToken
        );
        return new Departure(link, language);
    }

    /// <param name="newsletter">Null for all.</param>
    /// <returns>Whether anything was left.</returns>
    public async Task<bool> LeaveAsync(
        SubscriberId id,
        string? newsletter,
        string? reason,
        ConsentSource source,
        RequestOrigin origin,
        CancellationToken cancellationToken
    ) => (await ChangeAsync(id, newsletter, reason, source, origin, cancellationToken)).Left;

    private Task<(bool Left, string? Language)> ChangeAsync(
        SubscriberId id,
        string? newsletter,
        string? reason,
        ConsentSource source,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        var now = time.GetUtcNow();
        EvidenceEvent? stored = null;
        return shards.ChangeAsync(
            id,
            async (shard, stop) =>
            {
                var found = shard.Find(id);
                if (
                    found is not { } subscriber
                    || subscriber.Made(changeId)
                    || subscriber.Depart(DepartureReason.Left, Latest(subscriber, now), newsletter) is not { } changed
                )
                    return new ShardChange<(bool, string?)>((false, found?.Language));
                var happened = new EvidenceEvent
                {
                    Id = EvidenceStore.OnceId("left", Ended(subscriber, newsletter)),
                    Kind = EvidenceKind.Left,
                    At = now,
                    Subscriber = id.Value,
                    Newsletters = newsletter is null
                        ? [.. subscriber.Subscriptions.Where(s => s.Left is null).Select(s => s.Newsletter)]
                        : [newsletter],
                    Source = source,
                    Ip = origin.Ip,
                    UserAgent = origin.Browser,
                    Reason = reason,
                    Done = newsletter is null
                        ? "Taken off all newsletters at once."
                        : "Taken off this newsletter at once.",
                };
                // Another change came in between: what was stored speaks of a record that is no longer so.
                if (stored is not null && stored.Id != happened.Id)
                    await evidence.RemoveAsync(stored, stop);
                await evidence.AddAsync(happened, stop);
                stored = happened;
                return new ShardChange<(bool, string?)>(
                    (true, subscriber.Language),
                    shard.Edit().Put(changed.Changed(changeId)).Count(now, new DayCounts(Left: 1))
                );
            },
            cancellationToken
        );
    }

    /// <summary>
    /// The consents that this leaving ends, as a short name: the same for all who try it on the same record.
    /// </summary>
    private static string Ended(Subscriber subscriber, string? newsletter)
    {
        var consents = subscriber
            .Subscriptions.Where(s => s.Left is null)
            .Select(s => (s.Newsletter, s.Evidence))
            .Concat(subscriber.Pending.SelectMany(p => p.Newsletters.Select(n => (Newsletter: n, Evidence: p.Id))))
            .Where(c => newsletter is null || c.Newsletter == newsletter)
            .Select(c => $"{c.Newsletter} {c.Evidence}")
            .Order(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{newsletter}\n{string.Join('\n', consents)}"));
        return Base64Url.EncodeToString(hash.AsSpan(0, 12));
    }

    /// <summary>
    /// A person's own wish to leave outweighs every consent on record, even one that another instance's clock dates a
    /// little later.
    /// </summary>
    private static DateTimeOffset Latest(Subscriber subscriber, DateTimeOffset now) =>
        subscriber.Pending.Select(p => p.At).Append(subscriber.LastConfirmed ?? now).Append(now).Max();
}

/// <summary>What a link has done.</summary>
/// <param name="Language">What the person reads, BCP 47; null for the site's.</param>
public sealed record Departure(LinkContent Link, string? Language);

/// <summary>Reasons that the page offers; a fixed list, so that nothing personal is typed.</summary>
public static class LeavingReasons
{
    public static IReadOnlyList<string> All { get; } = ["too-many", "not-for-me", "never-asked", "other"];

    /// <returns>Null if it is none of ours.</returns>
    public static string? Known(string? reason) => All.FirstOrDefault(r => r == reason);
}
