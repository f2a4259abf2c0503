using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Takes one article from its drop to the site. README.md has the order of steps and why each may be repeated or die
/// half-way.
/// </summary>
public sealed partial class ArticlePublisher : ISourcePublishing
{
    /// <summary>
    /// How often a drop starts over because another writer came in between; then it goes back to the queue.
    /// </summary>
    private const int MaxRounds = 5;

    private readonly PublishingFollowUps _followUps;
    private readonly ISiteSettingsSource _settings;
    private readonly IThemeSource _themes;
    private readonly TimeProvider _time;
    private readonly ILogger<ArticlePublisher> _logger;
    private readonly Drops _drops;
    private readonly CatalogStore _catalog;
    private readonly ReportStore _reports;
    private readonly ArticlePlacement _placement;
    private readonly MissingNeighbours _missing;

    public ArticlePublisher(
        IBlobStore store,
        PublishingFollowUps followUps,
        ISiteSettingsSource settings,
        IThemeSource themes,
        TimeProvider time,
        ILogger<ArticlePublisher> logger
    )
    {
        (_followUps, _settings, _themes, _time, _logger) = (followUps, settings, themes, time, logger);
        _drops = new Drops(store, logger);
        _catalog = new CatalogStore(store);
        _reports = new ReportStore(store, logger);
        _placement = new ArticlePlacement(store, followUps, _reports, time);
        _missing = new MissingNeighbours(store, _reports, followUps.MissingFiles);
    }

    /// <summary>
    /// Does what <see cref="PublishAsync(string, CancellationToken)"/> does, but writes nothing for a version of the file
    /// that is answered already. For triggers, which announce a drop at least once, late, and also when a blob is deleted.
    /// </summary>
    /// <exception cref="StorageException">Storage failed: try again later.</exception>
    public Task<PublishResult> AnswerAsync(string source, CancellationToken cancellationToken) =>
        PublishAsync(source, again: false, cancellationToken);

    /// <summary>
    /// Publishes, or answers with what to fix. Also takes back what is a draft now, and what is gone. For a picture:
    /// publishes the articles again that wait for it or show an older version of it.
    /// </summary>
    /// <param name="source">The blob's name in <c>articles</c>; hostile.</param>
    /// <exception cref="StorageException">
    /// Storage failed in passing: try again later. Nothing else is thrown for what is in the file.
    /// </exception>
    public Task<PublishResult> PublishAsync(string source, CancellationToken cancellationToken) =>
        PublishAsync(source, again: true, cancellationToken);

