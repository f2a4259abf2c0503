using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// Records that a person asked to subscribe and mails a link to confirm it. Known, unknown, suppressed or active: the same
/// steps, so that neither answer nor duration reveals who is on the list.
/// </summary>
public sealed class JoinRequests(
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    Wordings wordings,
    RequestLimits limits,
    ConfirmationMail mail,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    public async Task<JoinAnswer> AskAsync(
        JoinRequest request,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (!(await settings.GetAsync(cancellationToken)).Organisation.MayMail)
            return JoinAnswer.NotOpen;
        // Indistinguishable from outside: too many requests get the same answer and no mail.
        if (!await limits.TakeAsync(request.Address.Value, "confirmation", cancellationToken))
            return JoinAnswer.Recorded;
        var now = time.GetUtcNow();
        var wording = request.Wording is null ? null : await wordings.KeepAsync(request.Wording, cancellationToken);
        if (await RecordAsync(request, origin, wording, now, cancellationToken) is not (var id, { } requestId))
            return JoinAnswer.Recorded;
        var sent = await mail.SendAsync(
            request.Address,
            id,
            requestId,
            request.Newsletters,
            request.Language,
            cancellationToken
        );
        await evidence.AddAsync(
            new EvidenceEvent
            {
                Id = ChangeId.New(),
                Kind = EvidenceKind.ConfirmationSent,
                At = time.GetUtcNow(),
                Subscriber = id.Value,
                Request = requestId,
                MessageId = sent.MessageId ?? ConfirmationMail.MessageIdOf(requestId),
                Done = sent.Outcome.ToString(),
            },
            cancellationToken
        );
        return sent.MayGoLater ? JoinAnswer.MailIsDown : JoinAnswer.Recorded;
    }

    /// <returns>A null request if nothing was stored, because so many for this address are open.</returns>
    private Task<(SubscriberId Id, string? RequestId)> RecordAsync(
        JoinRequest request,
        RequestOrigin origin,
        string? wording,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        var shardNumber = hasher.Shard(request.Address);
        var newcomer = new Subscriber { Id = SubscriberId.New(shardNumber), Address = request.Address.Value };
        EvidenceEvent? stored = null;
        return shards.ChangeAsync(
            shardNumber,
            async (shard, token) =>
            {
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

/// <summary>What a person asks for; every part of it is checked already.</summary>
/// <param name="Newsletters">Ids; at least one.</param>
/// <param name="Wording">What was on the screen; null where nothing was agreed to in words.</param>
/// <param name="Page">The address of the page that the form was on.</param>
public sealed record JoinRequest(
    EmailAddress Address,
    string? Name,
    string? Language,
    IReadOnlyList<string> Newsletters,
    string? Wording,
    string? Page,
    ConsentSource Source
);

public enum JoinAnswer
{
    /// <summary>Said in every case, whether or not anything was done.</summary>
    Recorded,

    /// <summary>The mail provider takes no mail at all at the moment.</summary>
    MailIsDown,

    /// <summary>No mail is sent yet, because no postal address is configured; nothing was stored.</summary>
    NotOpen,
}
