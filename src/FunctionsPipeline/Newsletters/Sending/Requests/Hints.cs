namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// A message of queue <c>requests</c>: look whether these requests, of one bundle, are to be posted (rule S7).
/// </summary>
internal sealed record StageHint(IssueId Issue, IReadOnlyList<int> Requests);

/// <summary>A message of queue <c>events</c>: fold this blob of container <c>newsletter</c>.</summary>
internal sealed record FoldHint(string Blob);
