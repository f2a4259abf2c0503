using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Integration;

/// <summary>The whole pipeline at a glance, for a person who operates it.</summary>
public sealed class PipelineStatus(
    IBlobStore store,
    HealthCheck health,
    ISendingReader sending,
    IUpcomingIssues upcoming,
    IQueueLengths queues,
    ILogger<PipelineStatus> logger
)
{
    private const int ReadsAtATime = 16;

    private readonly Dictionary<string, (string ETag, ArticleReport? Report)> _reports = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads everything once. A second call reads only the reports that have changed since, so that a screen may be
    /// refreshed every few seconds.
    /// </summary>
    /// <param name="read">Called with the number of reports read so far.</param>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<StatusNow> ReadAsync(Action<int>? read, CancellationToken cancellationToken)
    {
        var articles = await CountArticlesAsync(read, cancellationToken);
        var lengths = await Task.WhenAll(Queues.All.Select(queue => queues.CountAsync(queue, cancellationToken)));
        var waiting = new SortedDictionary<string, int>(
            Queues.All.Zip(lengths).ToDictionary(q => q.First, q => q.Second, StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        var answer = await health.RunAsync(cancellationToken);
        return new StatusNow(
            articles,
            await upcoming.ListAsync(cancellationToken),
            waiting,
            (await sending.StatusAsync(cancellationToken))?.LastTick,
            answer
        );
    }

    private async Task<ArticleCounts> CountArticlesAsync(Action<int>? read, CancellationToken cancellationToken)
    {
        await RefreshReportsAsync(read, cancellationToken);
        var answered = new Dictionary<string, ArticleReport>(StringComparer.Ordinal);
        foreach (var (_, report) in _reports.Values)
        {
            if (report is not null)
                answered[report.Source] = report;
        }
        var counts = new Dictionary<ReportStatus, int>();
        var open = 0;
        await foreach (var blob in store.ListAsync(Containers.Articles, "", cancellationToken))
        {
            if (ArticleName.Classify(blob.Name) is not DropKind.Article)
                continue;
            if (!answered.TryGetValue(blob.Name, out var report) || report.SourceETag != blob.ETag)
                open++;
            else
                counts[report.Status] = counts.GetValueOrDefault(report.Status) + 1;
        }
        return new ArticleCounts(
            counts.GetValueOrDefault(ReportStatus.Published),
            counts.GetValueOrDefault(ReportStatus.Scheduled),
            counts.GetValueOrDefault(ReportStatus.Draft),
            counts.GetValueOrDefault(ReportStatus.Rejected),
            open
        );
    }

    private async Task RefreshReportsAsync(Action<int>? read, CancellationToken cancellationToken)
    {
        var reports = new ReportStore(store, logger);
        var changed = new List<BlobEntry>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(Containers.Reports, "", cancellationToken))
        {
            if (!blob.Name.EndsWith(".json", StringComparison.Ordinal))
                continue;
            listed.Add(blob.Name);
            if (!_reports.TryGetValue(blob.Name, out var known) || known.ETag != blob.ETag)
                changed.Add(blob);
        }
        foreach (var gone in _reports.Keys.Where(name => !listed.Contains(name)).ToList())
            _reports.Remove(gone);
        var done = 0;
        foreach (var some in changed.Chunk(ReadsAtATime))
        {
            var found = await Task.WhenAll(some.Select(blob => reports.ReadListedAsync(blob, cancellationToken)));
            foreach (var (blob, report) in some.Zip(found))
                _reports[blob.Name] = (blob.ETag, report);
            done += some.Length;
            read?.Invoke(done);
        }
    }
}

/// <param name="Articles">The files in <c>articles</c>, by what became of them.</param>
/// <param name="Upcoming">One for each newsletter.</param>
/// <param name="Waiting">About how many messages wait, by queue.</param>
/// <param name="LastTick">When the newsletter timer last ran; null for never.</param>
public sealed record StatusNow(
    ArticleCounts Articles,
    IReadOnlyList<UpcomingIssue> Upcoming,
    IReadOnlyDictionary<string, int> Waiting,
    DateTimeOffset? LastTick,
    HealthAnswer Health
);

/// <summary>The files in <c>articles</c> that are articles; pictures are not counted.</summary>
/// <param name="Open">Dropped or changed, and not answered yet.</param>
public sealed record ArticleCounts(int Published, int Scheduled, int Draft, int Rejected, int Open);
