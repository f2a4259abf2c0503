using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

public sealed class ArticlePublisherTests
{
    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_drop_becomes_a_page_a_digest_content_an_entry_and_a_report()
    {
        var report = await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Equal("https://clinic.example/sciatica/", report.Link);
        var page = await _newsroom.PageAsync("sciatica");
        Assert.Contains("<h1>What helps with sciatica?</h1>", page);
        Assert.Contains("<h2 id=\"what-it-is\">What it is</h2>", page);
        Assert.Contains("<link rel=\"canonical\" href=\"https://clinic.example/sciatica/\">", page);
        Assert.Contains("title=\"Example Clinic (RSS)\" href=\"https://clinic.example/feeds/rss.xml\">", page);
        var digest = await _newsroom.DigestAsync("sciatica");
        Assert.Contains("The nerve is pressed.", digest!.FullHtml.ToString());
        Assert.Contains("The nerve is pressed.", digest.FullText.ToString());
        Assert.Contains("What the nerve does", digest.TeaserText.ToString());
        var entry = await _newsroom.EntryAsync("sciatica");
        Assert.Equal(CatalogStatus.Published, entry!.Status);
        Assert.Equal(["back pain", "acupuncture"], entry.Tags);
        Assert.Equal("sciatica.md", entry.Source);
        Assert.Equal(_newsroom.Time.GetUtcNow(), entry.FirstPublished);
        Assert.Contains("Published", await _newsroom.ReportPageAsync("sciatica.md"));
        Assert.Contains(_newsroom.Queue.Sent, m => m.Queue == Queues.SiteRebuild);
        Assert.NotNull(await _newsroom.Store.ReadAsync(CatalogBlobs.Content(Slug.Parse("sciatica")), default));
    }

    [Fact]
    public async Task Publishing_the_same_again_changes_nothing_that_anyone_reads()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
        var before = await _newsroom.SnapshotAsync();
        _newsroom.Time.Advance(TimeSpan.FromHours(1));

        await _newsroom.Publisher.PublishAsync("sciatica.md", default);

        var after = await _newsroom.SnapshotAsync();
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before.Where(b => !b.Key.Contains("catalog/")), b => Assert.Equal(b.Value, after[b.Key]));
        var entry = await _newsroom.EntryAsync("sciatica");
        Assert.Null(entry!.Updated);
    }

    [Fact]
    public async Task Every_step_may_die_and_the_next_try_completes()
    {
        await _newsroom.PutAsync("sciatica.md", Newsroom.Sciatica);
        for (var step = 0; step < 40; step++)
        {
            var room = new Newsroom();
            await room.PutAsync("sciatica.md", Newsroom.Sciatica);
            var calls = 0;
            var failed = false;
            room.Store.After = (_, _) =>
            {
                if (calls++ != step)
                    return;
                failed = true;
                throw new StorageException("lost");
            };
            try
            {
                await room.Publisher.PublishAsync("sciatica.md", default);
            }
            catch (StorageException) { }
            room.Store.After = null;
            var report = (await room.Publisher.PublishAsync("sciatica.md", default)).Report;
            Assert.Equal(ReportStatus.Published, report!.Status);
            Assert.Equal(CatalogStatus.Published, (await room.EntryAsync("sciatica"))!.Status);
            Assert.NotNull(await room.PageAsync("sciatica"));
            Assert.NotEmpty(room.Queue.Sent);
            if (!failed)
                return;
        }
        Assert.Fail("Publishing took more steps than expected.");
    }

    [Fact]
    public async Task A_page_is_live_before_the_catalog_names_it()
    {
        var order = new List<string>();
        _newsroom.Store.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync))
                order.Add(path.ToString());
        };

        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);

        Assert.True(order.IndexOf("$web/sciatica/index.html") < order.IndexOf("state/catalog/sciatica.json"));
        Assert.True(order.IndexOf("state/digests/sciatica.json") < order.IndexOf("state/catalog/sciatica.json"));
        Assert.True(order.IndexOf("state/catalog/sciatica.json") < order.IndexOf("state/changes/articles/sciatica"));
    }

    [Fact]
    public async Task Few_operations_are_needed()
    {
        await _newsroom.PutAsync("sciatica.md", Newsroom.Sciatica);
        _newsroom.Store.Calls.Clear();

        await _newsroom.Publisher.PublishAsync("sciatica.md", default);

        // Read: the source, its report, the catalog entry. Write: page, content, digest, entry, report as HTML and as
        // JSON, the note that something changed.
        Assert.Equal(10, _newsroom.Store.Calls.Values.Sum());
        Assert.Single(_newsroom.Queue.Sent);
    }
}
