using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>A claimed request, and who of its recipients may still get it.</summary>
internal sealed record PreparedRequest(Claimed Claimed, IReadOnlyList<Candidate> Recipients);

/// <summary>A claimed request, and what the second look found of each recipient.</summary>
internal sealed record LookedUpRequest(Claimed Claimed, IReadOnlyList<Candidate> People);

/// <summary>
/// Rule S9: recipients are looked up again after the claim and before the call. Rule S10 in part: who left since is stored
/// before the call.
/// </summary>
internal sealed class RequestRecipients(FrozenIssueStore frozen, RequestClaims claims, IAudience audience)
{
    /// <summary>Looks up the recipients of all claimed requests at once: they lie in the same shards. Changes nothing.</summary>
    public async Task<IReadOnlyList<LookedUpRequest>> LookUpAsync(
        FrozenIssue issue,
        IReadOnlyList<Claimed> claimed,
        CancellationToken cancellationToken
    )
    {
        var lists = await frozen.RecipientsAsync(issue, claimed.Select(c => c.Stored.Value.Number), cancellationToken);
        var asked = claimed
            .Select(c => lists[c.Stored.Value.Number].Except(c.Stored.Value.Refused, StringComparer.Ordinal).ToList())
            .ToList();
        var people = await audience.ResolveAsync(
            [.. asked.SelectMany(ids => ids).Select(SubscriberId.Parse)],
            issue.Issue.Audience,
            cancellationToken
        );
        var found = new List<LookedUpRequest>(claimed.Count);
        var next = 0;
        foreach (var (one, ids) in claimed.Zip(asked))
        {
            found.Add(new LookedUpRequest(one, [.. people.Skip(next).Take(ids.Count)]));
            next += ids.Count;
        }
        return found;
    }

    /// <summary>Stores who left since planning.</summary>
    /// <returns>Null if another worker took the request over.</returns>
    public async Task<PreparedRequest?> NoteWithdrawnAsync(LookedUpRequest request, CancellationToken cancellationToken)
    {
        var claimed = request.Claimed;
        var withdrawn = request.People.Where(p => p.Excluded is not null).Select(p => p.Id.Value).ToList();
        if (withdrawn.Count == 0)
            return new PreparedRequest(claimed, request.People);
        var after = claimed.Stored.Value with { Withdrawn = withdrawn };
        return await claims.UpdateAsync(claimed, after, cancellationToken) is { } noted
            ? new PreparedRequest(noted, [.. request.People.Where(p => p.Excluded is null)])
            : null;
    }
}
