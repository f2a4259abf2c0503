using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>
/// All drops at the price of a few storage calls: the two listings (one call for each 5,000 blobs), and the reports that
/// changed since the last look. What was read of the others is kept in <c>state/desk/articles.json</c>, by their ETags.
/// </summary>
public sealed class ArticleIndex(IBlobStore store, ILogger<ArticleIndex> logger)
{
    /// <summary>Reports read at one look. A site that was never looked at takes several looks.</summary>
    public const int MostReads = 400;

    private const int ReadsAtATime = 16;

    private static readonly BlobPath Path = new(Containers.State, "desk/articles.json");

    /// <summary>The stored index as it was last read or written by this instance.</summary>
    private volatile Stored<StoredIndex>? _known;

    private JsonDocument<StoredIndex> Document => new(store, Path, ArticleIndexJson.Compact.StoredIndex);

    /// <summary>Every drop, those that need staff first, then the newest.</summary>
    public async Task<DropList> ReadAsync(CancellationToken cancellationToken)
    {
        var listed = await ListReportsAsync(cancellationToken);
        var known = _known;
        var reports = Current(known?.Value, listed);
        if (
            reports.Count < listed.Count
            && await Document.ReadCacheAsync(cancellationToken) is var stored
            && stored != known
        )
        {
            known = stored;
            reports = Current(stored?.Value, listed);
        }
        var unread = listed.Where(report => !reports.ContainsKey(report.Key)).Select(report => report.Value).ToList();
        var changed = unread.Count > 0 || reports.Count < (known?.Value.Reports.Count ?? 0);
        await ReadReportsAsync(unread.Take(MostReads), reports, cancellationToken);
        if (changed)
            await KeepAsync(known, new StoredIndex([.. reports.Values]), cancellationToken);
        return new DropList(await JoinAsync(reports.Values, cancellationToken), Math.Max(0, unread.Count - MostReads));
    }

    private async Task<Dictionary<string, BlobEntry>> ListReportsAsync(CancellationToken cancellationToken)
    {
        var listed = new Dictionary<string, BlobEntry>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(Containers.Reports, "", cancellationToken))
        {
            if (blob.Name.EndsWith(".json", StringComparison.Ordinal) && blob.Name != SettingsReport.Data.Name)
                listed[blob.Name] = blob;
        }
        return listed;
    }

    private static Dictionary<string, IndexedReport> Current(
        StoredIndex? index,
        Dictionary<string, BlobEntry> listed
    ) =>
        (index?.Reports ?? [])
            .Where(report => listed.TryGetValue(report.Report, out var blob) && blob.ETag == report.ETag)
            .ToDictionary(report => report.Report, StringComparer.Ordinal);

    private async Task ReadReportsAsync(
        IEnumerable<BlobEntry> unread,
        Dictionary<string, IndexedReport> reports,
        CancellationToken cancellationToken
    )
    {
        var reader = new ReportStore(store, logger);
        foreach (var some in unread.Chunk(ReadsAtATime))
        {
            var found = await Task.WhenAll(some.Select(blob => reader.ReadListedAsync(blob, cancellationToken)));
            foreach (var (blob, report) in some.Zip(found))
            {
                if (report is not null)
                    reports[blob.Name] = IndexedReport.Of(blob.Name, blob.ETag, report);
            }
        }
    }

    /// <summary>Another instance that was first wrote the same, or reads the rest again: nothing is lost.</summary>
    private async Task KeepAsync(Stored<StoredIndex>? over, StoredIndex index, CancellationToken cancellationToken) =>
        _known = await Document.SwapAsync(over, index, cancellationToken) ?? over;

    private async Task<IReadOnlyList<ListedDrop>> JoinAsync(
        IEnumerable<IndexedReport> reports,
        CancellationToken cancellationToken
    )
    {
        var answered = new Dictionary<string, IndexedReport>(StringComparer.Ordinal);
        foreach (var report in reports)
            answered[report.Source] = report;
        var drops = new List<ListedDrop>();
        await foreach (var blob in store.ListAsync(Containers.Articles, "", cancellationToken))
        {
            if (ArticleName.Classify(blob.Name) is not (DropKind.Article or DropKind.Unsupported))
                continue;
            answered.Remove(blob.Name, out var report);
            drops.Add(
                new ListedDrop(
                    blob.Name,
                    blob.LastModified,
                    report is null || report.SourceETag != blob.ETag ? DropState.Open : StateOf(report.Status),
                    report
                )
            );
        }
        drops.AddRange(
            // What came from feeds is no file of staff.
            answered
                .Values.Where(report => !SourceBlobs.IsFromFeed(report.Source))
                .Select(report => new ListedDrop(report.Source, null, DropState.Removed, report))
        );
        return
        [
            .. drops
                .OrderBy(drop => drop.State is DropState.Rejected or DropState.Open ? drop.State : DropState.Published)
                .ThenByDescending(drop => drop.Modified ?? DateTimeOffset.MinValue)
                .ThenBy(drop => drop.Source, StringComparer.Ordinal),
        ];
    }

    internal static DropState StateOf(ReportStatus status) =>
        status switch
        {
            ReportStatus.Published => DropState.Published,
            ReportStatus.Scheduled => DropState.Scheduled,
            ReportStatus.Draft => DropState.Draft,
            ReportStatus.Rejected => DropState.Rejected,
            // The file is back, and its answer is not.
            _ => DropState.Open,
        };
}

/// <param name="Unread">Reports that were not read yet: their articles may be missing or shown as they were.</param>
public sealed record DropList(IReadOnlyList<ListedDrop> Drops, int Unread);
