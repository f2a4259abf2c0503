using System.Collections.Concurrent;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Publishing.Reconcile;

/// <summary>What no trigger told of is found by comparing.</summary>
public sealed class ReconcileTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryBlobStore _store;
    private readonly FakePublishing _publishing;
    private readonly ToldReviews _reviews = new();
    private readonly ServiceProvider _services;

    public ReconcileTests()
    {
        _store = new InMemoryBlobStore(_time);
        _publishing = new FakePublishing(_store);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IBlobStore>(_store)
            .AddSingleton<IQueueLengths>(new InMemoryMessageQueue())
            .AddSingleton<ISourcePublishing>(_publishing)
            .AddSingleton<ISiteSettingsSource>(new FixedSettings(new SiteSettings { Url = SeededSite.Url }))
            .AddSingleton<IThemeSource>(new FixedTheme())
            .AddSingleton<IReviewNotices>(_reviews)
            .AddReconcile()
            .AddIntegration()
            .BuildServiceProvider();
    }

    [Fact]
    public async Task A_missed_drop_is_published_once_its_trigger_had_its_time()
    {
        await DropAsync("sciatica.md");
        await RunAsync();
        Assert.Empty(_publishing.Published);

        _time.Advance(TimeSpan.FromMinutes(11));
        await RunAsync();
        await RunAsync();

        Assert.Equal(["sciatica.md"], _publishing.Published);
    }

    /// <summary>With the Azurite emulator the host's scan missed 72 of 100 files that arrived together.</summary>
    [Theory]
    [InlineData(30, 0)]
    [InlineData(50, 1)]
    public async Task Where_only_a_scan_finds_drops_a_missed_one_waits_less_than_a_minute(int seconds, int published)
    {
        _services.GetRequiredService<IOptions<ReconcileOptions>>().Value.Grace = ReconcileOptions.GraceWithScan;
        await DropAsync("sciatica.md");

        _time.Advance(TimeSpan.FromSeconds(seconds));
        await RunAsync();

        Assert.Equal(published, _publishing.Published.Count);
    }

    [Theory]
    [InlineData("00:00:15", true)]
    [InlineData("01:00:00", true)]
    [InlineData("00:00:14", false)]
    [InlineData("1.00:00:00", false)]
    public async Task A_grace_that_makes_no_sense_stops_the_start(string grace, bool starts)
    {
        await using var services = new ServiceCollection()
            .AddReconcile()
            .AddIntegration()
            .Configure<ReconcileOptions>(options =>
                options.Grace = TimeSpan.Parse(grace, System.Globalization.CultureInfo.InvariantCulture)
            )
            .BuildServiceProvider();

        var failure = Record.Exception(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(starts, failure is null);
    }

    [Fact]
    public async Task A_drop_that_was_answered_is_left_alone()
    {
        await _publishing.PublishAsync(await DropAsync("sciatica.md"), default);
        _publishing.Published.Clear();
        _time.Advance(TimeSpan.FromHours(1));

        await RunAsync();

        Assert.Empty(_publishing.Published);
    }

    [Fact]
    public async Task A_new_version_that_was_missed_is_published()
    {
        await DropAsync("sciatica.md");
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        await DropAsync("sciatica.md");
        _time.Advance(TimeSpan.FromHours(1));

        await RunAsync();

        Assert.Equal(["sciatica.md", "sciatica.md"], _publishing.Published);
    }

    [Fact]
    public async Task A_deleted_source_is_removed()
    {
        await DropAsync("neck.md");
        await DropAsync("sciatica.md");
        await DropAsync("zzz.png");
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        await _store.DeleteAsync(new BlobPath(Containers.Articles, "sciatica.md"), null, default);

        await RunAsync();
        await RunAsync();

        Assert.Equal(["sciatica.md"], _publishing.Removed);
    }

    [Fact]
    public async Task An_emptied_container_does_not_take_the_site_down()
    {
        await DropAsync("sciatica.md");
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        await _store.DeleteAsync(new BlobPath(Containers.Articles, "sciatica.md"), null, default);

        await RunAsync();
        Assert.Empty(_publishing.Removed);

        await DropAsync("another.md");
        await RunAsync();
        Assert.Equal(["sciatica.md"], _publishing.Removed);
    }

    [Fact]
    public async Task A_picture_that_comes_late_publishes_its_article_again()
    {
        await _services.GetRequiredService<MissingFileWatch>().WaitAsync("neck/neck.md", "neck/x ray.png", default);
        await DropAsync("neck/x ray.png");
        _time.Advance(TimeSpan.FromMinutes(11));

        await RunAsync();
        await RunAsync();

        Assert.Equal(["neck/neck.md"], _publishing.Published);
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_keeps_nothing_else()
    {
        await DropAsync("a.md");
        await DropAsync("b.md");
        _time.Advance(TimeSpan.FromHours(1));
        _publishing.Failing = "a.md";
        await RunAsync();
        Assert.Equal(["b.md"], _publishing.Published);

        _publishing.Failing = null;
        await RunAsync();
        Assert.Equal(["b.md", "a.md"], _publishing.Published);
    }

    [Fact]
    public async Task Three_thousand_sources_cost_a_few_calls_once_they_are_known()
    {
        for (var i = 0; i < 3000; i++)
            await DropAsync($"a{i:0000}.md");
        _time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 6; i++)
            await RunAsync();
        Assert.Equal(3000, _publishing.Published.Count);
        _store.Calls.Clear();

        await RunAsync();
        Assert.InRange(_store.Calls.Values.Sum(), 1, 15);
        Assert.False(_store.Calls.ContainsKey(nameof(IBlobStore.WriteAsync)));

        await DropAsync("a1500x.md");
        _time.Advance(TimeSpan.FromHours(1));
        _store.Calls.Clear();
        await RunAsync();
        // The report that the fake writes, one part of the ledger or two, and the ledger itself.
        Assert.InRange(_store.Calls[nameof(IBlobStore.WriteAsync)], 2, 4);
    }

    [Fact]
    public async Task A_scheduled_article_is_published_when_it_is_due()
    {
        var entry = SeededSite.Entry("sciatica") with
        {
            Status = CatalogStatus.Scheduled,
            PublishAt = _time.GetUtcNow().AddHours(2),
        };
        await FollowAsync(entry);
        await RunAsync();
        Assert.Empty(_publishing.Published);

        _time.Advance(TimeSpan.FromHours(2.1));
        await RunAsync();
        await RunAsync();

        Assert.Equal(["sciatica.md"], _publishing.Published);
    }

    [Fact]
    public async Task Staff_see_which_articles_are_due_for_review()
    {
        foreach (var (slug, day) in new[] { ("due", 9), ("later", 28), ("reviewed", 9) })
        {
            var entry = SeededSite.Entry(slug) with { ReviewBy = new DateOnly(2026, 3, day) };
            await FollowAsync(entry);
            await WriteEntryAsync(slug == "reviewed" ? entry with { ReviewBy = new DateOnly(2027, 3, 9) } : entry);
        }

        await RunAsync();

        var page = Encoding.UTF8.GetString(
            (await _store.ReadAsync(new BlobPath(Containers.Reports, "_reviews.html"), default))!.Content.Span
        );
        Assert.Contains("https://clinic.example.org/due/", page);
        Assert.DoesNotContain("later", page);
        Assert.DoesNotContain("reviewed/", page);
        Assert.Equal(["due"], _reviews.Told);
    }

    private sealed class ToldReviews : IReviewNotices
    {
        public List<string> Told { get; } = [];

        public Task DueAsync(IReadOnlyList<CatalogEntry> due, CancellationToken cancellationToken)
        {
            Told.AddRange(due.Select(e => e.Slug));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_new_theme_publishes_old_pages_again_and_only_those()
    {
        for (var i = 0; i < 450; i++)
            await WriteEntryAsync(
                SeededSite.Entry($"a{i:000}") with
                {
                    ThemeVersion = i % 2 == 0 ? "old" : new FixedTheme().Theme.Version,
                }
            );
        for (var i = 0; i < 3; i++)
            await RunAsync();
        Assert.Equal(225, _publishing.Published.Count);
        _store.Calls.Clear();

        await RunAsync();

        Assert.Equal(225, _publishing.Published.Count);
        Assert.InRange(_store.Calls[nameof(IBlobStore.ReadAsync)], 1, 5);
    }

    private Task RunAsync() => _services.GetRequiredService<HousekeepingRound>().RunAsync(default);

    /// <summary>The site has told of it.</summary>
    private async Task FollowAsync(CatalogEntry entry)
    {
        foreach (var follower in _services.GetServices<ISiteFollower>())
            await follower.FollowAsync([entry], default);
    }

    private async Task<string> DropAsync(string name)
    {
        await _store.WriteAsync(
            new BlobPath(Containers.Articles, name),
            "text"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        return name;
    }

    private Task WriteEntryAsync(CatalogEntry entry) =>
        _store.WriteJsonAsync(
            CatalogBlobs.Entry(Slug.Parse(entry.Slug)),
            entry,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            default
        );

    /// <summary>Answers each drop with a report, as publishing does.</summary>
    private sealed class FakePublishing(IBlobStore store) : ISourcePublishing
    {
        public ConcurrentQueue<string> Published { get; } = new();

        public ConcurrentQueue<string> Removed { get; } = new();

        public string? Failing { get; set; }

        public async Task PublishAsync(string source, CancellationToken cancellationToken)
        {
            if (source == Failing)
                throw new StorageException("Gone.");
            Published.Enqueue(source);
            var eTag =
                (await store.StatAsync(new BlobPath(Containers.Articles, source), cancellationToken))?.ETag ?? "";
            var report = new ArticleReport
            {
                Source = source,
                SourceETag = eTag,
                Status = ReportStatus.Published,
            };
            await store.WriteJsonAsync(
                ArticleReport.JsonOf(source),
                report,
                CatalogJson.Report,
                WriteCondition.Always,
                cancellationToken
            );
        }

        public Task RemoveAsync(string source, CancellationToken cancellationToken)
        {
            Removed.Enqueue(source);
            return Task.CompletedTask;
        }
    }
}
