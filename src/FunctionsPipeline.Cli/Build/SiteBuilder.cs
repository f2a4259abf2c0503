using System.Collections.Concurrent;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Build;

/// <summary>Builds a whole site from a folder of articles, on disk, with the code that publishes in the cloud.</summary>
public static class SiteBuilder
{
    /// <param name="articles">Its Markdown and text files are articles; pictures lie beside them.</param>
    /// <param name="settings">Holds <c>site.yml</c> and <c>theme/</c>; null for the defaults.</param>
    /// <param name="output">Is created; must be empty, because nothing in it is ever deleted.</param>
    /// <param name="url">The site's public address; null for what <c>site.yml</c> says.</param>
    /// <param name="functionsUrl">Where the functions answer, for the forms; null for this machine.</param>
    /// <exception cref="IOException">A folder cannot be read, or the output is not empty.</exception>
    public static async Task<BuildResult> BuildAsync(
        string articles,
        string? settings,
        string output,
        Uri? url,
        Uri? functionsUrl,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
            throw new IOException($"'{output}' is not empty. Name a folder that is empty or not there yet.");
        var store = new FolderStore(articles, settings, output);
        store.Open();
        var parts = Services(store, url, functionsUrl);
        await using var services = parts.BuildServiceProvider();
        var findings = await JudgeSettingsAsync(parts, cancellationToken);
        if (findings.Any(f => f.Severity == Severity.Error))
            return new BuildResult([], 0, findings);
        Directory.CreateDirectory(output);
        var publisher = services.GetRequiredService<ArticlePublisher>();

        var sources = new List<string>();
        await foreach (var blob in store.ListAsync(Containers.Articles, "", cancellationToken))
        {
            if (ArticleName.Classify(blob.Name) is DropKind.Article)
                sources.Add(blob.Name);
        }
        var reports = await PublishAsync(publisher, sources, cancellationToken);
        // Articles that refer to others found those that were published by then: once more for those that did not.
        var waiting = new List<string>();
        await foreach (var blob in new CatalogStore(store).ListAsync(cancellationToken))
        {
            var entry = await new CatalogStore(store).FindAsync(blob, cancellationToken);
            if (entry is { WaitsFor: [_, ..] names } && names.Any(reports.ContainsKey))
                waiting.Add(entry.Source);
        }
        foreach (var (source, report) in await PublishAsync(publisher, waiting, cancellationToken))
            reports[source] = report;
        await MakePicturesAsync(services, cancellationToken);
        await services.GetRequiredService<SiteRebuild>().RunAsync(cancellationToken);

        var files = 0;
        await foreach (var _ in store.ListAsync(Containers.Web, "", cancellationToken))
            files++;
        return new BuildResult([.. reports.Values.OrderBy(r => r.Source, StringComparer.Ordinal)], files, findings);
    }

    /// <summary>What the app does from a queue: a site that is built has no later.</summary>
    private static async Task MakePicturesAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var pictures = services.GetRequiredService<ArticlePictures>();
        await Parallel.ForEachAsync(
            services.GetRequiredService<PictureRequests>().WaitingAsync(cancellationToken),
            cancellationToken,
            async (waiting, token) => await pictures.MakeAsync(waiting.Slug, token)
        );
    }

    /// <summary>
    /// As the app would judge them, which also knows targets and newsletters: a site that is built on a desk goes
    /// without.
    /// </summary>
    private static async Task<IReadOnlyList<Finding>> JudgeSettingsAsync(
        ServiceCollection parts,
        CancellationToken cancellationToken
    )
    {
        await using var app = parts.AddSyndicationAfterRebuild().AddNewsletters().BuildServiceProvider();
        return (await app.GetRequiredService<StoredSiteSettings>().LookAsync(cancellationToken))?.Findings ?? [];
    }

    private static async Task<ConcurrentDictionary<string, ArticleReport>> PublishAsync(
        ArticlePublisher publisher,
        List<string> sources,
        CancellationToken cancellationToken
    )
    {
        var reports = new ConcurrentDictionary<string, ArticleReport>(StringComparer.Ordinal);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            sources,
            options,
            async (source, token) =>
            {
                // On a thread of the pool: the store answers at once, and nothing would ever run beside it.
                await Task.Yield();
                if ((await publisher.PublishAsync(source, token)).Report is { } report)
                    reports[source] = report;
            }
        );
        return reports;
    }

    private static ServiceCollection Services(FolderStore store, Uri? url, Uri? functionsUrl)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new(SettingsServices.SiteBaseUrl, url?.AbsoluteUri),
            new(SettingsServices.FunctionsBaseUrl, functionsUrl?.AbsoluteUri),
        ]);
        var parts = new ServiceCollection();
        parts
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole())
            .AddSingleton<IConfiguration>(configuration.Build())
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IMessageQueue, NoQueue>()
            .AddSingleton(new SiteRebuildOptions { Settle = TimeSpan.Zero })
            .AddSiteSettings()
            .AddBranding()
            .AddPublishing()
            .AddSite();
        return parts;
    }
}

/// <summary>What a build made.</summary>
/// <param name="Reports">One for each article, by source.</param>
/// <param name="Files">How many files the site has.</param>
/// <param name="Settings">What is wrong with <c>site.yml</c>; with an error among them nothing was built.</param>
public sealed record BuildResult(IReadOnlyList<ArticleReport> Reports, int Files, IReadOnlyList<Finding> Settings)
{
    public int Published => Reports.Count(r => r.Status == ReportStatus.Published);
}
