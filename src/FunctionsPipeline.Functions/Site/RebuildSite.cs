using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Site;

/// <summary>Something that the site shows has changed. What exactly is in storage; the message only says to look.</summary>
public sealed class RebuildSite(SiteRebuild rebuild, StorageRetry retry)
{
    [Function(nameof(RebuildSite))]
    public Task RunAsync([QueueTrigger(Queues.SiteRebuild)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(rebuild.RunAsync, cancellationToken);
}
