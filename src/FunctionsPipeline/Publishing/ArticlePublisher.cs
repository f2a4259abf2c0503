using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Lint;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Takes one article from its drop to the site. README.md has the order of steps and why each may be repeated or die half-way.
/// </summary>
public sealed partial class ArticlePublisher : ISourcePublishing
{
    /// <summary>How often a drop starts over because somebody else wrote in between; then it goes back to the queue.</summary>
    private const int MaxRounds = 5;

    private readonly IBlobStore _store;
    private readonly SiteChanges _changes;
    private readonly ISiteSettingsSource _settings;
    private readonly IThemeSource _themes;
    private readonly TimeProvider _time;
    private readonly ILogger<ArticlePublisher> _logger;
    private readonly LateImages _late;
    private readonly ArticleFiles _files;
    private readonly Redirects _redirects;
    private readonly Shelf _shelf;

    public ArticlePublisher(
        IBlobStore store, SiteChanges changes, LateImages late, ISiteSettingsSource settings, IThemeSource themes, TimeProvider time, ILogger<ArticlePublisher> logger)
    {
        (_store, _changes, _settings, _themes, _time, _logger) = (store, changes, settings, themes, time, logger);
        _late = late;
        _files = new ArticleFiles(store, late);
        _redirects = new Redirects(store);
        _shelf = new Shelf(store);
    }

