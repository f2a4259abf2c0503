using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>
/// Compares what lies in <c>articles</c> with what was answered, and repairs: drops that no trigger brought, sources that
/// were deleted (which no trigger reports), pictures that came after their article. Costs what the listing costs: blobs are
/// looked at more closely only when their name or version is new.
/// </summary>
internal sealed partial class ReconcilePass(
    IBlobStore store,
    ISourcePublishing publishing,
    MissingFileWatch missingFiles,
    IOptions<ReconcileOptions> options,
    TimeProvider time,
    ILogger<ReconcilePass> logger
) : IHousekeepingTask
{
    /// <summary>
    /// How many blobs one run looks at closely; the rest waits for the next. Keeps a run short on a large import.
    /// </summary>
    private const int Closely = 500;

    private ReportStore Reports => new(store, logger);

    public string Name => "reconcile-sources";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var index = new SourceIndex(store);
        var deleted = new List<string>();
        var any = false;
        var left = Closely;
        await using var known = index.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await known.MoveNextAsync();
        await foreach (var blob in store.ListAsync(Containers.Articles, "", cancellationToken))
        {
            any = true;
            for (; more && string.CompareOrdinal(known.Current.Name, blob.Name) < 0; more = await known.MoveNextAsync())
                await GoneAsync(index, deleted, known.Current, cancellationToken);
            var before = more && known.Current.Name == blob.Name ? known.Current : null;
            if (before is not null)
                more = await known.MoveNextAsync();
            var now = before;
            if (before?.ETag != blob.ETag && left > 0 && time.GetUtcNow() - blob.LastModified >= options.Value.Grace)
            {
                left--;
                if (await AnswerAsync(blob, cancellationToken))
                    now = new KnownSource(blob.Name, blob.ETag);
            }
            if (now is not null)
                await index.AppendAsync(now, cancellationToken);
        }
        if (!any && more)
        {
            // A container that a person emptied by mistake, or that is not there, must not take the whole site down.
            LogEmpty();
            return;
        }
        for (; more; more = await known.MoveNextAsync())
            await GoneAsync(index, deleted, known.Current, cancellationToken);
        foreach (var source in deleted)
        {
            if (await store.StatAsync(new BlobPath(Containers.Articles, source), cancellationToken) is null)
                await publishing.RemoveAsync(source, cancellationToken);
        }
        await index.FinishAsync(cancellationToken);
    }

    private static async Task GoneAsync(
        SourceIndex index,
        List<string> deleted,
        KnownSource source,
        CancellationToken cancellationToken
    )
    {
        if (ArticleName.Classify(source.Name) is not (DropKind.Article or DropKind.Unsupported))
            return;
        if (deleted.Count < Closely)
            deleted.Add(source.Name);
        else
            await index.AppendAsync(source, cancellationToken);
    }

    /// <returns>False if it must be looked at again.</returns>
    private async Task<bool> AnswerAsync(BlobEntry blob, CancellationToken cancellationToken)
    {
        try
        {
            var kind = ArticleName.Classify(blob.Name);
            if (
                kind is DropKind.Article or DropKind.Unsupported
                && !await Reports.IsAnsweredAsync(blob.Name, blob.ETag, cancellationToken)
            )
            {
                LogMissed();
                await publishing.PublishAsync(blob.Name, cancellationToken);
            }
            if (kind != DropKind.Private)
                await missingFiles.RepublishAsync(blob.Name, publishing.PublishAsync, cancellationToken);
            return true;
        }
        catch (StorageException e)
        {
            LogFailed(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A drop was missed by its trigger; it is published now.")]
    private partial void LogMissed();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The container 'articles' is empty although articles are known: nothing is taken off the site. If this is meant, leave one file in it."
    )]
    private partial void LogEmpty();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A source could not be looked at; the next run tries again.")]
    private partial void LogFailed(Exception exception);
}
