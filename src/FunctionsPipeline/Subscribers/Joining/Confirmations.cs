using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>Turns a pending request into consent, when the button behind the mailed link is pressed.</summary>
public sealed class Confirmations(
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    Erasure erasure,
    SubscriberLinks links,
    IEnumerable<IConsentFollower> followers,
    TimeProvider time
)
{
    /// <summary>Looks, and changes nothing: scanners follow every link.</summary>
    public async Task<ConfirmationAnswer> LookAsync(string? token, CancellationToken cancellationToken)
    {
        if (links.Read(LinkPurpose.Confirm, token) is not { } link)
            return ConfirmationAnswer.BadLink;
        var shard = await shards.ReadAsync(link.Id, cancellationToken);
        return Judge(shard.Find(link.Id), link.Detail);
    }

    /// <summary>Confirms. Safe to repeat: a second press finds it done.</summary>
    public async Task<ConfirmationAnswer> ConfirmAsync(
        string? token,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(LinkPurpose.Confirm, token) is not { } link)
            return ConfirmationAnswer.BadLink;
        var now = time.GetUtcNow();
        return await shards.ChangeAsync(
            link.Id,
            async (shard, stop) =>
            {
                var subscriber = shard.Find(link.Id);
                var answer = Judge(subscriber, link.Detail);
                if (answer.State != ConfirmationState.Open)
                    return new ShardChange<ConfirmationAnswer>(answer);
                var tombstone = shard.Find(hasher.Remembered(EmailAddress.Parse(subscriber!.Address)));
                await erasure.FinishBeforeRemovalAsync(tombstone, stop);
                await evidence.AddAsync(
                    new EvidenceEvent
                    {
                        Id = EvidenceStore.OnceId("confirmed", link.Detail),
                        Kind = EvidenceKind.Confirmed,
                        At = now,
                        Subscriber = subscriber.Id.Value,
                        Request = link.Detail,
                        Newsletters = answer.Newsletters,
                        Source = ConsentSource.Form,
                        Ip = origin.Ip,
                        UserAgent = origin.Browser,
                        Basis = ConsentBasis.Express,
                        Done = Lifted(subscriber, tombstone),
                        Earlier = tombstone?.Id?.Value,
                    },
                    stop
                );
                // Also those that the person had but got no mail of.
                string[] added =
                [
                    .. answer.Newsletters.Where(n =>
                        subscriber.Suppressed is not null || subscriber.To(n) is not { Left: null }
                    ),
                ];
                foreach (var follower in followers)
                    await follower.ExpectAsync(subscriber.Id, added, now, stop);
                var edit = shard
                    .Edit()
                    .Put(Activate(subscriber, link.Detail, now))
                    .Count(now, new DayCounts(Confirmed: 1));
                if (tombstone is not null)
                    edit.Remove(tombstone);
                return new ShardChange<ConfirmationAnswer>(answer with { State = ConfirmationState.Done }, edit);
            },
            cancellationToken
        );
    }

    private ConfirmationAnswer Judge(Subscriber? subscriber, string requestId)
    {
        if (subscriber is null)
            return ConfirmationAnswer.Over;
        var confirmed = subscriber
            .Subscriptions.Where(s => s.Evidence == requestId && s.Left is null)
            .Select(s => s.Newsletter)
            .ToList();
        if (confirmed.Count > 0)
            return new ConfirmationAnswer(ConfirmationState.Done, subscriber.Id, confirmed, subscriber.Language);
        return Find(subscriber, requestId) is { } pending && pending.IsOpenAt(time.GetUtcNow())
            ? new ConfirmationAnswer(
                ConfirmationState.Open,
                subscriber.Id,
                pending.Newsletters,
                pending.Language ?? subscriber.Language
            )
            : ConfirmationAnswer.Over with
            {
                Language = subscriber.Language,
            };
    }

    private static Subscriber Activate(Subscriber subscriber, string requestId, DateTimeOffset now)
    {
        var pending = Find(subscriber, requestId)!;
        var active = pending.Newsletters.Aggregate(
            subscriber,
            (s, newsletter) =>
                s.With(
                    new Subscription
                    {
                        Newsletter = newsletter,
                        Basis = ConsentBasis.Express,
                        ConsentedAt = now,
                        Evidence = requestId,
                    }
                )
        );
        return (
            active with
            {
                // Others for the same newsletters are answered with it; one for more still waits for its own button.
                Pending =
                [
                    .. subscriber.Pending.Where(p => p.Newsletters.Any(n => active.To(n) is not { Left: null })),
                ],
                Suppressed = null,
                PausedUntil = null,
                Name = pending.Name ?? subscriber.Name,
                Language = pending.Language ?? subscriber.Language,
            }
        ).Changed(requestId + "-confirmed");
    }

    private static PendingRequest? Find(Subscriber subscriber, string requestId) =>
        subscriber.Pending.FirstOrDefault(p => p.Id == requestId);

    private static string Lifted(Subscriber subscriber, Tombstone? tombstone)
    {
        var reason = subscriber.Suppressed?.Reason ?? tombstone?.Reason;
        return reason is null
            ? "Activated."
            : $"Activated; a suppression ({reason}) was lifted by this newer confirmation.";
    }
}

/// <param name="Subscriber">Null unless the link leads to a person.</param>
/// <param name="Newsletters">Ids of those that it is about.</param>
/// <param name="Language">What the person reads, BCP 47; null for the site's.</param>
public sealed record ConfirmationAnswer(
    ConfirmationState State,
    SubscriberId? Subscriber,
    IReadOnlyList<string> Newsletters,
    string? Language = null
)
{
    internal static ConfirmationAnswer BadLink { get; } = new(ConfirmationState.BadLink, null, []);

    internal static ConfirmationAnswer Over { get; } = new(ConfirmationState.Over, null, []);
}

public enum ConfirmationState
{
    /// <summary>Waits for the button.</summary>
    Open,
    Done,

    /// <summary>Expired, replaced by a newer request, or left since.</summary>
    Over,
    BadLink,
}
