using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>A site with one target, wired as the app is, over memory; messages are delivered at least once.</summary>
public sealed class Wire : IDisposable
{
    public const string Target = "there";

    private readonly ServiceProvider _services;
    private int _delivered;

    public Wire(TargetSettings target, string? secret = "token", ManualTimeProvider? time = null)
    {
        Time = time ?? new ManualTimeProvider();
        Memory = new InMemoryBlobStore(Time);
        Store = new FaultyBlobStore(Memory);
        Settings = new FixedSettings(
            new SiteSettings
            {
                Name = "Clinic notes",
                Url = new Uri("https://clinic.example/"),
                Targets = [target],
            }
        );
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IBlobStore>(Store);
        services.AddSingleton<IMessageQueue>(Queue);
        services.AddSingleton<ISiteSettingsSource>(Settings);
        services.AddSingleton<FunctionsPipeline.Branding.IThemeSource>(new FixedTheme());
        services.AddSingleton<IArticleFeeds, TwoFeeds>();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new($"Targets:{Target}:Secret", secret)]).Build()
        );
        services.AddSingleton(new SyndicationOptions { AllowLoopback = true });
        services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        services.AddSyndication();
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Time { get; }

    public InMemoryBlobStore Memory { get; }

    public FaultyBlobStore Store { get; }

    public FixedSettings Settings { get; }

    public InMemoryMessageQueue Queue { get; } = new();

    /// <summary>Messages that are on the queue and have not been delivered.</summary>
    public int Waiting => Queue.Sent.Count - _delivered;

    public SyndicationRequests Requests => _services.GetRequiredService<SyndicationRequests>();

    public TargetOverview Overview => _services.GetRequiredService<TargetOverview>();

    public ArticleCarrier Carrier => _services.GetRequiredService<ArticleCarrier>();

    public static CatalogEntry Article(string slug = "sciatica") =>
        SampleIssue.Article(
            slug,
            "Does acupuncture help sciatica?",
            "Two trials compared needling with usual care.",
            700,
            ["Back pain"]
        ) with
        {
            FirstPublished = new DateTimeOffset(2026, 3, 10, 15, 0, 1, TimeSpan.Zero),
            ContentHash = "1",
        };

    /// <summary>As publishing leaves it: catalog entry, text, report. And the site's follower asks.</summary>
    public async Task PublishAsync(CatalogEntry article)
    {
        await SaveAsync(article);
        await Requests.AskAsync([article], default);
    }

    /// <summary>As publishing leaves it once the file is gone. And the site's follower asks.</summary>
    public async Task RemoveAsync(CatalogEntry article)
    {
        await Memory.DeleteAsync(new BlobPath(Containers.Articles, article.Source), null, default);
        await TakeOffAsync(article with { Status = CatalogStatus.Removed }, ReportStatus.Removed);
    }

    /// <summary>As publishing leaves it once its author made a draft of it. And the site's follower asks.</summary>
    public Task MakeDraftAsync(CatalogEntry article) =>
        TakeOffAsync(article with { Status = CatalogStatus.Draft }, ReportStatus.Draft);

    /// <summary>The target is in the settings before the first article: its time begins.</summary>
    public Task BeginAsync() => Requests.AskAsync([], default);

    public async Task SaveAsync(CatalogEntry article)
    {
        var slug = Slug.Parse(article.Slug);
        await Memory.WriteJsonAsync(
            CatalogBlobs.Entry(slug),
            article,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            default
        );
        await Memory.WriteAsync(
            new BlobPath(Containers.Articles, article.Source),
            "text"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        await WriteTextAsync(article.Slug, $"<p>All about {slug}.</p>");
        var before = (await ReportAsync(article.Source))?.Copies ?? [];
        var report = new ArticleReport
        {
            Source = article.Source,
            SourceETag = article.SourceETag,
            Status = ReportStatus.Published,
            Title = article.Title,
            Slug = article.Slug,
            Copies = before,
        };
        await Memory.WriteJsonAsync(
            ArticleReport.JsonOf(article.Source),
            report,
            CatalogJson.Report,
            WriteCondition.Always,
            default
        );
    }

    private async Task TakeOffAsync(CatalogEntry article, ReportStatus status)
    {
        var slug = Slug.Parse(article.Slug);
        await Memory.WriteJsonAsync(
            CatalogBlobs.Entry(slug),
            article,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            default
        );
        await Memory.DeleteAsync(CatalogBlobs.Content(slug), null, default);
        var report = (await ReportAsync(article.Source))! with { Status = status };
        await Memory.WriteJsonAsync(
            ArticleReport.JsonOf(article.Source),
            report.WithCopies(report.Copies),
            CatalogJson.Report,
            WriteCondition.Always,
            default
        );
        await Requests.AskAsync([article], default);
    }

    /// <summary>The article's text as publishing stores it for other places.</summary>
    public Task WriteTextAsync(string slug, string html) =>
        Memory.WriteAsync(
            CatalogBlobs.Content(Slug.Parse(slug)),
            Encoding.UTF8.GetBytes(html),
            BlobHeaders.Html,
            WriteCondition.Always,
            default
        );

    /// <summary>Delivers one message, at its time.</summary>
    public async Task<bool> DeliverAsync()
    {
        if (Waiting == 0)
            return false;
        var (_, message, visibleAfter) = Queue.Sent[_delivered];
        Time.Advance(visibleAfter);
        try
        {
            await Carrier.CarryAsync(message, default);
        }
        catch (StorageException)
        {
            // It comes again.
            return true;
        }
        _delivered++;
        return true;
    }

    /// <summary>Delivers until the queue is empty.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; await DeliverAsync(); i++)
            Assert.True(i < 200, "The queue does not become empty.");
    }

    public async Task<CopyRecord?> CopyAsync(string slug = "sciatica") =>
        await Memory.ReadAsync(CopyRecord.BlobOf(slug, Target), default) is { } blob
            ? JsonSerializer.Deserialize<CopyRecord>(blob.Content.Span, JsonBlobs.Options)
            : null;

    public async Task<ArticleReport?> ReportAsync(string source = "sciatica.md") =>
        (await Memory.ReadJsonAsync(ArticleReport.JsonOf(source), CatalogJson.Report, default))?.Value;

    public async Task<string> ReportPageAsync(string source = "sciatica.md") =>
        Encoding.UTF8.GetString((await Memory.ReadAsync(ArticleReport.HtmlOf(source), default))!.Content.Span);

    public void Dispose() => _services.Dispose();

    private sealed class TwoFeeds : IArticleFeeds
    {
        public IEnumerable<Uri> Of(CatalogEntry article, SiteSettings settings) =>
            [new(settings.Url, "feeds/rss.xml"), new(settings.Url, "feeds/atom.xml")];
    }
}
