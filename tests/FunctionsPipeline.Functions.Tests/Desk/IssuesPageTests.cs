using System.Net;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class IssuesPageTests : IssuesPageTest
{
    [Fact]
    public async Task It_shows_when_the_next_one_goes_and_with_what()
    {
        var page = await Browser.GetAsync("/api/desk/issues");

        Assert.Contains("Weekly", page.Text, StringComparison.Ordinal);
        Assert.Contains("17 Mar", page.Text, StringComparison.Ordinal);
        Assert.Contains("3 new articles", page.Text, StringComparison.Ordinal);
        Assert.Contains(">About three</a>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_skipped_once_however_often_the_button_is_pressed()
    {
        var page = await Browser.GetAsync("/api/desk/issues");
        var slot = Value(page, "slot");

        await Browser.PostAsync("/api/desk/issues/skip", ("newsletter", "weekly"), ("slot", slot));
        await Browser.GetAsync("/api/desk/issues");
        await Browser.PostAsync("/api/desk/issues/skip", ("newsletter", "weekly"), ("slot", slot));
        var after = await Browser.GetAsync("/api/desk/issues");

        Assert.Contains("24 Mar", Value(after, "slot"), StringComparison.Ordinal);
        Assert.Contains("Nothing was skipped", after.Text, StringComparison.Ordinal);

        await Browser.PostAsync("/api/desk/issues/unskip", ("newsletter", "weekly"));
        Assert.Equal(slot, Value(await Browser.GetAsync("/api/desk/issues"), "slot"));
    }

    [Fact]
    public async Task A_test_goes_to_the_person_who_asks_and_to_no_one_else()
    {
        await Browser.GetAsync("/api/desk/issues");

        var answer = await Browser.PostAsync("/api/desk/issues/test", ("of", "weekly"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(DeskApp.Staff, Assert.Single(App.Mail.Sent).To.Address);
    }

    [Fact]
    public async Task The_preview_shows_the_mail_in_light_and_dark_and_as_text()
    {
        var frames = await Browser.GetAsync("/api/desk/issues/preview?of=weekly");
        var document = await Browser.GetAsync("/api/desk/issues/document?of=weekly&look=dark");
        // Regardless of what the browser prefers: no style may still ask it.
        Assert.Contains("@media all", document.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", document.Body, StringComparison.Ordinal);
        var text = await Browser.GetAsync("/api/desk/issues/preview?of=weekly&as=text");

        Assert.Contains("sandbox=\"allow-same-origin\"", frames.Body, StringComparison.Ordinal);
        Assert.Contains("About three", document.Body, StringComparison.Ordinal);
        Assert.Contains("About three", text.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.GetAsync("/api/desk/issues/document?of=none")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Browser.GetAsync("/api/desk/issues/preview?of=none")).Status);
    }

    [Fact]
    public async Task A_planned_issue_is_in_sight_until_it_goes_and_its_articles_are_not_taken_away_unwarned()
    {
        await PlanAsync();

        var overview = await Browser.GetAsync("/api/desk");
        var issues = await Browser.GetAsync("/api/desk/issues");
        var article = await Browser.GetAsync("/api/desk/articles/one?file=three.md");
        var other = await Browser.GetAsync("/api/desk/articles/one?file=two.md");
        App.Time.Advance(TimeSpan.FromHours(2));
        var after = await Browser.GetAsync("/api/desk");

        Assert.Contains("Planned by hand · Weekly · goes", overview.Text, StringComparison.Ordinal);
        Assert.Contains("Planned by hand · Weekly · goes", issues.Text, StringComparison.Ordinal);
        Assert.Contains("Stop the issue first", article.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop the issue first", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("can still be stopped", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_when_the_mail_arrived_and_where_it_bounced()
    {
        var planned = await PlanAsync();
        App.Time.Advance(TimeSpan.FromHours(2));
        var page = await Browser.GetAsync(planned.Location!);

        var arrival = await Browser.GetAsync(planned.Location!.Replace("/one?", "/arrival?", StringComparison.Ordinal));

        Assert.Contains("/api/desk/issues/arrival?issue=weekly-", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, arrival.Status);
        Assert.Contains("first hour 5 62.5%", arrival.Text, StringComparison.Ordinal);
        Assert.Contains("mail.example 4", arrival.Text, StringComparison.Ordinal);
        Assert.Contains("other domains", arrival.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gets_it_and_who_does_not_is_counted_when_it_is_asked()
    {
        await ImportAsync("email,name\nann@readers.example,Ann\nben@readers.example,Ben\n");
        await App
            .Services.GetRequiredService<ISuppression>()
            .SuppressAsync("ben@readers.example", SuppressionReason.Bounced, App.Time.GetUtcNow(), default);

        var page = await Browser.GetAsync("/api/desk/issues/audience?newsletter=weekly");

        Assert.Contains("2 people, each counted once", page.Text, StringComparison.Ordinal);
        Assert.Contains("Recipients 1 50.0%", page.Text, StringComparison.Ordinal);
        Assert.Contains("Address bounced before 1 50.0%", page.Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Browser.GetAsync("/api/desk/issues/audience?newsletter=x")).Status
        );
    }

    [Fact]
    public async Task An_issue_is_stopped_and_listed()
    {
        await Browser.GetAsync("/api/desk/issues");
        var planned = await PlanAsync();
        var page = await Browser.GetAsync(planned.Location!);
        var id = App.Sending!.Issues[0].Id.Value;

        var first = await Browser.PostAsync("/api/desk/issues/stop", ("issue", id));
        await Browser.PostAsync("/api/desk/issues/stop", ("issue", id));
        var past = await Browser.GetAsync("/api/desk/issues/past");

        Assert.Contains("a stop keeps it from everyone", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, first.Status);
        Assert.Equal("staff", App.Sending.Issues[0].Stop!.By);
        Assert.Contains("Stopped", past.Text, StringComparison.Ordinal);

        // What was stopped for everyone can go once more, by a person's decision.
        App.Time.Advance(TimeSpan.FromMinutes(2));
        var stopped = await Browser.GetAsync(planned.Location!);
        var offer = WebUtility.HtmlDecode(stopped.Body.Split("\">Plan it again")[0].Split("href=\"")[^1]);
        var ask = await Browser.GetAsync(offer);
        await PlanAsync();

        Assert.Contains("About three", ask.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("About two", ask.Text, StringComparison.Ordinal);
        Assert.Equal(2, App.Sending.Issues.Count);
    }

    [Theory]
    [InlineData("one?issue=none")]
    [InlineData("one?issue=../x")]
    [InlineData("one")]
    [InlineData("plan?newsletter=none")]
    public async Task What_is_not_there_is_said_so(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.GetAsync("/api/desk/issues/" + path)).Status);

    [Fact]
    public async Task A_note_is_written_for_one_newsletter_and_taken_back()
    {
        await Browser.GetAsync("/api/desk/issues");
        await NoteAsync("", "Spring is **here**.\r\n");

        var preview = await Browser.GetAsync("/api/desk/issues/document?of=weekly");
        var page = await Browser.GetAsync("/api/desk/issues");
        await NoteAsync(Value(page, "version"), "");
        var after = await Browser.GetAsync("/api/desk/issues/document?of=weekly");

        Assert.Contains("Spring is", preview.Body, StringComparison.Ordinal);
        Assert.Contains("Spring is **here**.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Spring is", after.Body, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await Browser.PostAsync("/api/desk/issues/note", ("newsletter", "../x"), ("note", "x"))).Status
        );
    }

    [Fact]
    public async Task Of_two_who_write_a_note_the_second_is_told_and_overwrites_nothing()
    {
        await Browser.GetAsync("/api/desk/issues");
        await NoteAsync("", "The first.");

        var second = await NoteAsync("", "The second.");
        var page = await Browser.GetAsync("/api/desk/issues");

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("This note was changed meanwhile", second.Text, StringComparison.Ordinal);
        Assert.Contains("The first.", page.Text, StringComparison.Ordinal);
    }

    private Task<DeskReply> NoteAsync(string version, string note) =>
        Browser.PostAsync("/api/desk/issues/note", ("newsletter", "weekly"), ("version", version), ("note", note));
}
