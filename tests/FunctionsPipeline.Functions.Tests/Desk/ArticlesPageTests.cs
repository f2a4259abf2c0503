using System.Net;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class ArticlesPageTests : DeskPageTest
{
    private async Task DropAsync(string name, string text, bool publish = true)
    {
        await App.PutAsync(new BlobPath(Containers.Articles, name), text);
        if (publish)
            await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync(name, default);
    }

    private static string Article(string title, string more = "") =>
        $"---\ntitle: {title}\ndate: 2026-03-01\nsummary: All about it in one sentence.\n{more}---\nA text of some words.\n";

    [Fact]
    public async Task Each_drop_is_listed_with_its_state_and_found_by_its_words()
    {
        await DropAsync("sciatica.md", Article("Sciatica <and> sleep"));
        await DropAsync("broken.md", "---\ntitle: [\n---\nText.\n");
        await DropAsync("later.md", Article("Later", "publishAt: 2027-01-01\n"));
        await DropAsync("draft.md", Article("Not yet", "draft: true\n"));
        await DropAsync("new.md", Article("New"), publish: false);
        await DropAsync("image.png", "x", publish: false);

        var all = await Browser.GetAsync("/api/desk/articles");
        var found = await Browser.GetAsync("/api/desk/articles?search=SLEEP+sciat");
        var rejected = await Browser.GetAsync("/api/desk/articles?state=rejected");

        Assert.Equal(HttpStatusCode.OK, all.Status);
        foreach (
            var words in new[]
            {
                "Sciatica <and> sleep",
                "Published",
                "Rejected",
                "Goes live",
                "Draft",
                "Being worked on",
            }
        )
            Assert.Contains(words, all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("image.png", all.Text, StringComparison.Ordinal);
        Assert.Contains("sciatica.md", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("draft.md", found.Text, StringComparison.Ordinal);
        Assert.Contains("broken.md", rejected.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("draft.md", rejected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_articles_come_in_pages_and_cost_no_more_to_look_at_again()
    {
        for (var i = 0; i < 60; i++)
            await DropAsync($"a{i:D2}.md", Article($"Article {i}"));
        await Browser.GetAsync("/api/desk/articles");
        var operations = 0;
        App.Store.Before = (_, _) => Interlocked.Increment(ref operations);

        var second = await Browser.GetAsync("/api/desk/articles?page=2");
        var beyond = await Browser.GetAsync("/api/desk/articles?page=99");

        Assert.Contains("Page 2 of 3", second.Text, StringComparison.Ordinal);
        Assert.Contains("Page 3 of 3", beyond.Text, StringComparison.Ordinal);
        Assert.True(operations <= 12, $"{operations} operations for two pages");
    }

    [Fact]
    public async Task A_changed_answer_and_a_deleted_file_show_at_the_next_look()
    {
        await DropAsync("one.md", Article("One"));
        await DropAsync("two.md", Article("Two"));
        await Browser.GetAsync("/api/desk/articles");

        await DropAsync("one.md", Article("One, corrected"));
        await App.Memory.DeleteAsync(new BlobPath(Containers.Articles, "two.md"), null, default);
        var page = await Browser.GetAsync("/api/desk/articles");

        Assert.Contains("One, corrected", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("two.md", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "two.md",
            (await Browser.GetAsync("/api/desk/articles?state=removed")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_damaged_index_is_made_again()
    {
        await DropAsync("one.md", Article("One"));
        await Browser.GetAsync("/api/desk/articles");
        await App.PutAsync(new BlobPath(Containers.State, "desk/articles.json"), "{");
        await using var second = await DeskApp.StartAsync(over: App);
        using var there = await second.SignInAsync();

        Assert.Contains("One", (await there.GetAsync("/api/desk/articles")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_article_shows_its_findings_and_previews_that_run_nothing()
    {
        await DropAsync("one.md", Article("One") + "\n![A picture](missing.png)\n");

        var page = await Browser.GetAsync("/api/desk/articles/one?file=one.md");
        var preview = await Browser.GetAsync("/api/desk/articles/preview?file=one.md&as=mail");
        var document = await Browser.GetAsync("/api/desk/articles/document?file=one.md&as=mail&look=dark");
        var text = await Browser.GetAsync("/api/desk/articles/preview?file=one.md&as=text");

        Assert.Contains("missing.png", page.Text, StringComparison.Ordinal);
        Assert.Contains("look=dark", preview.Body, StringComparison.Ordinal);
        Assert.StartsWith("sandbox allow-same-origin; default-src 'none'", document.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", document.Policy, StringComparison.Ordinal);
        Assert.Contains("@media all", document.Body, StringComparison.Ordinal);
        Assert.Contains("A text of some words.", text.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing.md")]
    [InlineData("../state/desk/articles.json")]
    [InlineData("/etc/passwd")]
    public async Task What_is_not_there_is_said_so(string file)
    {
        var name = Uri.EscapeDataString(file);
        foreach (var what in new[] { "one", "preview", "document", "file", "picture" })
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await Browser.GetAsync($"/api/desk/articles/{what}?file={name}")).Status
            );
    }

    [Fact]
    public async Task A_file_is_saved_and_never_shown()
    {
        await DropAsync("one.md", "<script>alert(1)</script>");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/desk/articles/file?file=one.md");

        var file = await Browser.SendAsync(request);

        Assert.StartsWith("sandbox;", file.Policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: One\ndate: 2026-03-01\ndraft: false\n---\nText.\n")]
    [InlineData("+++\ntitle = \"One\"\ndate = 2026-03-01\n+++\nText.\n")]
    [InlineData("# One\n\nText of the article.\n")]
    public async Task Unpublishing_makes_it_a_draft(string text)
    {
        await DropAsync("one.md", text);
        var page = await Browser.GetAsync("/api/desk/articles/one?file=one.md");

        var answer = await Browser.PostAsync(
            "/api/desk/articles/unpublish",
            ("file", "one.md"),
            ("version", Value(page, "version"))
        );
        await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync("one.md", default);
        var after = await Browser.GetAsync("/api/desk/articles/one?file=one.md");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Contains("Draft", after.Text, StringComparison.Ordinal);
        Assert.Contains("unpublished", (await Browser.GetAsync("/api/desk/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_takes_the_article_back_at_once()
    {
        await DropAsync("one.md", Article("One"));
        var page = await Browser.GetAsync("/api/desk/articles/one?file=one.md");

        await Browser.PostAsync("/api/desk/articles/delete", ("file", "one.md"), ("version", Value(page, "version")));
        var after = await Browser.GetAsync("/api/desk/articles/one?file=one.md");

        Assert.Null(await App.Memory.StatAsync(new BlobPath(Containers.Articles, "one.md"), default));
        Assert.Contains("Deleted", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Delete it", after.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unpublish")]
    [InlineData("delete")]
    public async Task A_version_that_someone_changed_meanwhile_stays(string act)
    {
        await DropAsync("one.md", Article("One"));
        var page = await Browser.GetAsync("/api/desk/articles/one?file=one.md");
        await DropAsync("one.md", Article("One, corrected"));

        var answer = await Browser.PostAsync(
            $"/api/desk/articles/{act}",
            ("file", "one.md"),
            ("version", Value(page, "version"))
        );

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.NotNull(await App.Memory.StatAsync(new BlobPath(Containers.Articles, "one.md"), default));
    }
}
