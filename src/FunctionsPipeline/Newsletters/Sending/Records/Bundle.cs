namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// Consecutive requests of an issue that share a file of recipients and a hint. What is asked of storage for all of them is
/// asked once: the recipients, each shard for the second look, and the wave and the status after the claims. Each request
/// keeps a claim and a result of its own.
/// </summary>
internal static class Bundle
{
    /// <summary>The first request of the bundle that a request belongs to; the bundle's file has its name.</summary>
    public static int FirstOf(IssueRecord issue, int request) =>
        request - ((request - 1) % Math.Max(issue.BundleSize, 1));

    /// <summary>The recipients of one request, out of the list that was frozen for its bundle.</summary>
    public static IEnumerable<string> RecipientsOf(IssueRecord issue, int request, RecipientList bundle)
    {
        var first = FirstOf(issue, request);
        var before = issue.Requests.Skip(first - 1).Take(request - first).Sum();
        return bundle.Ids.Skip(before).Take(issue.Requests[request - 1]);
    }
}
