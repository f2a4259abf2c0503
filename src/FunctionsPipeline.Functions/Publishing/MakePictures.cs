using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Publishing;

/// <summary>An article is live with pictures as they were dropped: makes smaller forms of them.</summary>
public sealed class MakePictures(ArticlePictures pictures, StorageRetry retry)
{
    [Function(nameof(MakePictures))]
    public Task RunAsync([QueueTrigger(Queues.Pictures)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => pictures.MakeAsync(message, token), cancellationToken);
}
