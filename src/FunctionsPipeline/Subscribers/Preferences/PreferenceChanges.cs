using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Preferences;

/// <summary>
/// Changes what a person gets, by their mailed link. What is given up stops at once; what is added is asked for by a
/// confirmation mail, since mails get forwarded and only a confirmation may begin or resume mail (rules B4, B5).
/// </summary>
public sealed class PreferenceChanges(
    ShardStore shards,
    EvidenceStore evidence,
    SubscriberLinks links,
    JoinRequests requests,
    TimeProvider time
)
{
    /// <returns>Null for a link that does not work or whose subscriber is gone.</returns>
    public async Task<Subscriber?> LookAsync(string? token, CancellationToken cancellationToken) =>
        links.Read(LinkPurpose.Preferences, token) is { } link
            ? (await shards.ReadAsync(link.Id, cancellationToken)).Find(link.Id)
            : null;

    /// <param name="offered">Ids of the newsletters that the page showed; others stay as they are.</param>
    /// <returns>Null for a link that does not work or whose subscriber is gone.</returns>
    public async Task<PreferencesAnswer?> ChangeAsync(
        string? token,
        WantedPreferences wanted,
        IReadOnlyList<string> offered,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(LinkPurpose.Preferences, token) is not { } link)
            return null;
        var changed = await RecordAsync(link.Id, wanted, offered, origin, cancellationToken);
        if (changed is null)
            return null;
        var added = wanted
            .Newsletters.Where(n =>
                offered.Contains(n, StringComparer.Ordinal) && changed.To(n) is null or { Left: not null }
            )
            .ToList();
        var asked =
            added.Count == 0 ? JoinAnswer.Recorded : await AskBackAsync(changed, added, origin, cancellationToken);
        return new PreferencesAnswer(changed, added, asked);
    }

    /// <summary>The way back after leaving: asks for a confirmation at the address that is on record.</summary>
    /// <returns>Null for a link that does not work or whose subscriber is gone.</returns>
    public async Task<JoinAnswer?> ReturnAsync(
        string? token,
        IReadOnlyList<string> newsletters,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (newsletters.Count == 0 || await LookAsync(token, cancellationToken) is not { } subscriber)
            return null;
        return await AskBackAsync(subscriber, newsletters, origin, cancellationToken);
    }

    private Task<JoinAnswer> AskBackAsync(
        Subscriber subscriber,
        IReadOnlyList<string> newsletters,
        RequestOrigin origin,
        CancellationToken cancellationToken
    ) =>
        requests.AskAsync(
            new JoinRequest(
                EmailAddress.Parse(subscriber.Address),
                Name: null,
                subscriber.Language,
                newsletters,
                Wording: null,
                Page: null,
                ConsentSource.Preferences
            ),
            origin,
            cancellationToken
        );

    private Task<Subscriber?> RecordAsync(
        SubscriberId id,
        WantedPreferences wanted,
        IReadOnlyList<string> offered,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        var now = time.GetUtcNow();
        return shards.ChangeAsync<Subscriber?>(
            id,
            async (shard, stop) =>
            {
                if (shard.Find(id) is not { } subscriber || subscriber.Made(changeId))
                    return new ShardChange<Subscriber?>(shard.Find(id));
                var givenUp = subscriber
                    .Subscriptions.Where(s =>
                        s.Left is null
                        && offered.Contains(s.Newsletter, StringComparer.Ordinal)
                        && !wanted.Newsletters.Contains(s.Newsletter, StringComparer.Ordinal)
                    )
                    .ToList();
                var changed = givenUp.Aggregate(
                    subscriber with
                    {
                        Topics = wanted.Topics,
                        Frequency = wanted.Frequency,
                        Language = wanted.Language ?? subscriber.Language,
                        PausedUntil = wanted.PausedUntil,
                    },
                    (s, gone) => s.With(gone with { Left = new Departure(now, DepartureReason.Left) })
                );
                var happened = new EvidenceEvent
                {
                    Id = changeId,
                    Kind = EvidenceKind.PreferencesChanged,
                    At = now,
                    Subscriber = id.Value,
                    Newsletters = wanted.Newsletters,
                    Topics = wanted.Topics,
                    Source = ConsentSource.Preferences,
                    Ip = origin.Ip,
                    UserAgent = origin.Browser,
                };
                await evidence.AddAsync(happened, stop);
                var edit = shard.Edit().Put(changed.Changed(changeId));
                if (givenUp.Count > 0)
                {
                    await evidence.AddAsync(
                        happened with
                        {
                            Id = changeId + "-left",
                            Kind = EvidenceKind.Left,
                            Newsletters = [.. givenUp.Select(s => s.Newsletter)],
                            Topics = null,
                            Done = "Taken off these newsletters at once.",
                        },
                        stop
                    );
                    edit.Count(now, new DayCounts(Left: 1));
                }
                return new ShardChange<Subscriber?>(changed, edit);
            },
            cancellationToken
        );
    }
}

/// <summary>What a person chose on the page; every part of it is checked already.</summary>
/// <param name="Newsletters">Ids.</param>
/// <param name="Topics">Empty for all.</param>
/// <param name="Language">BCP 47; null leaves it as it is.</param>
/// <param name="PausedUntil">Null for no pause.</param>
public sealed record WantedPreferences(
    IReadOnlyList<string> Newsletters,
    IReadOnlyList<string> Topics,
    Frequency Frequency,
    string? Language,
    DateTimeOffset? PausedUntil
);

/// <param name="ToConfirm">Newsletters that wait for a confirmation by mail.</param>
/// <param name="Asked">Unless it is recorded, the choice is saved and cannot be confirmed.</param>
public sealed record PreferencesAnswer(Subscriber Subscriber, IReadOnlyList<string> ToConfirm, JoinAnswer Asked);
