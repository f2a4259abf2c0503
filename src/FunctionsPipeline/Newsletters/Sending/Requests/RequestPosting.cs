using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>Rule S2: one call to the provider, begun in time, bounded in time and never repeated.</summary>
internal sealed class RequestPosting(IBulkMail mail, IRecipientMerge merge, ClaimTerms terms, TimeProvider time)
{
    private static readonly TimeSpan CallFor = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A call that is under way when the process is asked to stop may take that long to end: given up, its request would be
    /// uncertain. The Functions host ends the process ten seconds after it asked.
    /// </summary>
    private static readonly TimeSpan CallAfterStop = TimeSpan.FromSeconds(5);

    /// <returns>What is known of the call; null if the claim had grown too old to make it.</returns>
    public async Task<SendResult?> PostAsync(
        FrozenIssue issue,
        PreparedRequest prepared,
        CancellationToken cancellationToken
    )
    {
        var claimed = prepared.Claimed;
        var request = claimed.Stored.Value;
        if (prepared.Recipients.Count == 0)
            return new SendResult(SendOutcome.Submitted);
        if (!terms.MayPost(claimed.StartedAt, claimed.Wave))
            return null;
        var content = issue.Content.In(issue.Issue.LanguageOf(request.Number));
        var post = new BulkRequest(
            claimed.Wave.Batch,
            claimed.Wave.Batch is null ? null : claimed.Wave.SendAt,
            content.Mail,
            new MergedRecipients(merge, issue.Issue, content, prepared.Recipients),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [BulkArgs.Issue] = issue.Issue.Id.Value,
                [BulkArgs.Request] = SendingPaths.RequestId(request.Number),
                [BulkArgs.Gen] = request.Gen.ToString(CultureInfo.InvariantCulture),
            },
            () => terms.MayPost(claimed.StartedAt, claimed.Wave) && !cancellationToken.IsCancellationRequested
        );
        return await SubmitAsync(post, cancellationToken);
    }

    private async Task<SendResult> SubmitAsync(BulkRequest post, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallFor, time);
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        await using var asked = cancellationToken.Register(() => stop.CancelAfter(CallAfterStop));
        try
        {
            return await mail.SubmitAsync(post, both.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            return new SendResult(SendOutcome.Unknown, Reason: $"The call was given up ({e.GetType().Name}).");
        }
    }
}