    /// <summary>Publishes, or answers with what to mend. Also takes down what is a draft now, and what is gone.</summary>
    /// <param name="source">The blob's name in <c>articles</c>; hostile.</param>
    /// <exception cref="StorageException">Storage failed in passing: try again later. Nothing else is thrown for what is in the file.</exception>
    public async Task<PublishResult> PublishAsync(string source, CancellationToken cancellationToken)
    {
        var kind = ArticleName.Classify(source);
        if (kind is DropKind.Companion or DropKind.Private)
            return PublishResult.Ignored;
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (await TryPublishAsync(source, kind, claim: round > 0, cancellationToken) is { } result)
                    return result;
            }
        }
        catch (Exception e) when (e is not (StorageException or OperationCanceledException or OutOfMemoryException))
        {
            Happenings.RenderFailed(_logger, e, Fingerprint(source));
            throw;
        }
        throw new StorageException("The article's place was written by others again and again.");
    }

    /// <summary>The source was deleted: takes its page, digest and files away.</summary>
    public async Task<PublishResult> RemoveAsync(string source, CancellationToken cancellationToken)
    {
        if (await ReadReportAsync(source, cancellationToken) is not { } report)
            return PublishResult.Ignored;
        var settings = await _settings.GetAsync(cancellationToken);
        if (Slug.TryParse(report.Slug, out var slug) && await ReadEntryAsync(slug, cancellationToken) is { } held && held.Value.Source == source)
        {
            var removed = held.Value with { Status = CatalogStatus.Removed, PageETag = null };
            if (await WriteEntryAsync(removed, held, cancellationToken) is null)
                throw new StorageException("The catalog entry changed while its article was removed.");
            await TakeDownAsync(slug, held.Value, cancellationToken);
            await _changes.RecordArticleAsync(slug, cancellationToken);
            LogRemoved(_logger, slug);
        }
        var answer = new ArticleReport { Source = source, SourceETag = "", Status = ReportStatus.Removed, Title = report.Title, Slug = report.Slug };
        if (report.Status != ReportStatus.Removed)
            await WriteReportAsync(answer, settings, await _themes.GetAsync(cancellationToken), cancellationToken);
        return new PublishResult(answer, null);
    }

    Task ISourcePublishing.PublishAsync(string source, CancellationToken cancellationToken) => PublishAsync(source, cancellationToken);

    Task ISourcePublishing.RemoveAsync(string source, CancellationToken cancellationToken) => RemoveAsync(source, cancellationToken);

    private async Task<PublishResult?> TryPublishAsync(string source, DropKind kind, bool claim, CancellationToken cancellationToken)
    {
        var reportTask = ReadReportAsync(source, cancellationToken);
        var drop = await ReadDropAsync(source, cancellationToken);
        var held = await reportTask;
        if (drop is null)
            return await RemoveAsync(source, cancellationToken);
        var settings = await _settings.GetAsync(cancellationToken);
        var theme = await _themes.GetAsync(cancellationToken);

        var findings = new List<Finding>();
        var reading = Read(drop, source, kind, settings, findings);
        if (reading.Article is not { } article)
            return await RejectAsync(drop, source, held, reading, findings, settings, theme, cancellationToken);

        var entry = await ReadEntryAsync(article.Slug, cancellationToken);
        if (entry is not null && entry.Value.Source != source)
        {
            if (await IsTakenAsync(entry.Value, cancellationToken))
            {
                findings.Add(new Finding("slug-taken", Severity.Error, $"The address '{article.Slug}' belongs to '{entry.Value.Source}'.", "Give this article a slug of its own, e.g. 'slug: " + SlugWriter.From(article.Slug + "-2") + "', or delete the other file."));
                return await RejectAsync(drop, source, held, reading, findings, settings, theme, cancellationToken);
            }
            claim = true;
        }
        var work = new Work(source, drop.ETag, article, settings, theme, entry, await ReadFormerAsync(source, held, article.Slug, cancellationToken), findings);
        var live = !article.Draft && !(article.PublishAt > _time.GetUtcNow());
        var written = live ? await PutUpAsync(work, claim, cancellationToken) : await HoldBackAsync(work, cancellationToken);
        if (written is null)
            return null;

        await MoveFormerAsync(work, written, cancellationToken);
        var report = ReportOf(work, written, reading) with { Copies = held?.Copies ?? [] };
        await Task.WhenAll(
            WriteReportAsync(report, settings, theme, cancellationToken),
            _changes.RecordArticleAsync(article.Slug, cancellationToken));
        LogPublished(_logger, article.Slug, report.Status, report.Findings.Count);
        return new PublishResult(report, article.Slug);
    }

    /// <summary>Reads the file, with every mistake of ours turned into an answer: a drop that always fails would go round for ever.</summary>
    private ArticleReading Read(Drop drop, string source, DropKind kind, SiteSettings settings, List<Finding> findings)
    {
        if (kind == DropKind.Unsupported)
        {
            findings.Add(new Finding("unsupported", Severity.Error, $"Files of the kind '{ArticleName.ExtensionOf(source)}' cannot be published.", "Save the text as Markdown (.md) or plain text (.txt) and drop that. In Word: Save as, Plain text, UTF-8."));
            return new ArticleReading(null, [], [], null);
        }
        if (drop.Content is not { } content)
        {
            findings.Add(ArticleLimits.TooLarge(drop.Length));
            return new ArticleReading(null, [], [], null);
        }
        try
        {
            var reading = ArticleReader.Read(new ArticleSource(source, content, drop.LastModified), settings);
            findings.AddRange(reading.Findings);
            if (reading.Article is { } article)
                Linter.Check(article, settings, _time.GetUtcNow(), findings);
            return reading;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Happenings.RenderFailed(_logger, e, Fingerprint(source));
            findings.Add(new Finding("internal", Severity.Error, "This file cannot be read because of a mistake in this program, not in your text.", "Please tell whoever looks after the site. Your file is safe."));
            return new ArticleReading(null, [], [], null);
        }
    }

    /// <summary>Page, digest and content first, then the catalog entry that everything else is found by.</summary>
    private async Task<CatalogEntry?> PutUpAsync(Work work, bool claim, CancellationToken cancellationToken)
    {
        var (article, slug) = (work.Article, work.Article.Slug);
        var links = ArticleLinks.Of(article, work.Source, work.Settings.Url);
        var files = await _files.PublishAsync(work.Source, slug, links.Images, work.Entry?.Value.Source == work.Source ? work.Entry.Value.Files : [], work.Findings, cancellationToken);
        var sources = await FindSourcesAsync(links.Sources, cancellationToken);
        // Whoever arrives later publishes this article again.
        foreach (var missing in links.Sources.Where(s => !sources.ContainsKey(s)))
            await _late.WaitAsync(work.Source, missing, cancellationToken);
        var cover = links.Resolve(files.ToDictionary(f => f.Key, f => ArticleFiles.AddressOf(f.Value, slug, work.Settings.Url), StringComparer.Ordinal), sources, work.Findings);
        var context = RenderContext.For(work.Settings, work.Theme, article.Language) with { Image = cover };
        var rendered = RenderedArticle.Render(article, context);
        var digest = JsonSerializer.SerializeToUtf8Bytes(rendered.Digest, ArticleJson.Digest);

        var entry = work.Entry;
        if (claim)
        {
            var claimed = entry is not null && entry.Value.Source == work.Source
                ? entry.Value with { PageETag = null }
                : EntryOf(work, CatalogStatus.Draft, null, cover, [], []);
            if (await WriteEntryAsync(claimed, entry, cancellationToken) is not { } eTag)
                return null;
            entry = new Stored<CatalogEntry>(claimed, eTag);
        }
        var pageETag = await _shelf.PutAsync(slug, rendered.Page, Encoding.UTF8.GetBytes(rendered.Content), digest, entry?.Value, claim, cancellationToken);
        if (pageETag is null)
            return null;
        var waitsFor = links.Images.Where(i => !files.ContainsKey(i)).Concat(links.Sources.Where(s => !sources.ContainsKey(s)));
        var published = EntryOf(work, CatalogStatus.Published, cover?.Url, cover, [.. files.Values], [.. waitsFor]) with
        {
            PageHash = Convert.ToHexStringLower(SHA256.HashData(rendered.Page.Span)),
            ContentHash = Convert.ToHexStringLower(SHA256.HashData(digest)),
            PageETag = pageETag,
        };
        var before = work.Entry?.Value.Source == work.Source ? work.Entry.Value : null;
        if (published.Updated is null && before is { ContentHash: { } hash, Status: CatalogStatus.Published })
            published = published with { Updated = hash == published.ContentHash ? before.Updated : _time.GetUtcNow() };
        published = await WithAliasesAsync(work, published, before, cancellationToken);
        return await WriteEntryAsync(published, entry, cancellationToken) is null ? null : published;
    }

    /// <summary>A draft, or not due yet: whatever was live is taken down.</summary>
    private async Task<CatalogEntry?> HoldBackAsync(Work work, CancellationToken cancellationToken)
    {
        var entry = EntryOf(work, work.Article.Draft ? CatalogStatus.Draft : CatalogStatus.Scheduled, work.Article.Image, null, [], []);
        if (await WriteEntryAsync(entry, work.Entry, cancellationToken) is null)
            return null;
        if (work.Entry is { Value.Status: CatalogStatus.Published } live)
            await TakeDownAsync(work.Article.Slug, live.Value, cancellationToken);
        return entry;
    }

    private CatalogEntry EntryOf(
        Work work, CatalogStatus status, string? image, CoverImage? cover, IReadOnlyList<CatalogFile> files, IReadOnlyList<string> waitsFor)
    {
        var article = work.Article;
        var own = work.Entry?.Value.Source == work.Source ? work.Entry.Value : work.Former?.Value;
        return new CatalogEntry
        {
            Slug = article.Slug.Value,
            Title = article.Title,
            Summary = article.Summary,
            Status = status,
            Date = article.Date,
            Updated = article.Updated,
            FirstPublished = own?.FirstPublished ?? (status == CatalogStatus.Published ? _time.GetUtcNow() : null),
            PublishAt = article.PublishAt,
            Tags = article.Tags,
            Author = article.Author,
            Language = article.Language,
            Image = image ?? article.Outline.Images.Select(i => i.Node.Url).FirstOrDefault(u => !string.IsNullOrEmpty(u) && Media.Read(u) is null),
            ImageAlt = cover?.Alt ?? article.ImageAlt,
            Canonical = article.Canonical,
            Aliases = own?.Aliases ?? [],
            Newsletter = article.Newsletter,
            Words = article.Words,
            ReviewedBy = article.ReviewedBy,
            LastReviewed = article.LastReviewed,
            ReviewBy = article.ReviewBy,
            TargetTexts = article.TargetTexts,
            Source = work.Source,
            SourceETag = work.SourceETag,
            PageHash = own?.PageHash ?? "",
            ThemeVersion = work.Theme.Version,
            Files = files,
            WaitsFor = waitsFor,
        };
    }

    /// <summary>Former addresses lead here: those that the author names, and the slug that the article had before.</summary>
    private async Task<CatalogEntry> WithAliasesAsync(Work work, CatalogEntry entry, CatalogEntry? before, CancellationToken cancellationToken)
    {
        var aliases = new List<string>(before?.Aliases ?? work.Former?.Value.Aliases ?? []);
        foreach (var alias in work.Article.Aliases)
        {
            if (aliases.Contains(alias, StringComparer.Ordinal) || alias == entry.Slug)
                continue;
            if (await _redirects.IsFreeAsync(alias, work.Source, cancellationToken))
                aliases.Add(alias);
            else
                work.Findings.Add(new Finding("alias-taken", Severity.Warning, $"The former address '{alias}' belongs to another article; it is left alone.", "Remove it from 'aliases'."));
        }
        if (work.Former is { } former && former.Value.Slug != entry.Slug && !aliases.Contains(former.Value.Slug, StringComparer.Ordinal))
            aliases.Add(former.Value.Slug);
        aliases.Remove(entry.Slug);
        if (before is null || !aliases.SequenceEqual(before.Aliases, StringComparer.Ordinal))
        {
            foreach (var alias in aliases)
                await _redirects.WriteAsync(alias, entry, work.Settings, cancellationToken);
        }
        return entry with { Aliases = aliases };
    }

    /// <summary>After a change of slug: what belonged to the old one goes; its address leads on already.</summary>
    private async Task MoveFormerAsync(Work work, CatalogEntry entry, CancellationToken cancellationToken)
    {
        if (work.Former is not { } former || !Slug.TryParse(former.Value.Slug, out var slug))
            return;
        await _shelf.ClearAsync(slug, keepPage: entry.Status == CatalogStatus.Published, cancellationToken);
        await _store.DeleteAsync(CatalogEntry.BlobOf(slug), former.ETag, cancellationToken);
        await _changes.RecordArticleAsync(slug, cancellationToken);
    }

    private async Task TakeDownAsync(Slug slug, CatalogEntry entry, CancellationToken cancellationToken)
    {
        await _shelf.ClearAsync(slug, keepPage: false, cancellationToken);
        foreach (var alias in entry.Aliases)
        {
            if (await _redirects.IsFreeAsync(alias, entry.Source, cancellationToken))
                await _store.DeleteAsync(Redirects.BlobOf(alias), null, cancellationToken);
        }
    }

    private async Task<PublishResult> RejectAsync(
        Drop drop, string source, ArticleReport? held, ArticleReading reading, List<Finding> findings, SiteSettings settings, ITheme theme, CancellationToken cancellationToken)
    {
        var report = new ArticleReport
        {
            Source = source,
            SourceETag = drop.ETag,
            Status = ReportStatus.Rejected,
            Title = reading.Article?.Title ?? held?.Title,
            Slug = held?.Slug,
            Link = held?.Link,
            Findings = FindingOrder.Of(findings),
            Inferred = reading.Inferred,
            Copies = held?.Copies ?? [],
        };
        await WriteReportAsync(report, settings, theme, cancellationToken);
        LogRejected(_logger, Fingerprint(source), string.Join(", ", report.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Rule)));
        return new PublishResult(report, null);
    }

    private static ArticleReport ReportOf(Work work, CatalogEntry entry, ArticleReading reading) => new()
    {
        Source = work.Source,
        SourceETag = work.SourceETag,
        Status = entry.Status switch { CatalogStatus.Published => ReportStatus.Published, CatalogStatus.Scheduled => ReportStatus.Scheduled, _ => ReportStatus.Draft },
        Title = entry.Title,
        Slug = entry.Slug,
        Link = entry.Status == CatalogStatus.Published ? SiteAddress.Of(work.Settings, entry.Path) : null,
        PublishAt = entry.PublishAt,
        Words = entry.Words,
        Inferred = reading.Inferred,
        Findings = FindingOrder.Of([.. work.Findings, .. work.Theme.Findings.Select(f => f with { Severity = Severity.Warning })]),
        ExplicitMarkdown = reading.ExplicitMarkdown,
    };

    /// <summary>Does the other file still hold the slug? A file that was moved leaves an entry behind whose source is gone.</summary>
    private async Task<bool> IsTakenAsync(CatalogEntry entry, CancellationToken cancellationToken)
        => entry.Status != CatalogStatus.Removed && await _store.StatAsync(new BlobPath(Containers.Articles, entry.Source), cancellationToken) is not null;

    /// <summary>The entry under the slug that this source had before, if it is another one now.</summary>
    private async Task<Stored<CatalogEntry>?> ReadFormerAsync(string source, ArticleReport? held, Slug slug, CancellationToken cancellationToken)
    {
        if (!Slug.TryParse(held?.Slug, out var former) || former == slug)
            return null;
        return await ReadEntryAsync(former, cancellationToken) is { } entry && entry.Value.Source == source ? entry : null;
    }

    private async Task<IReadOnlyDictionary<string, Slug>> FindSourcesAsync(IReadOnlyCollection<string> sources, CancellationToken cancellationToken)
    {
        if (sources.Count == 0)
            return new Dictionary<string, Slug>(StringComparer.Ordinal);
        var reports = await Task.WhenAll(sources.Select(async s => (Source: s, Report: await ReadReportAsync(s, cancellationToken))));
        var found = new Dictionary<string, Slug>(StringComparer.Ordinal);
        foreach (var (source, report) in reports)
        {
            if (report is { Link: not null } && Slug.TryParse(report.Slug, out var slug))
                found[source] = slug;
        }
        return found;
    }

    private async Task<Drop?> ReadDropAsync(string source, CancellationToken cancellationToken)
    {
        await using var blob = await _store.OpenReadAsync(new BlobPath(Containers.Articles, source), cancellationToken);
        if (blob is null)
            return null;
        if (blob.Length > ArticleLimits.MaxBytes)
            return new Drop(null, blob.Length, blob.ETag, blob.LastModified);
        var content = new byte[blob.Length];
        var read = await blob.Content.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return new Drop(content.AsMemory(0, read), blob.Length, blob.ETag, blob.LastModified);
    }

    private Task<Stored<CatalogEntry>?> ReadEntryAsync(Slug slug, CancellationToken cancellationToken)
        => _store.ReadJsonAsync(CatalogEntry.BlobOf(slug), ArticleJson.CatalogEntry, cancellationToken);

    private async Task<string?> WriteEntryAsync(CatalogEntry entry, Stored<CatalogEntry>? over, CancellationToken cancellationToken)
        => await _store.WriteJsonAsync(
            CatalogEntry.BlobOf(Slug.Parse(entry.Slug)), entry, ArticleJson.CatalogEntry, over is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(over.ETag), cancellationToken);

    /// <summary>A report that somebody damaged is as good as none.</summary>
    private async Task<ArticleReport?> ReadReportAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return (await _store.ReadJsonAsync(ArticleReport.JsonOf(source), ArticleJson.Report, cancellationToken))?.Value;
        }
        catch (JsonException)
        {
            LogDamaged(_logger, Fingerprint(source));
            return null;
        }
    }

    private async Task WriteReportAsync(ArticleReport report, SiteSettings settings, ITheme theme, CancellationToken cancellationToken)
        => await Task.WhenAll(
            _store.WriteAsync(ArticleReport.HtmlOf(report.Source), ReportPage.Render(report, settings, theme), BlobHeaders.Html, WriteCondition.Always, cancellationToken),
            _store.WriteJsonAsync(ArticleReport.JsonOf(report.Source), report, ArticleJson.Report, WriteCondition.Always, cancellationToken));

    /// <summary>File names may hold anything, also a person's name: logs carry a hash, which the report's reader can compute.</summary>
    private static string Fingerprint(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 6));

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {Slug}: {Status}, {Findings} findings.")]
    private static partial void LogPublished(ILogger logger, Slug slug, ReportStatus status, int findings);

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {Slug} removed.")]
    private static partial void LogRemoved(ILogger logger, Slug slug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Drop {Source} rejected: {Rules}.")]
    private static partial void LogRejected(ILogger logger, string source, string rules);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of drop {Source} is damaged; it is written anew.")]
    private static partial void LogDamaged(ILogger logger, string source);

    /// <param name="Content">Null if it is too large to be read.</param>
    private sealed record Drop(ReadOnlyMemory<byte>? Content, long Length, string ETag, DateTimeOffset LastModified);

    private sealed record Work(
        string Source, string SourceETag, Article Article, SiteSettings Settings, ITheme Theme, Stored<CatalogEntry>? Entry, Stored<CatalogEntry>? Former, List<Finding> Findings);
}
