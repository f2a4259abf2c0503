using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>Requests that wait for their confirmation, in the records of those who asked.</summary>
public sealed class PendingRequests(ShardStore shards, EvidenceStore evidence)
{
    /// <summary>Adds the request to the person's record, which is made if there is none. The evidence is written first.</summary>
    /// <param name="wording">The stored wording's id; null where nothing was agreed to in words.</param>
    /// <returns>A null request if nothing was stored, because so many for this address are open.</returns>
    public Task<(SubscriberId Id, string? RequestId)> RecordAsync(
        JoinRequest request,
        RequestOrigin origin,
        string? wording,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        Subscriber? newcomer = null;
        EvidenceEvent? stored = null;
        return shards.ChangeAsync(
            request.Address,
            async (shard, token) =>
            {
                // The same at each try, unless the shard was split in between.
                if (newcomer is null || !shard.Name.Holds(newcomer.Id))
                    newcomer = new Subscriber { Id = shard.Name.NewId(), Address = request.Address.Value };
                var subscriber = shard.Find(request.Address) ?? newcomer;
                var open = subscriber.Pending.Where(p => p.IsOpenAt(now)).ToList();
                var same = open.Find(p => IsSame(p, request));
                var requestId = same?.Id ?? changeId;
                if (subscriber.Made(changeId))
                    return new ShardChange<(SubscriberId, string?)>((subscriber.Id, requestId));
                if (same is null && open.Count >= PendingRequest.MaxPerPerson)
                    return new ShardChange<(SubscriberId, string?)>((subscriber.Id, null));
                var happened = new EvidenceEvent
                {
                    Id = changeId,
                    Kind = EvidenceKind.Requested,
                    At = now,
                    Subscriber = subscriber.Id.Value,
                    Request = requestId,
                    Address = request.Address.Value,
                    Name = request.Name,
                    Newsletters = request.Newsletters,
                    Wording = wording,
                    Page = request.Page,
                    Source = request.Source,
                    Ip = origin.Ip,
                    UserAgent = origin.Browser,
                    MessageId = ConfirmationMail.MessageIdOf(requestId),
                    Basis = ConsentBasis.Express,
                };
                // Another request made the record since the last try: what was stored belongs to a record that never
                // came to be.
                if (stored is not null && (stored.Subscriber != happened.Subscriber || stored.Request != requestId))
                    await evidence.RemoveAsync(stored, token);
                await evidence.AddAsync(happened, token);
                stored = happened;
                var pending = same is null
                    ? [.. open, new PendingRequest(requestId, now, request.Newsletters, request.Name, request.Language)]
                    : open;
                var edit = shard.Edit().Put((subscriber with { Pending = pending }).Changed(changeId));
                if (!open.Exists(p => AreSame(p.Newsletters, request.Newsletters)))
                    edit.Count(now, new DayCounts(Joined: 1));
                return new ShardChange<(SubscriberId, string?)>((subscriber.Id, requestId), edit);
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Sent twice, the form keeps its first request and that one's seven days, so that the links in both mails are the
    /// same.
    /// </summary>
    private static bool IsSame(PendingRequest pending, JoinRequest request) =>
        pending.Name == request.Name
        && pending.Language == request.Language
        && AreSame(pending.Newsletters, request.Newsletters);

    private static bool AreSame(IEnumerable<string> some, IEnumerable<string> others) =>
        some.ToHashSet(StringComparer.Ordinal).SetEquals(others);
}
