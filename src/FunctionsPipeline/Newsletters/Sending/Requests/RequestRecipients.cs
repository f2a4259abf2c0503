using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>A claimed request, and who of its recipients may still get it.</summary>
internal sealed record PreparedRequest(Claimed Claimed, IReadOnlyList<Candidate> Recipients);

/// <summary>
/// Rule S9: recipients are looked up again after the claim and before the call. Rule S10 in part: who left since is stored
/// before the call.
/// </summary>
internal sealed class RequestRecipients(FrozenIssueStore frozen, IAudience audience)
{
    /// <summary>Looks the recipients up again, and stores who left since.</summary>
    /// <returns>Null if another worker took the request over.</returns>
    public async Task<PreparedRequest?> PrepareAsync(
        FrozenIssue issue,
        Claimed claimed,
        CancellationToken cancellationToken
    )
    {
        var request = claimed.Stored.Value;
        var ids = (await frozen.RecipientsAsync(issue, request.Number, cancellationToken)).Ids.Except(
            request.Refused,
            StringComparer.Ordinal
        );
        var people = await audience.ResolveAsync(
            [.. ids.Select(SubscriberId.Parse)],
            issue.Issue.Audience,
            cancellationToken
        );
        var recipients = people.Where(p => p.Excluded is null).ToList();
        var withdrawn = people.Where(p => p.Excluded is not null).Select(p => p.Id.Value).ToList();
        if (withdrawn.Count > 0)
        {
            if (
                await RequestClaims.UpdateAsync(claimed, request with { Withdrawn = withdrawn }, cancellationToken)
                is not { } noted
            )
                return null;
            claimed = noted;
        }
        return new PreparedRequest(claimed, recipients);
    }
}
