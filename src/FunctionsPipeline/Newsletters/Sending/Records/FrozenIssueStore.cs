using System.Collections.Concurrent;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// The parts of planned issues that never change, read once per process: the content, who is addressed, which request has
/// how many recipients. What changes (stop, waves) must be read from storage each time.
/// </summary>
internal sealed class FrozenIssueStore(SendingLedger ledger)
{
    private const int Kept = 8;
    private readonly ConcurrentDictionary<IssueId, FrozenIssue> _issues = new();

    /// <summary>Null while the issue is being planned or if it is unknown.</summary>
    public async Task<FrozenIssue?> FindAsync(IssueId id, CancellationToken cancellationToken)
    {
        if (_issues.TryGetValue(id, out var known))
            return known;
        var issue = await ledger.Issue(id).ReadAsync(cancellationToken);
        if (issue?.Value.Plan is not { } plan)
            return null;
        var content =
            await ledger.Content(id, plan).ReadAsync(cancellationToken)
            ?? throw new StorageException($"The content of issue {id} is missing from the plan that won.");
        if (_issues.Count >= Kept)
            _issues.Clear();
        return _issues[id] = new FrozenIssue(issue.Value, content.Value);
    }

    /// <summary>The ids that one request was frozen with.</summary>
    public async Task<RecipientList> RecipientsAsync(
        FrozenIssue frozen,
        int request,
        CancellationToken cancellationToken
    ) =>
        (
            await ledger.Recipients(frozen.Issue.Id, frozen.Issue.Plan!.Value, request).ReadAsync(cancellationToken)
        )?.Value
        ?? throw new StorageException(
            $"Request {request} of issue {frozen.Issue.Id} is missing from the plan that won."
        );
}

/// <param name="Issue">As it was when first read: only its frozen parts may be used.</param>
internal sealed record FrozenIssue(IssueRecord Issue, FrozenContent Content)
{
    /// <summary>The wave that the plan put the request into.</summary>
    public int PlannedWave(int request) => Layout.PlannedWave(Issue, request);
}

/// <summary>Which wave a request belongs to.</summary>
internal static class Layout
{
    public static int PlannedWave(IssueRecord issue, int request) =>
        issue.Waves.First(w => w.First <= request && request <= w.Last).Number;

    public static int CurrentWave(IssueRecord issue, int request, RequestRecord? stored) =>
        stored?.Wave ?? PlannedWave(issue, request);
}
