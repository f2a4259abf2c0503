using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Provider;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// The provider's batches, under which a generation of a wave is posted and can be cancelled.
/// </summary>
internal sealed class WaveBatches(IBulkMail mail, ProviderClock clock, IssueAlertService alerts)
{
    /// <summary>
    /// A batch under which nothing was posted yet. Null if none could be had now, or not by this machine (rule S6).
    /// </summary>
    public async Task<string?> CreateAsync(IssueId issue, CancellationToken cancellationToken)
    {
        var answer = await clock.ObserveAsync(() => mail.CreateBatchAsync(cancellationToken));
        if (answer.BatchId is not { } batch || answer.ProviderTime is null)
            return null;
        if (!clock.IsSkewed)
            return batch;
        await alerts.NotifyAsync(
            issue,
            AlertKind.Skew,
            "This machine's clock and the provider's differ by more than a minute.",
            cancellationToken
        );
        return null;
    }
}
