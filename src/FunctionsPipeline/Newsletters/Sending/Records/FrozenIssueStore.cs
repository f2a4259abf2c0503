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

    /// <summary>The ids that some requests were frozen with, by request; each bundle is read once.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<string>>> RecipientsAsync(
        FrozenIssue frozen,
        IEnumerable<int> requests,
        CancellationToken cancellationToken
    )
    {
        var issue = frozen.Issue;
        var recipients = new Dictionary<int, IReadOnlyList<string>>();
        foreach (var bundle in requests.GroupBy(request => Bundle.FirstOf(issue, request)))
        {
            var list =
                await ledger.Recipients(issue.Id, issue.Plan!.Value, bundle.Key).ReadAsync(cancellationToken)
                ?? throw new StorageException(
                    $"Request {bundle.Key} of issue {issue.Id} is missing from the plan that won."
                );
            foreach (var request in bundle)
                recipients[request] = [.. Bundle.RecipientsOf(issue, request, list.Value)];
        }
        return recipients;
    }
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
