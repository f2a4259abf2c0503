using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Testing;

/// <summary>
/// A site whose articles come straight from a test: it writes what publishing leaves behind (page, text, catalog entry,
/// recorded change) without rendering anything.
/// </summary>
public sealed class SeededSite
{
    public static readonly Uri Url = new("https://clinic.example.org/");

    /// <param name="counter">Counts what is asked of storage.</param>
    public SeededSite(FixedTheme? theme = null, TimeProvider? time = null, OperationCounter? counter = null)
    {
        Time = time ?? new ManualTimeProvider();
        Memory = new InMemoryBlobStore(Time);
        Store = counter is null ? Memory : new CountingBlobStore(Memory, counter);
        Theme = theme ?? new FixedTheme();
        Changes = new SiteChanges(Store, Queue, Time);
        Rebuild = NewRebuild();
    }

    public TimeProvider Time { get; }

    public IBlobStore Store { get; }

    /// <summary>What <see cref="Store"/> stands on.</summary>
    public InMemoryBlobStore Memory { get; }

    public InMemoryMessageQueue Queue { get; } = new();

    public FixedTheme Theme { get; set; }

    public FixedSettings Settings { get; } =
        new(
            new SiteSettings
            {
                Name = "Clinic notes",
                Url = Url,
                FunctionsUrl = new Uri("https://functions.example.org/"),
            }
        );

    public SiteChanges Changes { get; }

    public SiteRebuild Rebuild { get; private set; }

    /// <summary>Whom the site told of what.</summary>
    public Follower Followed { get; } = new();

    public Restorer Restored { get; } = new();

    /// <summary>Another instance of the app on the same storage.</summary>
    public SiteRebuild NewRebuild(SiteRebuildOptions? options = null) =>
        Rebuild = new SiteRebuild(
            Store,
            new RebuildPass(
                Store,
                Settings,
                Theme,
                new ChangeGathering(Store, options ?? new SiteRebuildOptions { Settle = TimeSpan.Zero }, Time),
                [Followed],
                [Restored],
                NullLogger<RebuildPass>.Instance
            ),
            Time,
            NullLogger<SiteRebuild>.Instance
        );

    public static CatalogEntry Entry(string slug, string date = "2026-03-10", params string[] tags) =>
        new()
        {
            Slug = slug,
            Title = $"About {slug}",
            Summary = $"What we know of {slug}.",
            Status = CatalogStatus.Published,
            Date = DateTimeOffset.Parse(
                date + (date.Length == 10 ? "T15:00:00Z" : ""),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            Tags = tags,
            Author = "Jane Doe",
            Words = 700,
            Source = $"{slug}.md",
            SourceETag = "\"1\"",
            PageHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(slug))),
        };

    public Task PublishAsync(string slug, string date = "2026-03-10", params string[] tags) =>
        PublishAsync(Entry(slug, date, tags));

    /// <summary>Page, text, catalog entry, change: in publishing's order.</summary>
    public async Task PublishAsync(CatalogEntry entry, string? text = null)
    {
        var slug = Slug.Parse(entry.Slug);
        if (entry.Status == CatalogStatus.Published)
        {
            await WriteAsync(
                Containers.Web,
                $"{slug}/index.html",
                $"<!doctype html><title>{slug}</title>\n<!-- neighbours -->\n<!-- /neighbours -->\n",
                BlobHeaders.Html
            );
            await WriteAsync(
                Containers.State,
                CatalogBlobs.Content(slug).Name,
                text ?? $"<p>All about {slug}.</p>",
                BlobHeaders.Html
            );
        }
        await Store.WriteJsonAsync(
            CatalogBlobs.Entry(slug),
            entry,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            default
        );
        await Changes.RecordArticleAsync(slug, default);
    }

    /// <summary>The source was deleted or set back to draft: the page stays until the site has told it.</summary>
    public Task UnpublishAsync(CatalogEntry entry, CatalogStatus status = CatalogStatus.Removed) =>
        PublishAsync(entry with { Status = status });

    public Task<RebuildResult> RebuildAsync() => Rebuild.RunAsync(default);

    /// <summary>A file of the site as text; null if it is not there.</summary>
    public async Task<string?> FileAsync(string path) =>
        await Store.ReadAsync(new BlobPath(Containers.Web, path), default) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;

    /// <summary>Every file of the site with its text.</summary>
    public async Task<SortedDictionary<string, string>> FilesAsync()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var entry in Store.ListAsync(Containers.Web, "", default))
            files[entry.Name] = (await FileAsync(entry.Name))!;
        return files;
    }

    private Task WriteAsync(string container, string name, string text, BlobHeaders headers) =>
        Store.WriteAsync(
            new BlobPath(container, name),
            Encoding.UTF8.GetBytes(text),
            headers,
            WriteCondition.Always,
            default
        );

    public sealed class Follower : ISiteFollower
    {
        public ConcurrentQueue<CatalogEntry> Entries { get; } = new();

        public Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
        {
            foreach (var entry in entries)
                Entries.Enqueue(entry);
            return Task.CompletedTask;
        }
    }

    public sealed class Restorer : IMissingPages
    {
        public ConcurrentQueue<string> Slugs { get; } = new();

        public Task RestoreAsync(CatalogEntry entry, CancellationToken cancellationToken)
        {
            Slugs.Enqueue(entry.Slug);
            return Task.CompletedTask;
        }
    }
}
