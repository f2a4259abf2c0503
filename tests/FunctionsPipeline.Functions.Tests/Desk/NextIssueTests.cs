using System.Net;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>The form that shapes the next issue: kept for its time, or planned now.</summary>
public sealed class NextIssueTests : IssuesPageTest
{
    [Fact]
    public async Task Plan_now_takes_the_ticked_articles_in_their_order()
    {
        var ask = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");

        var answer = await PlanAsync();

        Assert.Contains("About two", ask.Text, StringComparison.Ordinal);
        Assert.StartsWith("/api/desk/issues/one?issue=weekly-", answer.Location, StringComparison.Ordinal);
        var issue = Assert.Single(App.Sending!.Issues);
        Assert.Equal(["three", "one"], issue.Articles);
        Assert.Equal("Planned by hand", issue.Subject);
        Assert.Contains(
            "planned an issue of",
            (await Browser.GetAsync("/api/desk/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_next_issue_gets_a_subject_an_order_and_leaves_an_article_out()
    {
        var ask = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");
        var version = Value(ask, "version");

        var saved = await Browser.PostAsync("/api/desk/issues/next", Form(version, "Spring <news>"));
        var page = await Browser.GetAsync("/api/desk/issues");
        var again = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");
        // Shown before the first person saved.
        var late = await Browser.PostAsync("/api/desk/issues/next", Form(version, "Other"));

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Contains("Subject Spring <news>", page.Text, StringComparison.Ordinal);
        Assert.Contains("Kept for the following issue About two", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 new articles", page.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Spring &lt;news&gt;\"", again.Body, StringComparison.Ordinal);
        Assert.Matches(
            "value=\"three\" checked>.*value=\"one\" checked>.*value=\"two\">",
            again.Body.ReplaceLineEndings(" ")
        );
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Another person", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_plans_once()
    {
        var ask = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");

        await PlanAsync(Value(ask, "version"));
        var second = await PlanAsync(Value(ask, "version"));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("was planned meanwhile", second.Text, StringComparison.Ordinal);
        Assert.Single(App.Sending!.Issues);
    }

    [Fact]
    public async Task Two_hundred_articles_can_be_put_in_order()
    {
        var ask = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");
        var rows = Enumerable
            .Range(0, 200)
            .SelectMany(i => new[] { ("shown", $"a{i}"), ("place", $"{i}"), ("article", $"a{i}") });

        var saved = await Browser.PostAsync(
            "/api/desk/issues/next",
            [("newsletter", "weekly"), ("version", Value(ask, "version")), .. rows]
        );

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
    }

    [Fact]
    public async Task A_next_issue_without_articles_is_refused_with_a_hint()
    {
        await Browser.GetAsync("/api/desk/issues");

        var answer = await Browser.PostAsync("/api/desk/issues/next", ("newsletter", "weekly"), ("shown", "one"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("Skip this time", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_article_nothing_is_planned()
    {
        await Browser.GetAsync("/api/desk/issues");

        var answer = await Browser.PostAsync("/api/desk/issues/plan", ("newsletter", "weekly"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Empty(App.Sending!.Issues);
    }
}
