using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Tests.Syndication.Mastodon;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>
/// Which articles are carried, when, and what becomes of changes. Against a Mastodon server, which can do everything.
/// </summary>
public sealed class CarryingTests() : TargetTests<FakeMastodon>(time => new FakeMastodon(time))
{
    [Fact]
    public async Task A_new_article_is_carried_with_a_link_and_its_report_says_where_it_is()
    {
        await CarryAsync(Wire.Article());

        Assert.Equal(
            "Does acupuncture help sciatica?\n\nTwo trials compared needling with usual care.\n\nhttps://clinic.example/sciatica/",
            Assert.Single(Remote.Statuses).Text
        );
        Assert.Equal("https://social.example/@clinic/101", (await Wire.CopyAsync())!.Link);
        Assert.Equal(
            [new ReportedCopy(Wire.Target, CopyState.There, "https://social.example/@clinic/101", null, null)],
            (await Wire.ReportAsync())!.Copies
        );
        Assert.Contains("href=\"https://social.example/@clinic/101\"", await Wire.ReportPageAsync());
    }

    [Fact]
    public async Task Asking_again_and_another_look_of_the_page_change_nothing()
    {
        await CarryAsync(Wire.Article());
        var requests = Server.All.Count;

        await CarryAsync(Wire.Article());
        await CarryAsync(Wire.Article() with { PageHash = "another theme" });

        Assert.Equal(requests, Server.All.Count);
    }

    [Fact]
    public async Task A_change_updates_the_copy()
    {
        await CarryAsync(Wire.Article());

        await CarryAsync(Wire.Article() with { Title = "Sciatica and needles" });

        Assert.StartsWith("Sciatica and needles\n", Assert.Single(Remote.Statuses).Text);
        Assert.Equal(2, (await Wire.CopyAsync())!.Version);
    }

    [Fact]
    public async Task The_authors_own_words_are_taken()
    {
        await CarryAsync(
            Wire.Article() with
            {
                TargetTexts = new Dictionary<string, string>
                {
                    ["Mastodon"] = "We read two trials so that you need not.",
                },
            }
        );

        Assert.Equal(
            "We read two trials so that you need not.\n\nhttps://clinic.example/sciatica/",
            Assert.Single(Remote.Statuses).Text
        );
    }