    /// <param name="again">Also where this version of the file is answered.</param>
    private async Task<PublishResult> PublishAsync(string source, bool again, CancellationToken cancellationToken)
    {
        // Triggers speak of the folder only, where such a name is private.
        var kind = again && SourceBlobs.IsFromFeed(source) ? DropKind.Article : ArticleName.Classify(source);
        if (kind == DropKind.Companion)
            await _followUps.MissingFiles.RepublishAsync(source, PublishAsync, cancellationToken);
        if (kind is DropKind.Companion or DropKind.Private)
            return PublishResult.Ignored;
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (await TryPublishAsync(source, kind, claim: round > 0, again, cancellationToken) is { } result)
                    return result;
            }
        }
        catch (Exception e) when (e is not (StorageException or OperationCanceledException or OutOfMemoryException))
        {
            OperationalEvents.RenderFailed(_logger, e, ReportStore.Fingerprint(source));
            throw;
        }
        throw new StorageException("The article's place was written by others again and again.");
    }

    /// <summary>The source was deleted: takes the article back. The site takes its page away.</summary>
    public async Task<PublishResult> RemoveAsync(string source, CancellationToken cancellationToken)
    {
        if (await _reports.ReadAsync(source, cancellationToken) is not { } stored)
            return PublishResult.Ignored;
        var report = stored.Value;
        if (
            Slug.TryParse(report.Slug, out var slug)
            && await _catalog.ReadAsync(slug, cancellationToken) is { } held
            && held.Value.Source == source
            // Once the report says so, too, all of it is done.
            && (held.Value.Status, report.Status) != (CatalogStatus.Removed, ReportStatus.Removed)
        )
        {
            await _placement.TakeBackAsync(held, cancellationToken);
            LogRemoved(slug);
        }
        // Copies elsewhere stay known: the report says what becomes of them.
        var answer = new ArticleReport
        {
            Source = source,
            SourceETag = "",
            Status = ReportStatus.Removed,
            Title = report.Title,
            Slug = report.Slug,
        }.WithCopies(report.Copies);
        if (report.Status != ReportStatus.Removed)
            await _reports.WriteAsync(
                answer,
                stored,
                await _settings.GetAsync(cancellationToken),
                await _themes.GetAsync(cancellationToken),
                Task.CompletedTask,
                cancellationToken
            );
        return new PublishResult(answer, null);
    }

    Task ISourcePublishing.PublishAsync(string source, CancellationToken cancellationToken) =>
        PublishAsync(source, cancellationToken);

    Task ISourcePublishing.RemoveAsync(string source, CancellationToken cancellationToken) =>
        RemoveAsync(source, cancellationToken);

    private async Task<PublishResult?> TryPublishAsync(
        string source,
        DropKind kind,
        bool claim,
        bool again,
        CancellationToken cancellationToken
    )
    {
        var reportTask = _reports.ReadAsync(source, cancellationToken);
        var drop = await _drops.OpenAsync(source, cancellationToken);
        var stored = await reportTask;
        var held = stored?.Value;
        if (drop is null)
            return await RemoveAsync(source, cancellationToken);
        // The report is written last, so that it proves all that comes before it.
        if (!again && held?.SourceETag == drop.ETag)
            return new PublishResult(held, Slug.TryParse(held.Slug, out var known) ? known : null);
        var settings = await _settings.GetAsync(cancellationToken);
        var theme = await _themes.GetAsync(cancellationToken);

        var findings = new List<Finding>();
        var now = _time.GetUtcNow();
        var before = await ReadHeldAsync(source, held, cancellationToken);
        var reading = _drops.Read(
            drop with
            {
                Address = before is null ? null : Slug.Parse(before.Value.Slug),
            },
            kind,
            settings,
            now,
            findings
        );
        if (reading.Article is not { } article)
        {
            if (_drops.ReadBelow(drop, kind, settings, now, findings) is { } below)
                findings.AddRange(
                    (await _missing.FindAsync(below.Article, source, settings.Url, cancellationToken)).Where(f =>
                        f.Line >= below.FirstLine
                    )
                );
            return await RejectAsync(drop, stored, reading, findings, settings, theme, cancellationToken);
        }

        var moved = before is not null && before.Value.Slug != article.Slug.Value;
        var entry = before is not null && !moved ? before : await _catalog.ReadAsync(article.Slug, cancellationToken);
        if (entry is not null && entry.Value.Source != source)
        {
            if (await _catalog.IsTakenAsync(entry.Value, cancellationToken))
            {
                findings.Add(TakenAddress.Of(article.Slug, entry.Value.Source));
                findings.AddRange(await _missing.FindAsync(article, source, settings.Url, cancellationToken));
                return await RejectAsync(drop, stored, reading, findings, settings, theme, cancellationToken);
            }
        }
        var context = new PublishContext(
            drop,
            reading,
            article,
            settings,
            theme,
            entry,
            moved ? before : null,
            findings
        );
        var live = !article.Draft && !(article.LiveFrom > now);
        var written = live
            ? await _placement.PutUpAsync(context, claim, cancellationToken)
            : await _placement.HoldBackAsync(context, cancellationToken);
        if (written is null)
            return null;

        if (!live)
            findings.AddRange(await _missing.FindAsync(article, source, settings.Url, cancellationToken));
        if (drop.Taken is null && Arrival.Explain(written, settings) is { } note)
            findings.Add(note);
        if (context.Former is { } former)
            await _placement.TakeBackAsync(former, cancellationToken);
        var report = context.ToReport(written, held);
        await _reports.WriteAsync(
            report,
            stored,
            settings,
            theme,
            _followUps.Changes.RecordArticleAsync(article.Slug, cancellationToken),
            cancellationToken
        );
        LogPublished(article.Slug, report.Status, report.Findings.Count);
        return new PublishResult(report, article.Slug);
    }

    private async Task<PublishResult> RejectAsync(
        Drop drop,
        Stored<ArticleReport>? stored,
        ArticleReading reading,
        List<Finding> findings,
        SiteSettings settings,
        ITheme theme,
        CancellationToken cancellationToken
    )
    {
        var held = stored?.Value;
        var report = new ArticleReport
        {
            Source = drop.Source,
            SourceETag = drop.ETag,
            Status = ReportStatus.Rejected,
            Title = reading.Article?.Title ?? held?.Title,
            Slug = held?.Slug,
            Link = held?.Link,
            Findings = FindingOrder.Of(findings),
            Inferred = reading.Inferred,
            Copies = held?.Copies ?? [],
        };
        await _reports.WriteAsync(report, stored, settings, theme, Task.CompletedTask, cancellationToken);
        LogRejected(
            ReportStore.Fingerprint(drop.Source),
            string.Join(", ", report.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Rule))
        );
        return new PublishResult(report, null);
    }

    /// <summary>The entry under the slug that this source holds since its last version.</summary>
    private async Task<Stored<CatalogEntry>?> ReadHeldAsync(
        string source,
        ArticleReport? held,
        CancellationToken cancellationToken
    ) =>
        Slug.TryParse(held?.Slug, out var slug)
        && await _catalog.ReadAsync(slug, cancellationToken) is { } entry
        && entry.Value.Source == source
            ? entry
            : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {Slug}: {Status}, {Findings} findings.")]
    private partial void LogPublished(Slug slug, ReportStatus status, int findings);

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {Slug} removed.")]
    private partial void LogRemoved(Slug slug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Drop {Source} rejected: {Rules}.")]
    private partial void LogRejected(string source, string rules);
}
