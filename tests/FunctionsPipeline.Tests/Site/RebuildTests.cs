using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

public sealed class RebuildTests
{
    /// <summary>
    /// The site dies before or after every single storage call of a rebuild; the next one ends as if nothing had
    /// happened.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_death_half_way_heals(bool after)
    {
        var expected = await RunAsync(new SeededSite());
        for (var deadly = 1; ; deadly++)
        {
            var site = new SeededSite();
            var calls = 0;
            var died = false;
            void Die(string operation, BlobPath path)
            {
                if (site.Memory is null || ++calls != deadly)
                    return;
                died = true;
                throw new StorageException("Gone.");
            }

            var files = await RunAsync(
                site,
                beforeLast: () =>
                {
                    if (after)
                        site.Memory.After = Die;
                    else
                        site.Memory.Before = Die;
                },
                afterDeath: () =>
                {
                    site.Memory.Before = site.Memory.After = null;
                    (site.Time as ManualTimeProvider)!.Advance(TimeSpan.FromMinutes(2)); // the dead one's lease runs out
                }
            );

            // Named first, so that a failure says which file and which call.
            Assert.Equal(
                [],
                files
                    .Keys.Union(expected.Keys)
                    .Where(f => files.GetValueOrDefault(f) != expected.GetValueOrDefault(f))
                    .Select(f => $"{f} after death at {deadly}")
            );
            if (!died)
                break;
        }
    }

    [Fact]
    public async Task The_front_page_leads_to_past_issues_once_there_is_one()
    {
        var site = new SeededSite();
        await site.PublishAsync("x");
        await site.RebuildAsync();
        Assert.DoesNotContain("/issues/", await site.FileAsync("index.html"));

        await site.Store.WriteAsync(
            PastIssues.Blob,
            Encoding.UTF8.GetBytes(
                """{"issues":[{"newsletter":"weekly","path":"/issues/weekly/1/","subject":"One","sentAt":"2026-03-10T15:00:00Z"}]}"""
            ),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );
        await site.Changes.RecordIssuesAsync(default);
        await site.RebuildAsync();

        const string Link = "<a href=\"https://clinic.example.org/issues/\">Past issues</a>";
        Assert.Contains(Link, await site.FileAsync("index.html"));
        await site.PublishAsync("y");
        await site.RebuildAsync();
        Assert.Contains(Link, await site.FileAsync("index.html"));
    }

    /// <summary>Dies half-way; before the next rebuild the article changes once more.</summary>
    [Fact]
    public async Task What_a_dead_rebuild_has_put_somewhere_is_found_again()
    {
        for (var deadly = 1; deadly < 60; deadly++)
        {
            var site = new SeededSite();
            await site.PublishAsync("x", "2026-03-10", "One");
            await site.RebuildAsync();
            await site.PublishAsync("x", "2025-02-01", "Two");
            var calls = 0;
            site.Memory.After = (_, _) =>
            {
                if (++calls == deadly)
                    throw new StorageException("Gone.");
            };
            try
            {
                await site.RebuildAsync();
            }
            catch (StorageException)
            {
                // as meant
            }
            site.Memory.After = null;
            (site.Time as ManualTimeProvider)!.Advance(TimeSpan.FromMinutes(2));

            await site.PublishAsync("x", "2024-01-01", "Three");
            await site.RebuildAsync();

            var places = (await site.FilesAsync())
                .Where(f => f.Value.Contains("org/x/", StringComparison.Ordinal))
                .Select(f => f.Key);
            Assert.DoesNotContain(
                places,
                p =>
                    p.Contains("one", StringComparison.Ordinal)
                    || p.Contains("two", StringComparison.Ordinal)
                    || p.Contains("2025", StringComparison.Ordinal)
                    || p.Contains("2026", StringComparison.Ordinal)
            );
            Assert.Contains("tags/three/index.html", places);
        }
    }

