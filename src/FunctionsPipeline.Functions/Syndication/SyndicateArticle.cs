using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Syndication;

/// <summary>One article, one target.</summary>
public sealed class SyndicateArticle(ArticleCarrier carrier, StorageRetry retry)
{
    [Function(nameof(SyndicateArticle))]
    public Task RunAsync([QueueTrigger(Queues.Syndication)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => carrier.CarryAsync(message, token), cancellationToken);
}
