using System.Text.RegularExpressions;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Pictures;

namespace FunctionsPipeline.Tests.Publishing.Pictures;

public sealed partial class ArticlePicturesTests
{
    private const string Text = "# Back\n\n![A spine](a.jpg)\n\nWords.\n\n![A knee](b.jpg)";

    private static readonly byte[] Large = Photo.Detailed(2000, 1000);
    private static readonly byte[] Small = Photo.Detailed(600, 400);

    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task An_article_is_live_first_and_gets_its_forms_then()
    {
        await DropAsync();
        var before = await _newsroom.PageAsync("back");
        Assert.Contains("<img src=\"https://clinic.example/back/a.jpg?v=", before, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", before, StringComparison.Ordinal);
        Assert.Equal(
            "{\"slug\":\"back\"}",
            Assert.Single(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures).Message
        );

        await MakeAsync();

        var page = await _newsroom.PageAsync("back");
        await AssertWholeAsync(page!);
        Assert.Contains("<source type=\"image/webp\" srcset=\"https://clinic.example/back/a.jpg.480.webp?v=", page);
        Assert.Contains(" 1600w\" sizes=\"(min-width: 712px) 672px, calc(100vw - 40px)\"", page);
        Assert.Contains("width=\"2000\" height=\"1000\"", page);
        Assert.Matches("style=\"background-color:#[0-9a-f]{6}\"", page);
        // The first picture is likely to be seen at once, the second is not.
        Assert.Single(Regex.Matches(page!, "loading=\"lazy\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(await _newsroom.NamesAsync(Containers.State, PictureRequests.Prefix));
    }

    [Fact]
    public async Task Forms_are_no_news_for_anyone()
    {
        await DropAsync();
        var before = (await _newsroom.EntryAsync("back"))!;

        _newsroom.Time.Advance(TimeSpan.FromDays(3));
        await MakeAsync();

        var after = (await _newsroom.EntryAsync("back"))!;
        Assert.Equal(before.ContentHash, after.ContentHash);
        Assert.Equal(before.Updated, after.Updated);
        Assert.Equal(before.FirstPublished, after.FirstPublished);
        Assert.Equal(before.SourceETag, after.SourceETag);
        var content = await _newsroom.Store.ReadAsync(CatalogBlobs.Content(Slug.Parse("back")), default);
        var text = System.Text.Encoding.UTF8.GetString(content!.Content.Span);
        Assert.DoesNotContain("srcset", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<picture", text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_lists_and_previews_show_the_size_that_suits_them()
    {
        await _newsroom.PutAsync("a.jpg", Large);
        await _newsroom.DropAsync("back.md", "---\nimage: a.jpg\nimageAlt: A spine\n---\n# Back\n\n![A spine](a.jpg)");
        await MakeAsync();

        var digest = (await _newsroom.DigestAsync("back"))!;
        Assert.Contains("src=\"https://clinic.example/back/a.jpg.1200.jpg?v=", digest.FullHtml);
        Assert.Contains("src=\"https://clinic.example/back/a.jpg.1200.jpg?v=", digest.TeaserHtml);
        Assert.DoesNotContain("back/a.jpg?v=", digest.FullHtml, StringComparison.Ordinal);
        var page = await _newsroom.PageAsync("back");
        Assert.Contains("<meta property=\"og:image\" content=\"https://clinic.example/back/a.jpg.1200.jpg?v=", page);
        Assert.Contains("<meta property=\"og:image:width\" content=\"1200\">", page);
        Assert.Contains("<meta property=\"og:image:height\" content=\"600\">", page);
        var entry = (await _newsroom.EntryAsync("back"))!;
        Assert.Contains("/a.jpg.1200.jpg?v=", entry.Image);
        Assert.Contains("/a.jpg.480.webp?v=", entry.Thumbnail);
        await AssertWholeAsync(page!);
    }

    [Fact]
    public async Task A_picture_that_has_not_changed_is_never_made_again()
    {
        await DropAsync();
        await MakeAsync();
        var written = WatchForms();

        await _newsroom.Publisher.PublishAsync("back.md", default);
        await _newsroom.DropAsync("back.md", Text + "\n\nMore.");
        // The same bytes once more: another version for storage.
        await _newsroom.PutAsync("a.jpg", Large);
        await _newsroom.Publisher.PublishAsync("a.jpg", default);
        await MakeAsync();

        Assert.Empty(written);
        Assert.Single(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);
        await AssertWholeAsync((await _newsroom.PageAsync("back"))!);
    }

    [Fact]
    public async Task A_picture_that_was_replaced_leaves_no_form_of_the_old_one()
    {
        await DropAsync();
        await MakeAsync();
        Assert.NotNull(await _newsroom.WebAsync("back/a.jpg.1600.webp"));
        var old = await _newsroom.PageAsync("back");

        await _newsroom.PutAsync("a.jpg", Photo.Detailed(900, 500));
        await _newsroom.Publisher.PublishAsync("a.jpg", default);
        Assert.DoesNotContain("a.jpg.480", await _newsroom.PageAsync("back"));
        await MakeAsync();

        Assert.Null(await _newsroom.WebAsync("back/a.jpg.1600.webp"));
        Assert.NotNull(await _newsroom.WebAsync("back/b.jpg.480.webp"));
        var page = await _newsroom.PageAsync("back");
        await AssertWholeAsync(page!);
        Assert.NotEqual(Version(old!), Version(page!));

        static string Version(string page) =>
            page[(page.IndexOf("a.jpg.480.webp?v=", StringComparison.Ordinal) + 17)..][..8];
    }

    [Fact]
    public async Task The_same_picture_in_two_articles_is_each_ones_own()
    {
        await DropAsync();
        await _newsroom.DropAsync("knee.md", "# Knee\n\n![A spine](a.jpg)");
        await MakeAsync();
        await MakeAsync("knee");

        await _newsroom.DeleteAsync("back.md");
        await _newsroom.Publisher.RemoveAsync("back.md", default);
        _newsroom.Time.Advance(TimeSpan.FromSeconds(1));
        await _newsroom.Rebuild.RunAsync(default);

        Assert.Empty(await _newsroom.NamesAsync(Containers.Web, "back/"));
        await AssertWholeAsync((await _newsroom.PageAsync("knee"))!);
    }

    [Fact]
    public async Task A_request_for_an_article_that_is_gone_does_nothing()
    {
        await DropAsync();
        await _newsroom.DeleteAsync("back.md");
        await _newsroom.Publisher.RemoveAsync("back.md", default);
        var written = WatchForms();

        await MakeAsync();

        Assert.Empty(written);
        Assert.Empty(await _newsroom.NamesAsync(Containers.State, PictureRequests.Prefix));
    }

    [Theory]
    [InlineData("a.jpg", "png", "wrong-extension")]
    [InlineData("a.jpg", "bomb", "wrong-extension")]
    [InlineData("a.png", "bomb", "huge-image")]
    [InlineData("a.png", "page", "broken-image")]
    [InlineData("a.png", "nothing", "broken-image")]
    [InlineData("a.jpg", "cut", "broken-image")]
    public async Task A_picture_that_its_first_bytes_speak_against_is_refused_at_once(
        string name,
        string kind,
        string rule
    )
    {
        var bomb = Photo.Png(64, 64);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 60_000);
        await _newsroom.PutAsync(
            name,
            kind switch
            {
                "png" => Photo.Png(64, 64),
                "bomb" => bomb,
                "page" => "<html><script>alert(1)</script></html>"u8.ToArray(),
                "nothing" => [],
                _ => Photo.Jpeg(64, 64)[..^20],
            }
        );

        var report = await _newsroom.DropAsync("back.md", $"# Back\n\n![A spine]({name})");

        Assert.NotNull(Assert.Single(report.Findings, f => f.Rule == rule).Fix);
        Assert.DoesNotContain("<img", await _newsroom.PageAsync("back"), StringComparison.Ordinal);
        Assert.Null(await _newsroom.WebAsync("back/" + name));
        Assert.DoesNotContain(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);
    }

    /// <summary>What follows a picture, or is hidden in it, is not published with it.</summary>
    [Fact]
    public async Task A_picture_that_is_a_page_too_is_only_a_picture_afterwards()
    {
        var photo = Photo.Detailed(600, 400);
        byte[] comment = [0xFF, 0xFE, 0, 32, .. "<script>alert(document)</script"u8[..30]];
        await _newsroom.PutAsync("a.jpg", [.. photo[..2], .. comment, .. photo[2..], .. "<script>alert(1)</script>"u8]);
        await _newsroom.DropAsync("back.md", "# Back\n\n![A spine](a.jpg)");
        await MakeAsync();

        foreach (var name in await _newsroom.NamesAsync(Containers.Web, "back/a.jpg"))
            Assert.DoesNotContain("<script", await _newsroom.WebAsync(name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_turns_out_to_be_damaged_is_taken_off_and_told()
    {
        await _newsroom.PutAsync("a.png", Articles.Images.SampleImages.Png());
        await _newsroom.PutAsync("b.jpg", Small);
        await _newsroom.DropAsync("back.md", "# Back\n\n![A spine](a.png)\n\nWords.\n\n![A knee](b.jpg)");

        await MakeAsync();

        var report = (await _newsroom.ReportAsync("back.md"))!;
        Assert.Contains("damaged", Assert.Single(report.Findings, f => f.Rule == "broken-image").Message);
        Assert.Null(await _newsroom.WebAsync("back/a.png"));
        var page = (await _newsroom.PageAsync("back"))!;
        Assert.DoesNotContain("back/a.png", page, StringComparison.Ordinal);
        Assert.Contains("back/b.jpg.480.webp", page, StringComparison.Ordinal);
        // Known by now: it is neither published nor made again.
        await _newsroom.Publisher.PublishAsync("back.md", default);
        Assert.Null(await _newsroom.WebAsync("back/a.png"));
        Assert.Single(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);

        await _newsroom.PutAsync("a.png", Photo.Png(900, 600));
        await _newsroom.Publisher.PublishAsync("a.png", default);
        await MakeAsync();

        Assert.Contains("back/a.png.480.webp", await _newsroom.PageAsync("back"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_ends_the_process_each_time_is_given_up()
    {
        await DropAsync();
        var store = _newsroom.Faults;
        store.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.ReadAsync) && path.Name == "back/a.jpg")
                throw new InvalidOperationException("The process ends here.");
        };
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync());

        await MakeAsync();

        Assert.Equal(PictureFault.TooComplex, (await _newsroom.EntryAsync("back"))!.Files[0].Forms!.Fault);
        var page = (await _newsroom.PageAsync("back"))!;
        Assert.DoesNotContain("back/a.jpg", page, StringComparison.Ordinal);
        Assert.Contains("back/b.jpg.480.webp", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moving_pictures_and_drawings_stay_as_they_are()
    {
        byte[] gif = [.. Articles.Images.SampleImages.Gif(64, 64), 0x3B];
        await _newsroom.PutAsync("a.gif", gif);
        await _newsroom.DropAsync("back.md", "# Back\n\n![A spine](a.gif)");

        Assert.DoesNotContain(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);
        Assert.Equal(
            gif,
            (await _newsroom.Store.ReadAsync(new BlobPath(Containers.Web, "back/a.gif"), default))!.Content.ToArray()
        );
    }

    [Fact]
    public async Task An_article_without_pictures_asks_nothing_more_of_storage()
    {
        var calls = new List<string>();
        _newsroom.Faults.Before = (_, path) => calls.Add(path.ToString());
        await _newsroom.DropAsync("back.md", "# Back\n\nWords.");

        Assert.Equal(10, calls.Count);
        Assert.DoesNotContain(calls, c => c.Contains("pictures/", StringComparison.Ordinal));
        Assert.DoesNotContain(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);
    }

    /// <summary>At each call to storage once, before it and after it took effect; then the message comes again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_death_at_any_call_is_made_up_by_the_next_run(bool tookEffect)
    {
        await DropQuickAsync(_newsroom);
        await MakeAsync();
        var expected = await FinalAsync();
        Assert.Contains(expected.Keys, k => k.EndsWith("a.jpg.480.webp", StringComparison.Ordinal));

        for (var dies = 1; ; dies++)
        {
            var newsroom = new Newsroom();
            await DropQuickAsync(newsroom);
            var calls = 0;
            Action<string, BlobPath> die = (_, _) =>
            {
                if (++calls == dies)
                    throw new StorageException("Ends here.");
            };
            if (tookEffect)
                newsroom.Faults.After = die;
            else
                newsroom.Faults.Before = die;
            var died = false;
            try
            {
                await MakeAsync("back", newsroom);
            }
            catch (StorageException)
            {
                died = true;
            }
            (newsroom.Faults.Before, newsroom.Faults.After) = (null, null);
            // A lease whose holder died ends by itself; until then the message comes again and again.
            newsroom.Time.Advance(TimeSpan.FromMinutes(2));
            await MakeAsync("back", newsroom);

            Assert.Equal(expected, await FinalAsync(newsroom));
            if (!died)
            {
                Assert.True(dies > 20, $"only {dies} calls");
                return;
            }
        }
    }

    [Fact]
    public async Task A_lost_message_is_sent_again_by_housekeeping()
    {
        await DropAsync();
        var task = new WaitingPictures(new PictureRequests(_newsroom.Store, _newsroom.Queue), _newsroom.Time);

        await task.RunAsync(default);
        await task.RunAsync(default);
        Assert.Single(_newsroom.Queue.Sent, m => m.Queue == Queues.Pictures);
        _newsroom.Time.Advance(TimeSpan.FromHours(1));
        await task.RunAsync(default);

        Assert.Equal(2, _newsroom.Queue.Sent.Count(m => m.Queue == Queues.Pictures));
    }

    [Fact]
    public async Task Of_two_runs_one_waits()
    {
        await DropAsync();
        await using var other = await _newsroom.Store.TryLeaseAsync(
            new BlobPath(Containers.State, "pictures/locks/back"),
            TimeSpan.FromSeconds(60),
            default
        );
        var written = WatchForms();

        await MakeAsync();

        Assert.Empty(written);
        Assert.Equal(2, _newsroom.Queue.Sent.Count(m => m.Queue == Queues.Pictures));
    }

    private Task DropAsync() => DropAsync(_newsroom);

    private static async Task DropAsync(Newsroom newsroom)
    {
        await newsroom.PutAsync("a.jpg", Large);
        await newsroom.PutAsync("b.jpg", Small);
        await newsroom.DropAsync("back.md", Text);
    }

    private static async Task DropQuickAsync(Newsroom newsroom)
    {
        await newsroom.PutAsync("a.jpg", Photo.Jpeg(500, 300));
        await newsroom.PutAsync("b.jpg", Photo.Jpeg(500, 300, 6));
        await newsroom.DropAsync("back.md", Text);
    }

    private Task MakeAsync(string slug = "back") => MakeAsync(slug, _newsroom);

    private static Task MakeAsync(string slug, Newsroom newsroom) =>
        newsroom.Pictures.MakeAsync($"{{\"slug\":\"{slug}\"}}", default);

    private List<string> WatchForms()
    {
        var written = new List<string>();
        _newsroom.Faults.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && FormName().IsMatch(path.Name))
                written.Add(path.Name);
        };
        return written;
    }

    /// <summary>What readers see, and what is left to do.</summary>
    private async Task<SortedDictionary<string, string>> FinalAsync(Newsroom? newsroom = null)
    {
        var all = await (newsroom ?? _newsroom).SnapshotAsync();
        return new SortedDictionary<string, string>(
            all.Where(b =>
                    b.Key.StartsWith("$web/", StringComparison.Ordinal)
                    || b.Key.StartsWith("state/" + PictureRequests.Prefix, StringComparison.Ordinal)
                    || b.Key.StartsWith("state/digests", StringComparison.Ordinal)
                )
                .ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    /// <summary>Every address of a picture in the page leads to a file.</summary>
    private async Task AssertWholeAsync(string page)
    {
        var addresses = Address().Matches(page).Select(m => m.Groups["path"].Value).Distinct().ToList();
        Assert.Contains(addresses, a => a.EndsWith(".webp", StringComparison.Ordinal));
        foreach (var address in addresses)
        {
            var blob = await _newsroom.Store.ReadAsync(new BlobPath(Containers.Web, address), default);
            Assert.True(blob is not null, $"{address} is not there");
            using var shown = Photo.Read(blob.Content);
        }
    }

    [GeneratedRegex(@"https://clinic\.example/(?<path>[a-z]+/[^?""\s]+\.(?:webp|jpg|png))", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\.\d+\.(?:webp|jpg|png)$", RegexOptions.None, 1000)]
    private static partial Regex FormName();
}
