using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Functions.Publishing;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Functions.Tests.Publishing;

/// <summary>
/// What Event Grid does to the function on the real host: the same event twice, two at once, events for versions and blobs
/// that are gone, <c>BlobDeleted</c> for a blob that is there. And what an outage of storage does.
/// </summary>
public sealed class RenderArticleTests
{
    private const string Name = "sciatica.md";
    private const string Text =
        "---\ntitle: Sciatica\ndate: 2026-01-25\n---\n\nThe nerve is pressed.\n\n![A back](back.png)\n";

    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryBlobStore _store;
    private readonly InMemoryMessageQueue _queue = new();
    private readonly FixedSettings _settings = new(
        new SiteSettings { Name = "Example Clinic", Url = new Uri("https://clinic.example/") }
    );
    private readonly ArticlePublisher _publisher;

    public RenderArticleTests()
    {
        _store = new InMemoryBlobStore(_time);
        _publisher = new ArticlePublisher(
            _store,
            new PublishingFollowUps(
                new SiteChanges(_store, _queue, _time),
                new MissingFileWatch(_store),
                new PictureRequests(_store, _queue)
            ),
            _settings,
            new FixedTheme(),
            _time,
            NullLogger<ArticlePublisher>.Instance
        );
    }

    [Fact]
    public async Task The_same_event_twice_writes_nothing_the_second_time()
    {
        await PutAsync(Name, Text);
        await EventAsync(Name);
        Assert.Equal(ReportStatus.Published, (await ReportAsync())!.Status);

        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync(Name)));
    }

    [Fact]
    public async Task Two_events_at_once_leave_one_whole_article_and_the_third_finds_it_answered()
    {
        await PutAsync(Name, Text);

        await Task.WhenAll(EventAsync(Name), EventAsync(Name), EventAsync(Name));

        var entry = await new CatalogStore(_store).FindAsync(Slug.Parse("sciatica"), default);
        Assert.Equal((CatalogStatus.Published, false), (entry!.Status, entry.Claimed));
        Assert.Contains("The nerve is pressed.", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync(Name)));
    }

    [Fact]
    public async Task An_event_for_a_version_that_was_overwritten_publishes_the_new_one_and_its_own_event_nothing_more()
    {
        await PutAsync(Name, Text);
        await PutAsync(Name, Text.Replace("pressed", "calm", StringComparison.Ordinal));

        await EventAsync(Name);

        Assert.Contains("The nerve is calm.", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync(Name)));
    }

    [Fact]
    public async Task An_event_for_a_blob_that_is_gone_takes_the_article_back_once()
    {
        await PutAsync(Name, Text);
        await EventAsync(Name);
        await _store.DeleteAsync(new BlobPath(Containers.Articles, Name), null, default);

        await EventAsync(Name);

        Assert.Equal(ReportStatus.Removed, (await ReportAsync())!.Status);
        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync(Name)));
        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync("never-there.md")));
    }

    [Fact]
    public async Task A_picture_s_event_publishes_its_article_again_once()
    {
        await PutAsync(Name, Text);
        await EventAsync(Name);
        await _store.WriteAsync(
            new BlobPath(Containers.Articles, "back.png"),
            Png,
            new BlobHeaders("image/png"),
            WriteCondition.Always,
            default
        );

        await EventAsync("back.png");

        Assert.Contains("/back.png?v=", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 0), await WritesOfAsync(() => EventAsync("back.png")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task An_outage_of_storage_uses_up_no_try_of_the_host(int minutes)
    {
        await PutAsync(Name, Text);
        AwayFor(TimeSpan.FromMinutes(minutes));

        await _time.PassAsync(EventAsync(Name), standing: 1);

        Assert.Equal(ReportStatus.Published, (await ReportAsync())!.Status);
    }

    /// <summary>The host moves the event to its poison queue; the pass compares the listing with the reports.</summary>
    [Fact]
    public async Task A_drop_whose_event_was_given_up_is_found_by_the_reconcile_pass()
    {
        await PutAsync(Name, Text);
        AwayFor(TimeSpan.FromHours(1));
        for (var hostTry = 0; hostTry < 5; hostTry++)
            await Assert.ThrowsAsync<StorageException>(() => _time.PassAsync(EventAsync(Name), standing: 1));
        _store.Before = null;

        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IBlobStore>(_store)
            .AddSingleton<IQueueLengths>(_queue)
            .AddSingleton<ISourcePublishing>(_publisher)
            .AddSingleton<ISiteSettingsSource>(_settings)
            .AddSingleton<IThemeSource>(new FixedTheme())
            .AddReconcile()
            .AddIntegration()
            .BuildServiceProvider();
        await services.GetRequiredService<HousekeepingRound>().RunAsync(default);

        Assert.Equal(ReportStatus.Published, (await ReportAsync())!.Status);
    }

    /// <summary>One pixel.</summary>
    private static ReadOnlyMemory<byte> Png { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        );

    private Task EventAsync(string name) =>
        new RenderArticle(
            new Articles(_publisher),
            new StorageRetry(_time, NullLogger<StorageRetry>.Instance)
        ).EventGridAsync(blob: null!, name, default);

    private Task PutAsync(string name, string text) =>
        _store.WriteAsync(
            new BlobPath(Containers.Articles, name),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

    private void AwayFor(TimeSpan time)
    {
        var back = _time.GetUtcNow() + time;
        _store.Before = (_, _) =>
        {
            if (_time.GetUtcNow() < back)
                throw new StorageException("Away.");
        };
    }

    /// <summary>Writes and deletions, and messages.</summary>
    private async Task<(int Writes, int Messages)> WritesOfAsync(Func<Task> work)
    {
        var messages = _queue.Sent.Count;
        _store.Calls.Clear();
        await work();
        return (
            _store.Calls.GetValueOrDefault(nameof(IBlobStore.WriteAsync))
                + _store.Calls.GetValueOrDefault(nameof(IBlobStore.DeleteAsync)),
            _queue.Sent.Count - messages
        );
    }

    private async Task<ArticleReport?> ReportAsync() =>
        (await _store.ReadJsonAsync(ArticleReport.JsonOf(Name), CatalogJson.Report, default))?.Value;

    private async Task<string> PageAsync() =>
        Encoding.UTF8.GetString(
            (await _store.ReadAsync(new BlobPath(Containers.Web, "sciatica/index.html"), default))!.Content.Span
        );

    private sealed class Articles(ArticlePublisher publisher) : IDropAnswers
    {
        public Task AnswerAsync(string source, CancellationToken cancellationToken) =>
            publisher.AnswerAsync(source, cancellationToken);
    }
}
