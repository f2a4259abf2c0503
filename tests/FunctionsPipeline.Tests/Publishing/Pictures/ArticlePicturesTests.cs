using System.Text.RegularExpressions;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Pictures;

namespace FunctionsPipeline.Tests.Publishing.Pictures;

/// <summary>What pages, mails and lists show of pictures, and when.</summary>
public sealed class ArticlePicturesTests : ArticlePicturesTest
{
    [Fact]
    public async Task An_article_is_live_first_and_gets_its_forms_then()
    {
        await DropAsync();
        var before = await Room.PageAsync("back");
        Assert.Contains("<img src=\"https://clinic.example/back/a.jpg?v=", before, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", before, StringComparison.Ordinal);
        Assert.Equal("{\"slug\":\"back\"}", Assert.Single(Room.Queue.Sent, m => m.Queue == Queues.Pictures).Message);

        await MakeAsync();

        var page = await Room.PageAsync("back");
        await AssertWholeAsync(page!);
        Assert.Contains("<source type=\"image/webp\" srcset=\"https://clinic.example/back/a.jpg.480.webp?v=", page);
        Assert.Contains(" 1600w\" sizes=\"(min-width: 904px) 864px, calc(100vw - 40px)\"", page);
        Assert.Contains("width=\"2000\" height=\"1000\"", page);
        Assert.Matches("style=\"background-color:#[0-9a-f]{6}\"", page);
        // The first picture is likely to be seen at once, the second is not.
        Assert.Single(Regex.Matches(page!, "loading=\"lazy\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(await Room.NamesAsync(Containers.State, PictureRequests.Prefix));
    }

    [Fact]
    public async Task Forms_are_no_news_for_anyone()
    {
        await DropAsync();
        var before = (await Room.EntryAsync("back"))!;

        Room.Time.Advance(TimeSpan.FromDays(3));
        await MakeAsync();

        var after = (await Room.EntryAsync("back"))!;
        Assert.Equal(before.ContentHash, after.ContentHash);
        Assert.Equal(before.Updated, after.Updated);
        Assert.Equal(before.FirstPublished, after.FirstPublished);
        Assert.Equal(before.SourceETag, after.SourceETag);
        // Copies elsewhere show it, and are carried again when what they show changes.
        Assert.NotNull(before.Image);
        Assert.Equal(before.Image, after.Image);
        var content = await Room.Store.ReadAsync(CatalogBlobs.Content(Slug.Parse("back")), default);
        var text = System.Text.Encoding.UTF8.GetString(content!.Content.Span);
        Assert.DoesNotContain("srcset", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<picture", text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_lists_and_previews_show_the_size_that_suits_them()
    {
        await Room.PutAsync("a.jpg", Large);
        await Room.DropAsync("back.md", "---\nimage: a.jpg\nimageAlt: A spine\n---\n# Back\n\n![A spine](a.jpg)");
        await MakeAsync();

        var digest = (await Room.DigestAsync("back"))!;
        Assert.Contains("src=\"https://clinic.example/back/a.jpg.1200.jpg?v=", digest.FullHtml.ToString());
        Assert.Contains("src=\"https://clinic.example/back/a.jpg.1200.jpg?v=", digest.TeaserHtml.ToString());
        Assert.DoesNotContain("back/a.jpg?v=", digest.FullHtml.ToString(), StringComparison.Ordinal);
        var page = await Room.PageAsync("back");
        Assert.Contains("<meta property=\"og:image\" content=\"https://clinic.example/back/a.jpg.1200.jpg?v=", page);
        Assert.Contains("<meta property=\"og:image:width\" content=\"1200\">", page);
        Assert.Contains("<meta property=\"og:image:height\" content=\"600\">", page);
        var entry = (await Room.EntryAsync("back"))!;
        Assert.Contains("/a.jpg?v=", entry.Image);
        Assert.Contains("/a.jpg.1200.jpg?v=", entry.MailImage);
        Assert.Contains("/a.jpg.480.webp?v=", entry.Thumbnail);
        await AssertWholeAsync(page!);
    }

    [Fact]
    public async Task A_picture_that_has_not_changed_is_never_made_again()
    {
        await DropAsync();
        await MakeAsync();
        var written = WatchForms();

        await Room.Publisher.PublishAsync("back.md", default);
        await Room.DropAsync("back.md", Text + "\n\nMore.");
        // The same bytes once more: another version for storage.
        await Room.PutAsync("a.jpg", Large);
        await Room.Publisher.PublishAsync("a.jpg", default);
        await MakeAsync();

        Assert.Empty(written);
        Assert.Single(Room.Queue.Sent, m => m.Queue == Queues.Pictures);
        await AssertWholeAsync((await Room.PageAsync("back"))!);
    }

    [Fact]
    public async Task A_picture_that_was_replaced_leaves_no_form_of_the_old_one()
    {
        await DropAsync();
        await MakeAsync();
        Assert.NotNull(await Room.WebAsync("back/a.jpg.1600.webp"));
        var old = await Room.PageAsync("back");

        await Room.PutAsync("a.jpg", Photo.Detailed(900, 500));
        await Room.Publisher.PublishAsync("a.jpg", default);
        Assert.DoesNotContain("a.jpg.480", await Room.PageAsync("back"));
        await MakeAsync();

        Assert.Null(await Room.WebAsync("back/a.jpg.1600.webp"));
        Assert.NotNull(await Room.WebAsync("back/b.jpg.480.webp"));
        var page = await Room.PageAsync("back");
        await AssertWholeAsync(page!);
        Assert.NotEqual(Version(old!), Version(page!));

        static string Version(string page) =>
            page[(page.IndexOf("a.jpg.480.webp?v=", StringComparison.Ordinal) + 17)..][..8];
    }

    [Fact]
    public async Task The_same_picture_in_two_articles_is_each_ones_own()
    {
        await DropAsync();
        await Room.DropAsync("knee.md", "# Knee\n\n![A spine](a.jpg)");
        await MakeAsync();
        await MakeAsync("knee");

        await Room.DeleteAsync("back.md");
        await Room.Publisher.RemoveAsync("back.md", default);
        Room.Time.Advance(TimeSpan.FromSeconds(1));
        await Room.Rebuild.RunAsync(default);

        Assert.Empty(await Room.NamesAsync(Containers.Web, "back/"));
        await AssertWholeAsync((await Room.PageAsync("knee"))!);
    }

    [Fact]
    public async Task A_request_for_an_article_that_is_gone_does_nothing()
    {
        await DropAsync();
        await Room.DeleteAsync("back.md");
        await Room.Publisher.RemoveAsync("back.md", default);
        var written = WatchForms();

        await MakeAsync();

        Assert.Empty(written);
        Assert.Empty(await Room.NamesAsync(Containers.State, PictureRequests.Prefix));
    }

    [Fact]
    public async Task Moving_pictures_and_drawings_stay_as_they_are()
    {
        byte[] gif = [.. Articles.Images.SampleImages.Gif(64, 64), 0x3B];
        await Room.PutAsync("a.gif", gif);
        await Room.DropAsync("back.md", "# Back\n\n![A spine](a.gif)");

        Assert.DoesNotContain(Room.Queue.Sent, m => m.Queue == Queues.Pictures);
        Assert.Equal(
            gif,
            (await Room.Store.ReadAsync(new BlobPath(Containers.Web, "back/a.gif"), default))!.Content.ToArray()
        );
    }

    [Fact]
    public async Task An_article_without_pictures_asks_nothing_more_of_storage()
    {
        var calls = new List<string>();
        Room.Faults.Before = (_, path) => calls.Add(path.ToString());
        await Room.DropAsync("back.md", "# Back\n\nWords.");

        Assert.Equal(10, calls.Count);
        Assert.DoesNotContain(calls, c => c.Contains("pictures/", StringComparison.Ordinal));
        Assert.DoesNotContain(Room.Queue.Sent, m => m.Queue == Queues.Pictures);
    }
}
