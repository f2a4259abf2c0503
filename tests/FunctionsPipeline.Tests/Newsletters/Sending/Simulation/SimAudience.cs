using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>A few people, of whom some leave at some time. Shared by all processes.</summary>
internal sealed class SimAudience
{
    private readonly SimWorld _world;
    private readonly HashSet<SubscriberId> _french = [];
    private readonly Dictionary<string, DateTimeOffset> _leaves = new(StringComparer.Ordinal);

    /// <param name="inTwoLanguages">Every third person reads French as it is written in Canada.</param>
    public SimAudience(SimWorld world, int people, bool inTwoLanguages = false)
    {
        _world = world;
        Everyone =
        [
            .. Enumerable
                .Range(0, people)
                .Select(i =>
                    SubscriberId.Parse(string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 256:x2}{i:x32}"))
                )
                .Order(),
        ];
        if (inTwoLanguages)
            _french.UnionWith(Everyone.Where((_, i) => i % 3 == 0));
        foreach (var person in Everyone)
        {
            if (world.Chance(0.05))
                _leaves[person.Value] = world.Now + world.Between(0, 7200);
        }
    }

    public IReadOnlyList<SubscriberId> Everyone { get; }

    /// <summary>How many looks right before posting find no answer.</summary>
    public int LooksThatFail { get; set; }

    /// <summary>How long a look right before posting takes, beside what each call does.</summary>
    public TimeSpan LookTakes { get; set; }

    public IReadOnlyList<Candidate> Judge(IEnumerable<SubscriberId> ids) => [.. ids.Select(Judge)];

    /// <summary>What was counted, by the event.</summary>
    public List<string> SoftBounces { get; } = [];

    public void Leave(SubscriberId id) => _leaves[id.Value] = _world.Now;

    private Candidate Judge(SubscriberId id) =>
        new(
            id,
            $"{id}@example.org",
            null,
            _leaves.TryGetValue(id.Value, out var at) && at <= _world.Now ? Exclusion.Unsubscribed : null,
            LanguageOf(id)
        );

    public string? LanguageOf(SubscriberId id) => _french.Contains(id) ? "fr-CA" : null;
}

/// <summary>The people as one process reaches them: they lie in the same storage, a quarter of them in each shard.</summary>
internal sealed class SimShards(SimAudience people, SimProcess process) : IAudience, ISuppression
{
    private const int Shards = 4;

    public async IAsyncEnumerable<Candidate> EnumerateAsync(
        AudienceQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var shard in people.Everyone.Chunk((people.Everyone.Count + Shards - 1) / Shards))
        {
            foreach (var person in await process.CallStorageAsync(() => people.Judge(shard)))
                yield return person;
        }
    }

    public async Task<IReadOnlyList<Candidate>> ResolveAsync(
        IReadOnlyList<SubscriberId> ids,
        AudienceQuery query,
        CancellationToken cancellationToken
    )
    {
        if (people.LookTakes > TimeSpan.Zero)
            await process.CallAsync(() => true, people.LookTakes, TimeSpan.Zero);
        return await process.CallStorageAsync(() =>
            people.LooksThatFail-- > 0 ? throw new StorageException("Simulated: no shard.") : people.Judge(ids)
        );
    }

    public Task SuppressAsync(
        SubscriberId id,
        SuppressionReason reason,
        DateTimeOffset at,
        string? newsletter,
        CancellationToken cancellationToken
    ) =>
        process.CallStorageAsync(() =>
        {
            people.Leave(id);
            return true;
        });

    public Task CountSoftBounceAsync(
        SubscriberId id,
        string eventId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        process.CallStorageAsync(() =>
        {
            people.SoftBounces.Add(eventId);
            return true;
        });

    public Task SuppressAsync(
        string address,
        SuppressionReason reason,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        SubscriberId.TryParse(address.Split('@')[0], out var id)
            ? SuppressAsync(id, reason, at, null, cancellationToken)
            : Task.CompletedTask;
}

internal sealed class SimMerge : IRecipientMerge
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public BulkRecipient Merge(IssueRecord issue, FrozenContent content, Candidate recipient) =>
        new(recipient.Id.Value, new Mailbox(recipient.Address), Nothing, Nothing);
}

/// <summary>What staff were told, by all processes.</summary>
internal sealed class SimNotices
{
    public List<IssueAlert> Alerts { get; } = [];

    public List<IssueId> Planned { get; } = [];

    public List<(IssueId Issue, IssueAccount Account)> Finished { get; } = [];
}

/// <summary>The desk as one process reaches it: what staff are told is stored before it is mailed.</summary>
internal sealed class SimDesk(SimNotices notices, SimProcess process) : IIssueNotices
{
    public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken) =>
        NotifyAsync(() => notices.Planned.Add(issue.Id));

    public Task NeedsPersonAsync(IssueAlert alert, CancellationToken cancellationToken) =>
        NotifyAsync(() => notices.Alerts.Add(alert));

    public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken) =>
        NotifyAsync(() => notices.Finished.Add((issue.Id, account)));

    private Task NotifyAsync(Action tell) =>
        process.CallStorageAsync(() =>
        {
            tell();
            return true;
        });
}

/// <summary>Bodies are lists of our own events as JSON: the vendor's form is another test's business.</summary>
internal sealed class PlainEvents : IMailEventReader
{
    public byte[] Redact(ReadOnlyMemory<byte> body) => body.ToArray();

    public IReadOnlyList<MailEvent> Read(ReadOnlyMemory<byte> body) =>
        System.Text.Json.JsonSerializer.Deserialize<List<MailEvent>>(body.Span) ?? [];

    public static byte[] Write(IReadOnlyList<MailEvent> events) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(events);
}
