using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>A publisher over memory, with the folder that staff see.</summary>
internal sealed class Newsroom
{
    public const string Sciatica = """
        ---
        title: What helps with sciatica?
        date: 2023-01-25
        tags: [back pain, acupuncture]
        summary: What the nerve does, and what calms it.
        author: A. Lee
        ---

        Sciatica is pain along the nerve that runs down the leg.

        ## What it is

        The nerve is pressed.
        """;

    public Newsroom(IReadOnlyDictionary<string, string>? theme = null)
    {
        Store = new InMemoryBlobStore(Time);
        Faults = new FaultyBlobStore(Store);
        Changes = new SiteChanges(Faults, Queue, Time);
        var (settings, themes) = (new FixedSettings(Settings), new FixedTheme(theme));
        var requests = new PictureRequests(Faults, Queue);
        Publisher = new ArticlePublisher(
            Faults,
            new PublishingFollowUps(Changes, new MissingFileWatch(Faults), requests),
            settings,
            themes,
            Time,
            Log
        );
        Pictures = new ArticlePictures(
            Faults,
            requests,
            new PictureMaker(TimeProvider.System),
            Publisher,
            Time,
            NullLogger<ArticlePictures>.Instance
        );
        Rebuild = new SiteRebuild(
            Store,
            new RebuildPass(
                Store,
                settings,
                themes,
                new ChangeGathering(Store, new SiteRebuildOptions { Settle = TimeSpan.Zero }, Time),
                [],
                [],
                NullLogger<RebuildPass>.Instance
            ),
            Time,
            NullLogger<SiteRebuild>.Instance
        );
    }

    /// <summary>What stands between the publisher and its storage.</summary>
    public FaultyBlobStore Faults { get; }

    public RecordingLogger<ArticlePublisher> Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public InMemoryBlobStore Store { get; }

    public InMemoryMessageQueue Queue { get; } = new();

    public SiteSettings Settings { get; } =
        new()
        {
            Name = "Example Clinic",
            Url = new Uri("https://clinic.example/"),
            Medical = true,
        };

    public ArticlePublisher Publisher { get; }

    public ArticlePictures Pictures { get; }

    public SiteRebuild Rebuild { get; }

    public SiteChanges Changes { get; }

    public Task PutAsync(string name, string text) => PutAsync(name, Encoding.UTF8.GetBytes(text));

    public Task PutAsync(string name, byte[] bytes) =>
        Store.WriteAsync(
            new BlobPath(Containers.Articles, name),
            bytes,
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

    public async Task<ArticleReport> DropAsync(string name, string text)
    {
        await PutAsync(name, text);
        return (await Publisher.PublishAsync(name, default)).Report!;
    }

    public async Task<ArticleReport> DropAsync(string name, byte[] bytes)
    {
        await PutAsync(name, bytes);
        return (await Publisher.PublishAsync(name, default)).Report!;
    }

    public Task DeleteAsync(string name) => Store.DeleteAsync(new BlobPath(Containers.Articles, name), null, default);

    public async Task<string?> WebAsync(string path) => await TextAsync(new BlobPath(Containers.Web, path));

    public Task<string?> PageAsync(string slug) => WebAsync($"{slug}/index.html");

    public async Task<CatalogEntry?> EntryAsync(string slug) =>
        await TextAsync(CatalogBlobs.Entry(Slug.Parse(slug))) is { } json
            ? JsonSerializer.Deserialize(json, CatalogJson.CatalogEntry)
            : null;

    public async Task<ArticleDigest?> DigestAsync(string slug) =>
        await TextAsync(CatalogBlobs.Digest(Slug.Parse(slug))) is { } json
            ? JsonSerializer.Deserialize(json, CatalogJson.Digest)
            : null;

    /// <summary>The text alone, as feeds and other sites get it.</summary>
    public Task<string?> ContentAsync(string slug) => TextAsync(CatalogBlobs.Content(Slug.Parse(slug)));

    public async Task<ArticleReport?> ReportAsync(string name) =>
        (await new ReportStore(Store, NullLogger.Instance).ReadAsync(name, default))?.Value;

    public Task<string?> ReportPageAsync(string name) => TextAsync(ArticleReport.HtmlOf(name));

    public async Task<List<string>> NamesAsync(string container, string prefix = "")
    {
        var names = new List<string>();
        await foreach (var entry in Store.ListAsync(container, prefix, default))
            names.Add(entry.Name);
        return names;
    }

    /// <summary>Everything that is stored outside <c>articles</c>, by path, to compare before and after.</summary>
    public async Task<Dictionary<string, string>> SnapshotAsync()
    {
        var all = new Dictionary<string, string>();
        foreach (var container in Containers.All.Where(c => c != Containers.Articles))
        {
            foreach (var name in await NamesAsync(container))
                all[container + "/" + name] = (await TextAsync(new BlobPath(container, name)))!;
        }
        return all;
    }

    private async Task<string?> TextAsync(BlobPath path) =>
        await Store.ReadAsync(path, default) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : null;
}
