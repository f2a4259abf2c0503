using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Testing;

/// <summary>A ledger in memory that plans as the real one promises: the first plan for an id wins.</summary>
public sealed class FakeSending(TimeProvider time) : ISending
{
    private readonly Dictionary<string, (IssueRecord Issue, FrozenContent Content)> _issues = new(StringComparer.Ordinal);

    public IReadOnlyList<IssueRecord> Issues => [.. _issues.Values.Select(i => i.Issue).OrderBy(i => i.PlannedAt)];

    /// <summary>Refuses to plan, with this reason.</summary>
    public string? Refusal { get; set; }

    /// <summary>Throws before or after planning; for a process that dies there.</summary>
    public Action<string>? At { get; set; }

    public int Recipients { get; set; } = 1234;

    public Task<PlanAnswer> PlanAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        At?.Invoke("before");
        if (_issues.TryGetValue(draft.Id.Value, out var already))
            return Task.FromResult(new PlanAnswer(already.Issue, null));
        if (Refusal is not null)
            return Task.FromResult(new PlanAnswer(null, Refusal));
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
            Excluded = new Dictionary<FunctionsPipeline.Subscribers.Exclusion, int> { [FunctionsPipeline.Subscribers.Exclusion.Unsubscribed] = 40 },
            Recipients = Recipients,
            Subject = draft.Content.Mail.Subject,
            Articles = draft.Content.Articles,
            PlannedAt = time.GetUtcNow(),
        };
        _issues[draft.Id.Value] = (issue, draft.Content);
        At?.Invoke("after");
        return Task.FromResult(new PlanAnswer(issue, null));
    }

    public void Change(IssueId id, Func<IssueRecord, IssueRecord> change)
        => _issues[id.Value] = (change(_issues[id.Value].Issue), _issues[id.Value].Content);

    public Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken)
    {
        if (!_issues.TryGetValue(id.Value, out var found))
            return Task.FromResult(new StopAnswer(StopResult.Unknown, null));
        var late = time.GetUtcNow() > found.Issue.Times.StopUntil;
        Change(id, issue => issue with { Stop = issue.Stop ?? new StopOrder(time.GetUtcNow(), by) });
        return Task.FromResult(new StopAnswer(late ? StopResult.TooLate : StopResult.Stopped, Account(id)));
    }

    public Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken)
        => Task.FromResult(_issues.TryGetValue(id.Value, out var found) ? found.Issue : null);

    public Task<FrozenContent?> ContentAsync(IssueId id, CancellationToken cancellationToken)
        => Task.FromResult(_issues.TryGetValue(id.Value, out var found) ? found.Content : null);

    public Task<IssueAccount?> AccountAsync(IssueId id, CancellationToken cancellationToken)
        => Task.FromResult(_issues.ContainsKey(id.Value) ? Account(id) : null);

    public Func<IssueRecord, IssueAccount>? AccountOf { get; set; }

    private IssueAccount Account(IssueId id)
    {
        var issue = _issues[id.Value].Issue;
        return AccountOf?.Invoke(issue)
            ?? new IssueAccount(issue.Candidates, issue.Excluded, issue.Recipients, 0, 0, 0, 0, 0, 0, 0, issue.Recipients, 0, 0, 0);
    }

    public IAsyncEnumerable<IssueId> ListAsync(string newsletter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PlanUncertainAnewAsync(IssueId id, string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FenceRaised?> FenceAsync(CancellationToken cancellationToken) => Task.FromResult<FenceRaised?>(null);

    public IReadOnlyList<MailRefusal> Refusals { get; set; } = [];

    public Task<IReadOnlyList<MailRefusal>> RefusalsAsync(CancellationToken cancellationToken) => Task.FromResult(Refusals);

    public Task<AdoptAnswer> AdoptAsync(Adoption adoption, CancellationToken cancellationToken) => throw new NotSupportedException();
}
