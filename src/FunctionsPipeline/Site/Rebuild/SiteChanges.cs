using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Records that something the site shows has changed. The change is a small blob that stays until the site shows all of
/// it; the queue message only wakes the rebuild. So nothing is lost when a message is, and a thousand changes that wait
/// together are shown in one rebuild.
/// </summary>
public sealed class SiteChanges(IBlobStore store, IMessageQueue queue, TimeProvider time)
{
    /// <summary>Drops that arrive together are rebuilt together: the first message waits for the others.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _lastSent;

    internal const string ArticlePrefix = "changes/articles/";
    internal const string IssuesName = "changes/issues";

    /// <summary>
    /// Call after the catalog entry was written or its status changed, also when a repeat found nothing to write: the
    /// first try may have died before it came here.
    /// </summary>
    public Task RecordArticleAsync(Slug slug, CancellationToken cancellationToken) =>
        RecordAsync(ArticlePrefix + slug, cancellationToken);

    /// <summary>Call after <see cref="Pages.PastIssues"/> was written.</summary>
    public Task RecordIssuesAsync(CancellationToken cancellationToken) => RecordAsync(IssuesName, cancellationToken);

    private async Task RecordAsync(string name, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            new BlobPath(Containers.State, name),
            Encoding.UTF8.GetBytes("changed\n"),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        if (IsMessageUnderWay())
            return;
        var asked = time.GetTimestamp();
        await queue.SendAsync(Queues.SiteRebuild, "{}", Gathering, cancellationToken);
        lock (_lock)
            _lastSent = Math.Max(_lastSent ?? asked, asked);
    }

    /// <summary>
    /// A message of this process that is still invisible will start a rebuild that reads this change too: the change is
    /// stored before that message can be seen. Queue time runs from the sending, so that an early clock is the safe one.
    /// </summary>
    private bool IsMessageUnderWay()
    {
        lock (_lock)
            return _lastSent is { } sent && time.GetElapsedTime(sent) < Gathering;
    }
}
