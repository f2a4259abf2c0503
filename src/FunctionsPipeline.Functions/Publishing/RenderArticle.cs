using Azure.Storage.Blobs;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Publishing;

/// <summary>
/// A file was dropped or changed. An attribute's source is fixed when the code is compiled, so there are two functions over
/// one handler and an app setting switches one off: <c>AzureWebJobs.RenderArticleScan.Disabled</c> in Azure, where Event
/// Grid tells of new blobs, and <c>AzureWebJobs.RenderArticleEventGrid.Disabled</c> elsewhere.
/// </summary>
/// <remarks>
/// The trigger's blob is bound without reading it: the publisher reads what it needs, once. An event says only that
/// something happened to the name: it may come twice, late, or for a blob that is gone. The publisher looks at the blob
/// as it is now and skips a version that is answered.
/// </remarks>
public sealed class RenderArticle(IDropAnswers answers, StorageRetry retry)
{
    private const string Path = Containers.Articles + "/{name}";

    [Function("RenderArticleScan")]
    public Task ScanAsync([BlobTrigger(Path)] BlobClient blob, string name, CancellationToken cancellationToken) =>
        AnswerAsync(name, cancellationToken);

    [Function("RenderArticleEventGrid")]
    public Task EventGridAsync(
        [BlobTrigger(Path, Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken
    ) => AnswerAsync(name, cancellationToken);

    private Task AnswerAsync(string name, CancellationToken cancellationToken) =>
        retry.RunAsync(token => answers.AnswerAsync(name, token), cancellationToken);
}
