using System.Globalization;
using System.Text;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>
/// Publishes scheduled articles when they are due. Each waits as a small blob whose name begins with its time, so that
/// a look at what is due costs one listing however many wait.
/// </summary>
internal sealed class DueDates(IBlobStore store, ISourcePublishing publishing, TimeProvider time)
    : ISiteFollower,
        IHousekeepingTask
{
    private const string Prefix = "due/publish/";
    private const string Format = "yyyyMMddHHmmss";

    public string Name => "publish-due";

    public async Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(e => e is { Status: CatalogStatus.Scheduled, PublishAt: not null }))
        {
            var due = entry.PublishAt!.Value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
            await store.WriteAsync(
                new BlobPath(Containers.State, $"{Prefix}{due}-{entry.Slug}"),
                Encoding.UTF8.GetBytes(entry.Source),
                BlobHeaders.Text,
                WriteCondition.Always,
                cancellationToken
            );
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The last second is left to the next run: an article is due when its time is past.
        var now = Prefix + time.GetUtcNow().UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
        await foreach (var entry in store.ListAsync(Containers.State, Prefix, cancellationToken))
        {
            if (string.CompareOrdinal(entry.Name, now) >= 0)
                break;
            var path = new BlobPath(Containers.State, entry.Name);
            // What the file says by now decides: published, put off, a draft again, or gone.
            if (await store.ReadAsync(path, cancellationToken) is { } note)
                await publishing.PublishAsync(Encoding.UTF8.GetString(note.Content.Span), cancellationToken);
            await store.DeleteAsync(path, entry.ETag, cancellationToken);
        }
    }
}
