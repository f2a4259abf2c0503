using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>A few people, of whom some leave at some time.</summary>
internal sealed class SimAudience : IAudience, ISuppression
{
    private readonly SimWorld _world;
    private readonly Dictionary<string, DateTimeOffset> _leaves = new(StringComparer.Ordinal);

    public SimAudience(SimWorld world, int people)
    {
        _world = world;
        Everybody = [.. Enumerable.Range(0, people).Select(i => SubscriberId.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 256:x2}{i:x32}"))).Order()];
        foreach (var person in Everybody)
        {
            if (world.Chance(0.05))
                _leaves[person.Value] = world.Now + world.Between(0, 7200);
        }
    }

    public IReadOnlyList<SubscriberId> Everybody { get; }

    /// <summary>How many looks right before posting find no answer.</summary>
    public int LooksThatFail { get; set; }

    public async IAsyncEnumerable<Candidate> EnumerateAsync(
        AudienceQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var person in Everybody)
            yield return Judge(person);
    }

    public Task<IReadOnlyList<Candidate>> ResolveAsync(
        IReadOnlyList<SubscriberId> ids, AudienceQuery query, CancellationToken cancellationToken)
        => LooksThatFail-- > 0 ? throw new FunctionsPipeline.Storage.StorageException("Simulated: no shard.")
            : Task.FromResult<IReadOnlyList<Candidate>>([.. ids.Select(Judge)]);

    public Task SuppressAsync(
        SubscriberId id, SuppressionReason reason, DateTimeOffset at, string? newsletter, CancellationToken cancellationToken)
    {
        _leaves[id.Value] = _world.Now;
        return Task.CompletedTask;
    }

    public Task SuppressAsync(string address, SuppressionReason reason, DateTimeOffset at, CancellationToken cancellationToken)
        => SubscriberId.TryParse(address.Split('@')[0], out var id) ? SuppressAsync(id, reason, at, null, cancellationToken) : Task.CompletedTask;

    private Candidate Judge(SubscriberId id) => new(
        id, $"{id}@example.org", null, _leaves.TryGetValue(id.Value, out var at) && at <= _world.Now ? Exclusion.Unsubscribed : null);
}

internal sealed class SimMerge : IRecipientMerge
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public BulkRecipient Merge(IssueRecord issue, FrozenContent content, Candidate recipient)
        => new(recipient.Id.Value, new Mailbox(recipient.Address), Nothing, Nothing);
}

/// <summary>What staff were told; also the events reader of the simulation, where bodies are event lists already.</summary>
internal sealed class SimNotices : IIssueNotices
{
    public List<IssueTrouble> Troubles { get; } = [];

    public List<IssueId> Planned { get; } = [];

    public List<(IssueId Issue, IssueAccount Account)> Finished { get; } = [];

    public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken)
    {
        Planned.Add(issue.Id);
        return Task.CompletedTask;
    }

    public Task NeedsPersonAsync(IssueTrouble trouble, CancellationToken cancellationToken)
    {
        Troubles.Add(trouble);
        return Task.CompletedTask;
    }

    public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken)
    {
        Finished.Add((issue.Id, account));
        return Task.CompletedTask;
    }
}

/// <summary>Bodies are lists of our own events as JSON: the vendor's form is another test's business.</summary>
internal sealed class PlainEvents : IMailEventReader
{
    public byte[] Redact(ReadOnlyMemory<byte> body) => body.ToArray();

    public IReadOnlyList<MailEvent> Read(ReadOnlyMemory<byte> body)
        => System.Text.Json.JsonSerializer.Deserialize<List<MailEvent>>(body.Span) ?? [];

    public static byte[] Write(IReadOnlyList<MailEvent> events) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(events);
}
