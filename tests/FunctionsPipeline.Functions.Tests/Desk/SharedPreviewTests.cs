using System.Net;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>A link that shows the preview of an article to someone who is not at the desk.</summary>
public sealed class SharedPreviewTests : DeskPageTest
{
    private const string File = "articles/one?file=draft.md";

    private DeskBrowser? _stranger;

    private DeskBrowser Stranger => _stranger ??= new DeskBrowser(App.Address);

    protected override async Task PrepareAsync()
    {
        await PutAsync("draft.md", "---\ntitle: A draft\ndraft: true\n---\n![A knee](knee.png)\n\nSome words.\n");
        await PutAsync("knee.png", "knee");
        await PutAsync("other.png", "other");
        await Browser.GetAsync("/api/desk/" + File);
    }

    [Fact]
    public async Task Someone_with_the_link_sees_page_mail_and_pictures_of_the_draft_and_nothing_else()
    {
        var link = await ShareAsync();

        var shell = await Stranger.GetAsync(link);
        var page = await Stranger.GetAsync(link + "/document");
        var mail = await Stranger.GetAsync(link + "/document?as=mail");

        Assert.Contains("may not be published yet", shell.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("draft.md", shell.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/desk/sign-out", shell.Body, StringComparison.Ordinal);
        Assert.Contains("Some words.", page.Body, StringComparison.Ordinal);
        Assert.Contains(link + "/picture?file=knee.png", page.Body, StringComparison.Ordinal);
        Assert.Contains("Some words.", mail.Body, StringComparison.Ordinal);
        Assert.Equal("knee", (await Stranger.GetAsync(link + "/picture?file=knee.png")).Body);
        foreach (var file in new[] { "other.png", "draft.md", "../settings/site.yml", "" })
        {
            var answer = await Stranger.GetAsync(link + "/picture?file=" + Uri.EscapeDataString(file));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
    }

    [Fact]
    public async Task What_is_shown_runs_nothing_sets_no_cookie_and_is_kept_nowhere()
    {
        var link = await ShareAsync();

        foreach (
            var path in new[] { link, link + "/document", link + "/document?as=mail", link + "/picture?file=knee.png" }
        )
        {
            using var http = new HttpClient { BaseAddress = App.Address };
            using var answer = await http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.True(
                path == link
                    ? policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal)
                    : policy.StartsWith("sandbox", StringComparison.Ordinal),
                policy
            );
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
        App.Store.Before = (_, _) => throw new StorageException("Away.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Stranger.GetAsync(link)).Status);
    }

    [Fact]
    public async Task The_link_of_a_deleted_article_shows_no_other_of_its_name()
    {
        var link = await ShareAsync();
        var page = await Browser.GetAsync("/api/desk/" + File);

        await Browser.PostAsync("/api/desk/articles/delete", ("file", "draft.md"), ("version", Value(page, "version")));
        await PutAsync("draft.md", "---\ntitle: Another\n---\nNot for them.\n");

        Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(link)).Status);
    }

    [Fact]
    public async Task The_link_shows_the_file_as_it_is_then()
    {
        var link = await ShareAsync();

        await PutAsync("draft.md", "---\ntitle: A draft\ndraft: true\n---\nOther words.\n");

        Assert.Contains("Other words.", (await Stranger.GetAsync(link + "/document")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_after_a_week_when_it_is_taken_back_and_when_another_is_made()
    {
        var first = await ShareAsync();
        App.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await Stranger.GetAsync(first)).Status);
        App.Time.Advance(TimeSpan.FromMinutes(1));
        // The session is over too.
        using var again = await App.SignInAsync();
        await again.GetAsync("/api/desk/" + File);
        Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(first)).Status);

        await again.PostAsync("/api/desk/articles/share", ("file", "draft.md"));
        var second = LinkIn(await again.GetAsync("/api/desk/" + File));
        await again.PostAsync("/api/desk/articles/share", ("file", "draft.md"));
        var third = LinkIn(await again.GetAsync("/api/desk/" + File));
        Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(second)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Stranger.GetAsync(third)).Status);

        await again.PostAsync("/api/desk/articles/unshare", ("file", "draft.md"));
        await again.GetAsync("/api/desk/" + File);
        await again.PostAsync("/api/desk/articles/unshare", ("file", "draft.md"));
        var over = await Stranger.GetAsync(third);
        Assert.Equal(HttpStatusCode.NotFound, over.Status);
        Assert.Contains("Ask the person who sent it", over.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(third + "/document")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(third + "/picture?file=knee.png")).Status);
        Assert.Contains(
            "took back the link to the preview of",
            (await again.GetAsync("/api/desk/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("..%2f..%2fkeys")]
    public async Task A_link_that_was_guessed_shows_nothing(string with)
    {
        var link = await ShareAsync();
        var start = link.LastIndexOf('/') + 1;
        string[] guesses =
        [
            link[..^1] + with,
            link[..start] + with,
            link[..(start + 16)],
            link[..(start + 16)] + new string('0', 32),
            link + with,
        ];

        foreach (var guess in guesses.Where(g => g != link))
            Assert.Equal(HttpStatusCode.NotFound, (await Stranger.GetAsync(guess)).Status);
    }

    [Fact]
    public async Task Only_an_article_that_is_there_can_be_shown()
    {
        foreach (var file in new[] { "knee.png", "gone.md", "../site.yml", "" })
        {
            var answer = await Browser.PostAsync("/api/desk/articles/share", ("file", file));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            await Browser.GetAsync("/api/desk/" + File);
        }
    }

    private Task PutAsync(string name, string text) => App.PutAsync(new BlobPath(Containers.Articles, name), text);

    private async Task<string> ShareAsync()
    {
        var answer = await Browser.PostAsync("/api/desk/articles/share", ("file", "draft.md"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return LinkIn(await Browser.GetAsync(answer.Location!));
    }

    private static string LinkIn(DeskReply page) => "/api/shared/" + page.Body.Split("/api/shared/")[1].Split('"')[0];
}
