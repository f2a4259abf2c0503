using System.Collections.Concurrent;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Site.Rebuild;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// The site in memory, made by the code that publishes in the cloud. After a change, only what it concerns is published
/// again.
/// </summary>
internal sealed class PreviewSite : IAsyncDisposable
{
    private readonly string _root;
    private readonly ServiceProvider _services;
    private readonly ArticlePublisher _publisher;
    private readonly SiteRebuild _rebuild;
    private readonly ConcurrentDictionary<string, ArticleReport> _reports = new(StringComparer.Ordinal);
    private string _welcome = "";
    private Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    public PreviewSite(string root, PreviewLook look, TimeProvider time)
    {
        (_root, Look) = (root, look);
        _services = LocalServices.ForSite(Store, look, look);
        (_publisher, _rebuild) = (
            _services.GetRequiredService<ArticlePublisher>(),
            _services.GetRequiredService<SiteRebuild>()
        );
        Version = new PreviewVersion(time);
    }

    /// <summary>The folder that is previewed.</summary>
    public string Root => _root;

    public LocalStore Store { get; } = new(isKept: true);

    public PreviewLook Look { get; }

    public PreviewVersion Version { get; }

    /// <summary>By the article's name. Of the last version that could be read, where the folder cannot be.</summary>
    public IReadOnlyDictionary<string, ArticleReport> Reports => _reports;

    /// <summary>Looks at the folder, and publishes what is new, changed or gone.</summary>
    /// <returns>True if anything was.</returns>
    public async Task<bool> UpdateAsync(CancellationToken cancellationToken)
    {
        var isNewLook = Look.Reload();
        var folder = ArticleFolder.Scan(_root, Look.Folder);
        var files = folder
            .Files.Values.Where(f => ArticleName.Classify(f.Name) != DropKind.Private)
            .ToDictionary(f => f.Name, f => f.ETag, StringComparer.Ordinal);
        var names = files
            .Where(f => isNewLook || _seen.GetValueOrDefault(f.Key) != f.Value)
            .Select(f => f.Key)
            .Concat(_seen.Keys.Where(name => !files.ContainsKey(name)))
            .ToList();
        var welcome = PreviewWelcome.Fingerprint(_root, Look.Settings);
        if (names.Count == 0 && !isNewLook)
        {
            if (welcome == _welcome)
                return false;
            _welcome = welcome;
            Version.Advance();
            return true;
        }
        _welcome = welcome;
        Store.Articles = folder;
        var live = Live();
        await PublishAsync(names, cancellationToken);
        await PublishAsync(await WaitingAsync(live, cancellationToken), cancellationToken);
        await _rebuild.RunAsync(cancellationToken);
        _seen = files;
        Version.Advance();
        return true;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task PublishAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(
            names,
            cancellationToken,
            async (name, token) =>
            {
                var result = await _publisher.PublishAsync(name, token);
                if (result.Report is { Status: not ReportStatus.Removed } report)
                    _reports[name] = report;
                else if (ArticleName.Classify(name) != DropKind.Companion)
                    _reports.TryRemove(name, out _);
            }
        );

    /// <summary>
    /// What may be different because of other articles: a link to one that is live only now, an address that is free now.
    /// </summary>
    private async Task<IReadOnlyCollection<string>> WaitingAsync(
        HashSet<string> before,
        CancellationToken cancellationToken
    )
    {
        var waiting = _reports
            .Values.Where(r => r.Findings.Any(f => f.Rule == "slug-taken"))
            .Select(r => r.Source)
            .ToHashSet(StringComparer.Ordinal);
        var fresh = Live();
        fresh.ExceptWith(before);
        if (fresh.Count == 0)
            return waiting;
        var catalog = new CatalogStore(Store);
        await foreach (var listed in catalog.ListAsync(cancellationToken))
        {
            if (await catalog.FindAsync(listed, cancellationToken) is { } entry && entry.WaitsFor.Any(fresh.Contains))
                waiting.Add(entry.Source);
        }
        return waiting;
    }

    private HashSet<string> Live() =>
        _reports
            .Values.Where(r => r.Status == ReportStatus.Published)
            .Select(r => r.Source)
            .ToHashSet(StringComparer.Ordinal);
}