    [Fact]
    public async Task A_thousand_drops_cause_a_handful_of_rebuilds()
    {
        var site = new SeededSite();
        var fronts = 0;
        site.Memory.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && path.ToString() == "$web/index.html")
                Interlocked.Increment(ref fronts);
        };
        // As the host does: many at once, each drop followed by its message.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) =>
            {
                await site.PublishAsync($"a{i}", "2026-03-10", $"tag {i % 10}");
                if (i % 100 == 99)
                    await site.RebuildAsync();
            }
        );
        foreach (var _ in site.Queue.Sent)
            await site.RebuildAsync();

        Assert.InRange(fronts, 1, 12);
        Assert.Contains("1,000 articles", await site.FileAsync("archive/index.html"));
    }

    [Fact]
    public async Task Changes_within_one_gathering_share_a_message_and_the_next_one_sends_its_own()
    {
        var site = new SeededSite();
        await site.PublishAsync("a");
        await site.PublishAsync("b");
        Assert.Single(site.Queue.Sent);

        ((ManualTimeProvider)site.Time).Advance(SiteChanges.Gathering);
        await site.PublishAsync("c");

        Assert.Equal(2, site.Queue.Sent.Count);
    }

    /// <summary>
    /// A rebuild dies over an article, whose entry is damaged before the next one, and fixed with another date.
    /// </summary>
    [Fact]
    public async Task Where_a_damaged_article_may_be_is_not_forgotten()
    {
        var site = new SeededSite();
        await site.PublishAsync("x", "2025-02-01");
        site.Memory.After = (operation, path) =>
        {
            if (operation == "WriteAsync" && path.Name == "index/months/2025-02/list.json")
                throw new StorageException("Gone.");
        };
        await Assert.ThrowsAsync<StorageException>(site.RebuildAsync);
        site.Memory.After = null;
        ((ManualTimeProvider)site.Time).Advance(TimeSpan.FromMinutes(2)); // the dead one's lease runs out
        await site.Store.WriteAsync(
            CatalogBlobs.Entry(Slug.Parse("x")),
            "{"u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );
        await site.NewRebuild().RunAsync(default);

        await site.PublishAsync("x", "2026-03-10");
        await site.RebuildAsync();

        Assert.Null(await site.FileAsync("archive/2025/02/index.html"));
        Assert.NotNull(await site.FileAsync("archive/2026/03/index.html"));
    }

    /// <summary>
    /// Published and taken back before any rebuild: no list ever told of it, and its page goes all the same.
    /// </summary>
    [Fact]
    public async Task What_was_never_told_of_leaves_no_page_behind()
    {
        var site = new SeededSite();
        var entry = SeededSite.Entry("a");
        await site.PublishAsync(entry);
        await site.UnpublishAsync(entry);

        await site.RebuildAsync();

        Assert.Null(await site.FileAsync("a/index.html"));
    }

    [Fact]
    public async Task Changes_that_keep_coming_are_gathered()
    {
        var time = new ManualTimeProvider();
        var site = new SeededSite(time: time);
        await site.PublishAsync("a0");
        await site.PublishAsync("a1");
        var rebuild = site.NewRebuild(
            new SiteRebuildOptions { Settle = TimeSpan.FromSeconds(2), SettleAtMost = TimeSpan.FromSeconds(20) }
        );
        var listings = 0;
        site.Memory.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.ListAsync) && path.Name == "changes/")
                Interlocked.Increment(ref listings);
        };

        var running = rebuild.RunAsync(default);
        await Eventually.TrueAsync(
            () => Volatile.Read(ref listings) == 1 && time.Waiting == 2,
            "a first look at the changes, and the wait beside that of the lease"
        );
        await site.PublishAsync("a2");
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(
            () => Volatile.Read(ref listings) == 2 && time.Waiting == 2,
            "a second look and wait"
        );
        Assert.Null(await site.FileAsync("index.html"));
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(3, (await running).Articles);
    }

    /// <summary>Publishing one more costs the same on a large site as on a small one.</summary>
    [Fact]
    public async Task Cost_does_not_grow_with_the_site()
    {
        var small = await CostAsync(100);
        var large = await CostAsync(2000);

        Assert.InRange(large, 1, small * 1.2);

        static async Task<double> CostAsync(int articles)
        {
            var site = new SeededSite();
            for (var i = 0; i < articles; i++)
            {
                var date = new DateTime(2016, 1, 1)
                    .AddDays(i * 3650.0 / articles)
                    .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                await site.PublishAsync($"a{i}", date, $"tag {i % 7}", $"tag {i % (articles / 5)}");
            }
            await site.RebuildAsync();
            site.Memory.Calls.Clear();
            for (var i = 0; i < 10; i++)
            {
                await site.PublishAsync($"new-{i}", $"2026-03-{10 + i}", $"tag {i % 7}", $"tag {10 + i}");
                await site.RebuildAsync();
            }
            return site.Memory.Calls.Values.Sum() / 10.0;
        }
    }

    private static async Task<SortedDictionary<string, string>> RunAsync(
        SeededSite site,
        Action? beforeLast = null,
        Action? afterDeath = null
    )
    {
        for (var i = 0; i < 42; i++)
            await site.PublishAsync($"a{i:00}", $"2026-01-{1 + (i % 28):00}", "Common", $"Tag {i % 3}");
        await site.RebuildAsync();
        await site.PublishAsync("new", "2026-03-10", "Common", "New tag");
        await site.PublishAsync(SeededSite.Entry("a07", "2026-03-09", "Moved") with { Aliases = ["elsewhere"] });
        await site.UnpublishAsync(SeededSite.Entry("a01", "2026-01-02", "Common", "Tag 1"));
        beforeLast?.Invoke();
        try
        {
            await site.RebuildAsync();
        }
        catch (StorageException) when (afterDeath is not null)
        {
            // as meant
        }
        afterDeath?.Invoke();
        await site.RebuildAsync();
        return await site.FilesAsync();
    }
}
