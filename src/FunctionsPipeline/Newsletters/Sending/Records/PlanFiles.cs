using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// The recipients of one bundle of requests, frozen: ids, never addresses (rule B8). Ordered, and so ordered by shard.
/// </summary>
internal sealed record RecipientList(IReadOnlyList<string> Ids);

/// <summary>What a plan holds, written last: a plan without it is not whole.</summary>
internal sealed record PlanManifest(
    IssueId Issue,
    int Plan,
    int Candidates,
    IReadOnlyDictionary<Exclusion, int> Excluded,
    int Recipients,
    IReadOnlyList<int> Requests,
    IReadOnlyList<string>? Languages = null
);
