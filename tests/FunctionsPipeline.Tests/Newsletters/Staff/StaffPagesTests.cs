using System.Net;
using System.Text.RegularExpressions;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Staff;

/// <summary>The pages behind the links of staff's mail.</summary>
public sealed class StaffPagesTests : PlannedIssue
{
    [Fact]
    public async Task Opening_the_stop_link_changes_nothing_and_the_button_stops()
    {
        var preview = await PreviewAsync();
        var token = Token(preview.Text, "stop-issue");

        var question = await Room.Pages.AskToStopAsync(token, CancellationToken.None);
        await Room.Pages.AskToStopAsync(token, CancellationToken.None);

        Assert.Equal(200, question.Status);
        Assert.Contains("<form method=\"post\">", question.Html, StringComparison.Ordinal);
        Assert.Contains("until 08:48", question.Html, StringComparison.Ordinal);
        Assert.Contains(
            "Staff can mail them later, by an issue planned by hand: at the desk, or with “fp issues plan”.",
            WebUtility.HtmlDecode(question.Html),
            StringComparison.Ordinal
        );
        Assert.Null(Room.Sending.Issues[0].Stop);

        var stopped = await Room.Pages.StopAsync(token, CancellationToken.None);
        var again = await Room.Pages.StopAsync(token, CancellationToken.None);
        var reopened = await Room.Pages.AskToStopAsync(token, CancellationToken.None);

        Assert.NotNull(Room.Sending.Issues[0].Stop);
        Assert.Contains("No one gets", stopped.Html, StringComparison.Ordinal);
        Assert.Equal(200, again.Status);
        Assert.DoesNotContain("<form", reopened.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_last_minute_the_page_says_that_it_may_be_too_late_and_how_many_may_get_it()
    {
        var token = Token((await PreviewAsync()).Text, "stop-issue");
        Room.Time.Jump(Slot.AddMinutes(-11));
        Room.Sending.AccountOf = issue =>
            SampleIssue.Account(issue.Recipients) with
            {
                Candidates = issue.Candidates,
                Excluded = issue.Excluded,
                Stopped = 234,
                Pending = 1000,
                Staged = 900,
            };

        var question = await Room.Pages.AskToStopAsync(token, CancellationToken.None);
        var answer = await Room.Pages.StopAsync(token, CancellationToken.None);

        Assert.Contains("Too late to be sure", question.Html, StringComparison.Ordinal);
        Assert.Contains("may have it yet: 1,000.", answer.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1234)]
    [InlineData(1200, 34)]
    public async Task Once_all_of_it_is_handed_over_for_good_there_is_no_button(int delivered, int staged)
    {
        var preview = await PreviewAsync();
        Room.Time.Jump(Slot.AddMinutes(-11));
        Room.Sending.AccountOf = issue =>
            SampleIssue.Account(issue.Recipients) with
            {
                Candidates = issue.Candidates,
                Excluded = issue.Excluded,
                Delivered = delivered,
                Pending = staged,
                Staged = staged,
            };

        var question = await Room.Pages.AskToStopAsync(Token(preview.Text, "stop-issue"), CancellationToken.None);
        var report = await Room.Pages.ReportAsync(Token(preview.Text, "issue"), CancellationToken.None);

        Assert.Contains("can no longer be stopped", question.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", question.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/stop-issue/", report.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stop_did_not_keep_from_all_is_not_called_stopped()
    {
        var preview = await PreviewAsync();
        Room.Time.Jump(Slot.AddMinutes(-6));
        await Room.Pages.StopAsync(Token(preview.Text, "stop-issue"), CancellationToken.None);
        Room.Sending.AccountOf = issue =>
            SampleIssue.Account(issue.Recipients) with
            {
                Candidates = issue.Candidates,
                Excluded = issue.Excluded,
                Delivered = 1000,
                Bounced = 100,
                Dropped = 34,
                Stopped = 100,
            };

        var question = await Room.Pages.AskToStopAsync(Token(preview.Text, "stop-issue"), CancellationToken.None);
        var report = await Room.Pages.ReportAsync(Token(preview.Text, "issue"), CancellationToken.None);

        foreach (var page in new[] { question, report })
        {
            Assert.Contains("may have it yet: 1,000", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("was stopped", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<p>Stopped", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_works_for_its_own_purpose_only()
    {
        var preview = await PreviewAsync();
        var stop = Token(preview.Text, "stop-issue");
        var report = Token(preview.Text, "issue");

        foreach (var bad in new[] { null, "", "nonsense", stop[..^2] + "AA", report })
        {
            Assert.Equal(404, (await Room.Pages.AskToStopAsync(bad, CancellationToken.None)).Status);
            Assert.Equal(404, (await Room.Pages.StopAsync(bad, CancellationToken.None)).Status);
        }
        Assert.Equal(404, (await Room.Pages.ReportAsync(stop, CancellationToken.None)).Status);
        Assert.Null(Room.Sending.Issues[0].Stop);
    }

    [Fact]
    public async Task The_issue_s_page_has_the_whole_account_as_charts_and_as_tables()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Room.Sending.AccountOf = issue =>
            SampleIssue.Account(1234) with
            {
                Candidates = 1300,
                Excluded = new Dictionary<Exclusion, int> { [Exclusion.Unsubscribed] = 60, [Exclusion.Paused] = 6 },
                Delivered = 1180,
                Bounced = 20,
                Dropped = 2,
                Refused = 1,
                Withdrawn = 5,
                Uncertain = 25,
                Pending = 1,
                Complained = 3,
            };

        var page = await Room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Equal(200, page.Status);
        foreach (
            var row in new[]
            {
                ("Delivered", "1,180", "95.6%"),
                ("Bounced", "20", "1.6%"),
                ("Uncertain", "25", "2.0%"),
                ("On the way", "1", "&lt; 0.1%"),
                ("Unsubscribed", "60", "4.6%"),
                ("Paused", "6", "0.5%"),
                ("Recipients", "1,234", "94.9%"),
            }
        )
        {
            var inTable =
                $"<th scope=\"row\">{row.Item1}(<br>.*?)?</th><td class=\"number\">{row.Item2}</td><td class=\"number\">{row.Item3}</td>";
            Assert.Matches(
                new Regex(inTable, RegexOptions.Singleline),
                page.Html.Replace("\u00a0", "", StringComparison.Ordinal)
                    .Replace("&#xA0;", "", StringComparison.Ordinal)
            );
            Assert.Contains($">{row.Item1}</text>", page.Html, StringComparison.Ordinal);
        }
        Assert.Equal(2, Regex.Count(page.Html, "<svg [^>]*role=\"img\" aria-labelledby=\"chart-"));
        Assert.Contains("Everyone is accounted for.", page.Html, StringComparison.Ordinal);
        Assert.Contains("3 marked it as spam.", page.Html, StringComparison.Ordinal);
        Assert.Contains("noindex", page.Html, StringComparison.Ordinal);
        Assert.Contains(
            "<a href=\"https://clinic.example/sleep/\">About sleep &amp; rest</a>",
            page.Html,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    public async Task The_issue_s_page_offers_a_stop_as_long_as_a_person_has_no_outcome(
        int pending,
        int uncertain,
        bool offered
    )
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Room.Sending.AccountOf = issue =>
            SampleIssue.Account(10) with
            {
                Delivered = 10 - pending - uncertain,
                Uncertain = uncertain,
                Pending = pending,
            };

        var page = await Room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Equal(offered, page.Html.Contains("/api/stop-issue/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_article_that_left_the_site_is_shown_by_its_title_and_leads_nowhere()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        await Room.PublishAsync(
            "sleep",
            change: e => e with { Title = "About sleep & rest", Status = CatalogStatus.Removed }
        );

        var page = await Room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Contains(
            "<li>About sleep &amp; rest <span class=\"small\">(no longer on the site)</span></li>",
            page.Html
        );
    }

    [Theory]
    [InlineData(-40, 10, "Planned for ")]
    [InlineData(5, 3, "Going out since ")]
    [InlineData(5, 0, "Went out ")]
    public async Task The_issue_s_page_says_how_far_it_is(int minutes, int pending, string state)
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Room.Time.Jump(Slot.AddMinutes(minutes));
        Room.Sending.AccountOf = issue => SampleIssue.Account(10) with { Delivered = 10 - pending, Pending = pending };

        var page = await Room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Contains($"<p>{state}", page.Html);
    }

    [Fact]
    public async Task A_wrong_account_is_said_to_be_wrong()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Room.Sending.AccountOf = issue => SampleIssue.Account(9) with { Candidates = 10, Delivered = 1 };

        Assert.Contains(
            "Not everyone is accounted for",
            (await Room.Pages.ReportAsync(token, CancellationToken.None)).Html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_issue_s_page_says_what_the_provider_refuses()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Assert.DoesNotContain(
            "refuses to",
            (await Room.Pages.ReportAsync(token, CancellationToken.None)).Html,
            StringComparison.Ordinal
        );
        Room.Sending.Refusals = [new ProviderRefusal("send mail", "401 <revoked>", Slot.AddHours(-1))];

        var page = await Room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Contains(
            "the mail provider refuses to send mail: 401 &lt;revoked&gt;",
            page.Html,
            StringComparison.Ordinal
        );
        Assert.Contains("08:00", page.Html, StringComparison.Ordinal);
    }
}
