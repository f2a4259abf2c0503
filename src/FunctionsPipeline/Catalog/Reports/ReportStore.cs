using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Catalog.Reports;

/// <summary>
/// The answers to staff, one a source: a page for people and a JSON document, which also remembers which slug the
/// source holds. Publishing writes them; syndication shows in them where else the article is. Neither overwrites what
/// the other wrote.
/// </summary>
internal sealed partial class ReportStore(IBlobStore store, ILogger logger)
{
    private const int MaxRounds = 8;

    /// <summary>
    /// The report of the source's last version. A damaged one is as good as none: the next version writes over it.
    /// </summary>
    public async Task<Stored<ArticleReport>?> ReadAsync(string source, CancellationToken cancellationToken) =>
        await store.ReadAsync(ArticleReport.JsonOf(source), cancellationToken) is { } blob
        && Parse(source, blob) is { } report
            ? new Stored<ArticleReport>(report, blob.ETag)
            : null;

    /// <summary>A report that a listing named.</summary>
    /// <returns>Null if it is gone, damaged or no report.</returns>
    public async Task<ArticleReport?> ReadListedAsync(BlobEntry listed, CancellationToken cancellationToken) =>
        await store.ReadAsync(new BlobPath(Containers.Reports, listed.Name), cancellationToken) is { } blob
            ? Parse(listed.Name, blob)
            : null;

    /// <summary>
    /// Writes the page for people, then the JSON: once that is there, this version of the file counts as answered.
    /// </summary>
    /// <param name="over">
    /// The report as it was read; null if there was none. Copies that were shown since then are kept.
    /// </param>
    /// <param name="alongside">What must also be done before the JSON is written.</param>
    /// <exception cref="StorageException">Storage did not answer, or other writers were always first.</exception>
    public async Task WriteAsync(
        ArticleReport report,
        Stored<ArticleReport>? over,
        SiteSettings settings,
        ITheme theme,
        Task alongside,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            await Task.WhenAll(WritePageAsync(report, settings, theme, cancellationToken), alongside);
            if (await DocumentOf(report.Source).SwapAsync(over, report, cancellationToken) is not null)
                return;
            if (await store.ReadAsync(ArticleReport.JsonOf(report.Source), cancellationToken) is not { } blob)
            {
                over = null;
                continue;
            }
            report = report.WithCopies(Parse(report.Source, blob)?.Copies ?? []);
            over = new Stored<ArticleReport>(report, blob.ETag);
        }
        throw WrittenByOthers();
    }

    /// <summary>Shows in a report where else its article is. Several targets may do so at the same time.</summary>
    /// <exception cref="StorageException">Storage did not answer, or other writers were always first.</exception>
    public async Task ShowCopyAsync(
        string source,
        ReportedCopy copy,
        SiteSettings settings,
        IThemeSource themes,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (await ReadAsync(source, cancellationToken) is not { } stored)
                return;
            if (round == 0 && stored.Value.Copies.Contains(copy))
                return;
            var others = stored.Value.Copies.Where(c => c.Target != copy.Target);
            var report = stored.Value with
            {
                Copies = [.. others.Append(copy).OrderBy(c => c.Target, StringComparer.Ordinal)],
            };
            // The page first: a process that dies in between finds the copy missing in the JSON, and writes both again.
            // One that loses the swap writes the page again from what the winner stored.
            await WritePageAsync(report, settings, await themes.GetAsync(cancellationToken), cancellationToken);
            if (await DocumentOf(source).SwapAsync(stored, report, cancellationToken) is not null)
                return;
        }
        throw WrittenByOthers();
    }

    /// <summary>Has this version of the source been answered?</summary>
    public async Task<bool> IsAnsweredAsync(string source, string eTag, CancellationToken cancellationToken) =>
        (await ReadAsync(source, cancellationToken))?.Value.SourceETag == eTag;

    /// <summary>The slugs of those sources that are live.</summary>
    /// <param name="sources">Composed names; an article whose name a Mac stored decomposed is found too.</param>
    public async Task<IReadOnlyDictionary<string, Slug>> LiveSlugsAsync(
        IReadOnlyCollection<string> sources,
        CancellationToken cancellationToken
    )
    {
        var reports = await Task.WhenAll(
            sources.Select(async s =>
                await ReadAsync(s, cancellationToken)
                ?? (Composed.Apart(s) is var apart && apart != s ? await ReadAsync(apart, cancellationToken) : null)
            )
        );
        var found = new Dictionary<string, Slug>(StringComparer.Ordinal);
        foreach (var (source, report) in sources.Zip(reports))
        {
            if (report?.Value is { Link: not null } live && Slug.TryParse(live.Slug, out var slug))
                found[source] = slug;
        }
        return found;
    }

    /// <summary>
    /// File names may hold anything, also a person's name: logs carry a hash, which the report's reader can compute.
    /// </summary>
    public static string Fingerprint(string source) => Sha256Hex.Of(source, 6);

    private JsonDocument<ArticleReport> DocumentOf(string source) =>
        new(store, ArticleReport.JsonOf(source), CatalogJson.Report);

    private Task<string?> WritePageAsync(
        ArticleReport report,
        SiteSettings settings,
        ITheme theme,
        CancellationToken cancellationToken
    ) =>
        store.WriteAsync(
            ArticleReport.HtmlOf(report.Source),
            ReportPage.Render(report, settings, theme),
            BlobHeaders.Html,
            WriteCondition.Always,
            cancellationToken
        );

    private ArticleReport? Parse(string source, Blob blob)
    {
        try
        {
            return JsonSerializer.Deserialize(blob.Content.Span, CatalogJson.Report);
        }
        catch (JsonException)
        {
            LogDamaged(Fingerprint(source));
            return null;
        }
    }

    private static StorageException WrittenByOthers() => new("The report was written by others again and again.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of drop {Source} is damaged; it is written again.")]
    private partial void LogDamaged(string source);
}
