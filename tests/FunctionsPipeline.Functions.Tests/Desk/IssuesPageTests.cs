using System.Net;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class IssuesPageTests : IAsyncLifetime
{
    private DeskApp _app = null!;
    private DeskBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _app = await DeskApp.StartAsync(withFakeSending: true);
        _browser = await _app.SignInAsync();
        foreach (var name in new[] { "one", "two", "three" })
        {
            await _app.PutAsync(
                new BlobPath(Containers.Articles, name + ".md"),
                $"---\ntitle: About {name}\ndate: 2026-03-0{name.Length}\nsummary: All about it.\n---\nText.\n"
            );
            await _app.Services.GetRequiredService<ArticlePublisher>().AnswerAsync(name + ".md", default);
        }
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    private static string Slot(DeskReply page) =>
        WebUtility.HtmlDecode(page.Body.Split("name=\"slot\" value=\"")[1].Split('"')[0]);

    private Task<DeskReply> PlanAsync() =>
        _browser.PostAsync(
            "/api/desk/issues/plan",
            ("newsletter", "weekly"),
            ("article", "one"),
            ("place-one", "2"),
            ("article", "three"),
            ("place-three", "1"),
            ("place-two", "3")
        );

    [Fact]
    public async Task It_shows_when_the_next_one_goes_and_with_what()
    {
        var page = await _browser.GetAsync("/api/desk/issues");

        Assert.Contains("Weekly", page.Text, StringComparison.Ordinal);
        Assert.Contains("17 Mar", page.Text, StringComparison.Ordinal);
        Assert.Contains("3 new articles", page.Text, StringComparison.Ordinal);
        Assert.Contains(">About three</a>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_skipped_once_however_often_the_button_is_pressed()
    {
        var page = await _browser.GetAsync("/api/desk/issues");
        var slot = Slot(page);

        await _browser.PostAsync("/api/desk/issues/skip", ("newsletter", "weekly"), ("slot", slot));
        await _browser.GetAsync("/api/desk/issues");
        await _browser.PostAsync("/api/desk/issues/skip", ("newsletter", "weekly"), ("slot", slot));
        var after = await _browser.GetAsync("/api/desk/issues");

        Assert.Contains("24 Mar", Slot(after), StringComparison.Ordinal);
        Assert.Contains("Nothing was skipped", after.Text, StringComparison.Ordinal);

        await _browser.PostAsync("/api/desk/issues/unskip", ("newsletter", "weekly"));
        Assert.Equal(slot, Slot(await _browser.GetAsync("/api/desk/issues")));
    }

    [Fact]
    public async Task A_test_goes_to_the_person_who_asks_and_to_no_one_else()
    {
        await _browser.GetAsync("/api/desk/issues");

        var answer = await _browser.PostAsync("/api/desk/issues/test", ("of", "weekly"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(DeskApp.Staff, Assert.Single(_app.Mail.Sent).To.Address);
    }

    [Fact]
    public async Task The_preview_shows_the_mail_in_light_and_dark_and_as_text()
    {
        var frames = await _browser.GetAsync("/api/desk/issues/preview?of=weekly");
        var document = await _browser.GetAsync("/api/desk/issues/document?of=weekly&look=dark");
        // Whatever the browser prefers: no style may still ask it.
        Assert.Contains("@media all", document.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", document.Body, StringComparison.Ordinal);
        var text = await _browser.GetAsync("/api/desk/issues/preview?of=weekly&as=text");

        Assert.Contains("sandbox=\"allow-same-origin\"", frames.Body, StringComparison.Ordinal);
        Assert.Contains("About three", document.Body, StringComparison.Ordinal);
        Assert.Contains("About three", text.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/api/desk/issues/document?of=none")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _browser.GetAsync("/api/desk/issues/preview?of=none")).Status);
    }

    [Fact]
    public async Task Plan_now_takes_the_ticked_articles_in_their_order()
    {
        var ask = await _browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");

        var answer = await PlanAsync();

        Assert.Contains("About two", ask.Text, StringComparison.Ordinal);
        Assert.StartsWith("/api/desk/issues/one?issue=weekly-", answer.Location, StringComparison.Ordinal);
        Assert.Equal(["three", "one"], Assert.Single(_app.Sending!.Issues).Articles);
        Assert.Contains(
            "planned an issue of",
            (await _browser.GetAsync("/api/desk/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_any_article_nothing_is_planned()
    {
        await _browser.GetAsync("/api/desk/issues");

        var answer = await _browser.PostAsync("/api/desk/issues/plan", ("newsletter", "weekly"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Empty(_app.Sending!.Issues);
    }

    [Fact]
    public async Task An_issue_is_stopped_and_listed()
    {
        await _browser.GetAsync("/api/desk/issues");
        var planned = await PlanAsync();
        var page = await _browser.GetAsync(planned.Location!);
        var id = _app.Sending!.Issues[0].Id.Value;

        var first = await _browser.PostAsync("/api/desk/issues/stop", ("issue", id));
        await _browser.PostAsync("/api/desk/issues/stop", ("issue", id));
        var past = await _browser.GetAsync("/api/desk/issues/past");

        Assert.Contains("a stop keeps it from everyone", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, first.Status);
        Assert.Equal("staff", _app.Sending.Issues[0].Stop!.By);
        Assert.Contains("Stopped", past.Text, StringComparison.Ordinal);

        // What was stopped for everyone can go once more, by a person's decision.
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        var stopped = await _browser.GetAsync(planned.Location!);
        var offer = WebUtility.HtmlDecode(stopped.Body.Split("\">Plan it again")[0].Split("href=\"")[^1]);
        var ask = await _browser.GetAsync(offer);
        await PlanAsync();

        Assert.Contains("About three", ask.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("About two", ask.Text, StringComparison.Ordinal);
        Assert.Equal(2, _app.Sending.Issues.Count);
    }

    [Theory]
    [InlineData("one?issue=none")]
    [InlineData("one?issue=../x")]
    [InlineData("one")]
    [InlineData("plan?newsletter=none")]
    public async Task What_is_not_there_is_said_so(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/api/desk/issues/" + path)).Status);

    [Fact]
    public async Task A_note_is_written_for_one_newsletter_and_taken_back()
    {
        await _browser.GetAsync("/api/desk/issues");
        await _browser.PostAsync(
            "/api/desk/issues/note",
            ("newsletter", "weekly"),
            ("note", "Spring is **here**.\r\n")
        );

        var preview = await _browser.GetAsync("/api/desk/issues/document?of=weekly");
        var page = await _browser.GetAsync("/api/desk/issues");
        await _browser.PostAsync("/api/desk/issues/note", ("newsletter", "weekly"), ("note", ""));
        var after = await _browser.GetAsync("/api/desk/issues/document?of=weekly");

        Assert.Contains("Spring is", preview.Body, StringComparison.Ordinal);
        Assert.Contains("Spring is **here**.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Spring is", after.Body, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await _browser.PostAsync("/api/desk/issues/note", ("newsletter", "../x"), ("note", "x"))).Status
        );
    }
}