    [Fact]
    public async Task An_article_from_before_the_target_is_carried_only_when_a_person_asks()
    {
        var old = Wire.Article() with { FirstPublished = Time.GetUtcNow().AddDays(-1) };
        await CarryAsync(old);
        Assert.Empty(Remote.Statuses);

        Assert.True(await Wire.Requests.AskAgainAsync(Slug.Parse(old.Slug), Wire.Target, default));
        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task An_archive_that_is_moved_in_is_carried_only_where_a_person_asks_and_then_follows_changes()
    {
        var old = Wire.Article() with { FromArchive = true, Date = Time.GetUtcNow().AddYears(-7) };
        await CarryAsync(old);
        await CarryAsync(
            old with
            {
                Title = "Corrected",
                SourceETag = "2",
                ContentHash = "2",
                Updated = Time.GetUtcNow(),
            }
        );
        Assert.Empty(Remote.Statuses);

        Assert.True(await Wire.Requests.AskAgainAsync(Slug.Parse(old.Slug), Wire.Target, default));
        await Wire.SettleAsync();
        await CarryAsync(
            old with
            {
                Title = "Sciatica and needles",
                SourceETag = "3",
                ContentHash = "3",
                Updated = Time.GetUtcNow(),
            }
        );

        Assert.StartsWith("Sciatica and needles\n", Assert.Single(Remote.Statuses).Text);
    }

    [Fact]
    public async Task An_old_article_that_its_author_calls_new_is_carried()
    {
        await CarryAsync(Wire.Article() with { FromArchive = true, Newsletter = true });

        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task A_target_that_was_in_the_settings_before_the_article_gets_it_also_when_no_one_looked_in_between()
    {
        using var wire = new Wire(Remote.Settings(Server.Address), time: Time);
        await wire.Memory.WriteAsync(
            FunctionsPipeline.Settings.StoredSiteSettings.File,
            "targets:"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        Time.Advance(TimeSpan.FromDays(2));

        await wire.PublishAsync(Wire.Article() with { FirstPublished = Time.GetUtcNow().AddSeconds(-5) });
        await wire.SettleAsync();

        Assert.Single(Remote.Statuses);
    }

    [Theory]
    [InlineData(CatalogStatus.Draft)]
    [InlineData(CatalogStatus.Scheduled)]
    [InlineData(CatalogStatus.Removed)]
    public async Task What_is_not_on_the_site_is_not_carried_also_when_it_was_taken_down_after_the_message(
        CatalogStatus status
    )
    {
        await Wire.PublishAsync(Wire.Article());
        await Wire.SaveAsync(Wire.Article() with { Status = status });

        await Wire.SettleAsync();

        Assert.Empty(Remote.Statuses);
    }

    [Fact]
    public async Task Topics_choose_articles_as_tag_pages_do()
    {
        var target = Wire.Settings.Settings.Targets[0];
        Wire.Settings.Settings = Wire.Settings.Settings with { Targets = [target with { Topics = ["back-PAIN"] }] };

        await CarryAsync(Wire.Article());
        await CarryAsync(Wire.Article("sleep") with { Tags = ["Sleep"] });
        await CarryAsync(Wire.Article("untagged") with { Tags = [] });

        Assert.Contains("/sciatica/", Assert.Single(Remote.Statuses).Text);
    }

    [Fact]
    public async Task A_new_slug_moves_the_copys_link_and_makes_no_second_copy()
    {
        await CarryAsync(Wire.Article());

        await CarryAsync(Wire.Article("sciatica-needles") with { Source = "sciatica.md", Aliases = ["sciatica"] });

        Assert.EndsWith("https://clinic.example/sciatica-needles/", Assert.Single(Remote.Statuses).Text);
        Assert.Null(await Wire.CopyAsync());
    }

    [Fact]
    public async Task Two_articles_that_swap_their_slugs_keep_their_copies()
    {
        var (one, two) = (Wire.Article("one") with { Title = "First" }, Wire.Article("two") with { Title = "Second" });
        await CarryAsync(one);
        await CarryAsync(two);

        var (oneNow, twoNow) = (
            one with
            {
                Slug = "two",
                Aliases = ["one"],
            },
            two with
            {
                Slug = "one",
                Aliases = ["two"],
            }
        );
        await Wire.SaveAsync(oneNow);
        await Wire.SaveAsync(twoNow);
        await Wire.Requests.AskAsync([oneNow, twoNow], default);
        await Wire.SettleAsync();

        Assert.Equal(2, Remote.Statuses.Count);
        Assert.Equal(
            ["First/two/", "Second/one/"],
            Remote.Statuses.Select(s => s.Text.Split('\n')[0] + new Uri(s.Text.Split('\n')[^1]).AbsolutePath)
        );
    }

    [Fact]
    public async Task A_file_that_was_moved_to_another_folder_is_the_same_article()
    {
        await CarryAsync(Wire.Article());
        await Wire.Memory.DeleteAsync(new BlobPath(Containers.Articles, "sciatica.md"), null, default);

        await CarryAsync(Wire.Article() with { Source = "2026/sciatica.md" });

        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task Another_article_at_a_slug_that_was_left_is_another_article()
    {
        await CarryAsync(Wire.Article());
        // Moves on, but its own message comes later than the newcomer's.
        await Wire.SaveAsync(Wire.Article("needles") with { Source = "sciatica.md" });

        await CarryAsync(Wire.Article() with { Source = "new.md", Title = "Sciatica in pregnancy" });
        await CarryAsync(Wire.Article("needles") with { Source = "sciatica.md" });

        Assert.Equal(
            ["/needles/", "/sciatica/"],
            Remote.Statuses.Select(s => new Uri(s.Text.Split('\n')[^1]).AbsolutePath)
        );
    }

    [Fact]
    public async Task Two_deliveries_at_the_same_time_make_one_copy()
    {
        await Wire.PublishAsync(Wire.Article());
        var message = Wire.Queue.Sent[0].Message;

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    try
                    {
                        await Wire.Carrier.CarryAsync(message, default);
                    }
                    catch (StorageException)
                    {
                        // Lost the race for the ledger; its message comes again.
                    }
                })
        );
        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
        Assert.Equal(CopyRecordState.Carried, (await Wire.CopyAsync())!.State);
    }

    [Fact]
    public async Task A_copy_that_a_person_deleted_is_not_made_again()
    {
        await CarryAsync(Wire.Article());
        Remote.Statuses.Clear();

        await CarryAsync(Wire.Article() with { Title = "Changed" });

        Assert.Empty(Remote.Statuses);
        Assert.Equal(CopyState.Failed, Assert.Single((await Wire.ReportAsync())!.Copies).State);
    }

    [Fact]
    public async Task A_thousand_articles_wait_together_when_the_server_asks_for_a_pause()
    {
        Server.FaultAt = (_, request) =>
            request.Method == "POST" ? LoopbackServer.Fault.Answers(429, ("Retry-After", "600")) : null;
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        var posts = Server.All.Count(r => r.Method == "POST");

        foreach (var n in Enumerable.Range(1, 20))
            await Wire.SaveAsync(Wire.Article($"article-{n}"));
        foreach (var n in Enumerable.Range(1, 20))
            await Wire.Carrier.CarryAsync(
                $$"""{"slug":"article-{{n}}","target":"{{Wire.Target}}","round":"r"}""",
                default
            );

        Assert.Equal(posts, Server.All.Count(r => r.Method == "POST"));
        Assert.All(
            Wire.Queue.Sent.Skip(1),
            m => Assert.InRange(m.VisibleAfter, TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(630))
        );
        Server.FaultAt = (_, _) => null;
        await Wire.SettleAsync();
        Assert.Equal(21, Remote.Statuses.Count);
    }

    private async Task CarryAsync(CatalogEntry article)
    {
        await Wire.PublishAsync(article);
        await Wire.SettleAsync();
    }
}
