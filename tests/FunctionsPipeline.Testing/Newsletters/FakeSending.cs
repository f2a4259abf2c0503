using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Testing;

/// <summary>
/// A ledger in memory that plans as the real one promises: the first plan for an id wins, anyone who comes at the same
/// time.
/// </summary>
public sealed class FakeSending(TimeProvider time)
    : ISendingReader,
        IIssueFreezer,
        IIssueStopping,
        IPlanReadiness,
        IOutcomeDetails,
        IIssuesAhead
{
    private readonly Lock _gate = new();
    private readonly List<(IssueRecord Issue, FrozenContent Content)> _issues = [];

    /// <summary>In the order in which they were planned.</summary>
    public IReadOnlyList<IssueRecord> Issues
    {
        get
        {
            lock (_gate)
                return [.. _issues.Select(i => i.Issue)];
        }
    }

    /// <summary>Refuses to plan, with this reason.</summary>
    public string? Refusal { get; set; }

    /// <summary>Says before anything is reserved that nothing can be planned, with this reason.</summary>
    public string? NotReady { get; set; }

    /// <summary>Throws before or after planning; for a process that dies there.</summary>
    public Action<string>? At { get; set; }

    public int Recipients { get; set; } = 1234;

    public Task<Refusal?> FindRefusalAsync(CancellationToken cancellationToken) =>
        Task.FromResult(NotReady is { } reason ? new Refusal(reason) : null);

    public Task<IReadOnlyList<IssueRecord>> AheadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IssueRecord>>([
            .. Issues.Where(i => i is { State: IssueState.Planned, Stop: null } && time.GetUtcNow() < i.Due),
        ]);

    public IAsyncEnumerable<IssueId> ListAsync(CancellationToken cancellationToken) =>
        Issues.Select(issue => issue.Id).Order().ToAsyncEnumerable();

    public Task<Answer<IssueRecord>> FreezeAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        At?.Invoke("before");
        if (Find(draft.Id) is { } already)
            return Task.FromResult<Answer<IssueRecord>>(already.Issue);
        if (Refusal is not null)
            return Task.FromResult<Answer<IssueRecord>>(new Refusal(Refusal));
        var issue = new IssueRecord
        {
            Id = draft.Id,
            Newsletter = draft.Newsletter,
            Due = draft.Due,
            HoldWindow = draft.HoldWindow,
            Audience = draft.Audience,
            State = IssueState.Planned,
            Plan = 1,
            Candidates = Recipients + 40,
            Excluded = new Dictionary<FunctionsPipeline.Subscribers.Exclusion, int>
            {
                [FunctionsPipeline.Subscribers.Exclusion.Unsubscribed] = 40,
            },
            Recipients = Recipients,
            Subject = draft.Content.Mail.Subject,
            Articles = draft.Content.Articles,
            PlannedAt = time.GetUtcNow(),
        };
        lock (_gate)
        {
            if (Find(draft.Id) is { } faster)
                issue = faster.Issue;
            else
                _issues.Add((issue, draft.Content));
        }
        At?.Invoke("after");
        return Task.FromResult<Answer<IssueRecord>>(issue);
    }

    public void Change(IssueId id, Func<IssueRecord, IssueRecord> change)
    {
        lock (_gate)
        {
            var at = _issues.FindIndex(i => i.Issue.Id == id);
            _issues[at] = (change(_issues[at].Issue), _issues[at].Content);
        }
    }

    public Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } found)
            return Task.FromResult(new StopAnswer(StopResult.Unknown, null));
        var late = time.GetUtcNow() > found.Issue.Times.StopUntil;
        Change(id, issue => issue with { Stop = issue.Stop ?? new StopOrder(time.GetUtcNow(), by) });
        return Task.FromResult(new StopAnswer(late ? StopResult.TooLate : StopResult.Stopped, AccountOfIssue(id)));
    }

    /// <summary>Of each issue.</summary>
    public OutcomeDetails Details { get; set; } =
        new(
            [new(5, 4), new(2, 0), new(1, 0), new(0, 0), new(0, 1), new(0, 0)],
            [new BouncedDomain("mail.example", 4)],
            OtherDomains: 1
        );

    public Task<OutcomeDetails?> ReadAsync(IssueId id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(id) is null ? null : Details);

    public Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(id)?.Issue);

    public Task<FrozenContent?> ContentAsync(IssueId id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(id)?.Content);

    public Task<IssueAccount?> AccountAsync(IssueId id, CancellationToken cancellationToken) =>
        Task.FromResult(AccountOfIssue(id));

    public Func<IssueRecord, IssueAccount>? AccountOf { get; set; }

    private (IssueRecord Issue, FrozenContent Content)? Find(IssueId id)
    {
        lock (_gate)
            return _issues.FindIndex(i => i.Issue.Id == id) is >= 0 and var at ? _issues[at] : null;
    }

    /// <summary>Unless told otherwise: no one has it yet, and a stop in time keeps it from all.</summary>
    private IssueAccount? AccountOfIssue(IssueId id)
    {
        if (Find(id) is not { Issue: var issue })
            return null;
        var stopped = issue.Stop?.At <= issue.Times.StopUntil ? issue.Recipients : 0;
        return AccountOf?.Invoke(issue)
            ?? SampleIssue.Account(issue.Recipients) with
            {
                Candidates = issue.Candidates,
                Excluded = issue.Excluded,
                Stopped = stopped,
                Pending = issue.Recipients - stopped,
            };
    }

    public Task<HaltRecord?> FindHaltAsync(CancellationToken cancellationToken) => Task.FromResult(Halt);

    public DateTimeOffset? CopyAdoptedAt { get; set; }

    public Task<DateTimeOffset?> CopyAdoptedAtAsync(CancellationToken cancellationToken) =>
        Task.FromResult(CopyAdoptedAt);

    public IReadOnlyList<ProviderRefusal> Refusals { get; set; } = [];

    /// <summary>Null: now.</summary>
    public DateTimeOffset? LastTick { get; set; }

    public bool NeverTicked { get; set; }

    public HaltRecord? Halt { get; set; }

    public Task<SendingStatus?> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(NeverTicked ? null : new SendingStatus(LastTick ?? time.GetUtcNow(), Halt, Refusals));

    public Task<IReadOnlyList<ProviderRefusal>> RefusalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Refusals);
}
