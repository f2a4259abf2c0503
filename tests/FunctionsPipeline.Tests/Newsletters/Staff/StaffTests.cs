using System.Text.RegularExpressions;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Staff;

/// <summary>What staff read in their mail, and the pages behind its links.</summary>
public sealed partial class StaffTests : IDisposable
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;
    private readonly Newsroom _room = new();

    public void Dispose() => _room.Dispose();

    private async Task<IssueRecord> PlanAsync(string title = "About sleep & rest")
    {
        await _room.TickAsync();
        await _room.PublishAsync("sleep", change: e => e with { Title = title });
        await _room.TickAtAsync(Slot.AddMinutes(-45));
        return Assert.Single(_room.Sending.Issues);
    }

    private async Task<MailMessage> PreviewAsync()
    {
        await _room.Notices.PlannedAsync(await PlanAsync(), CancellationToken.None);
        return Assert.Single(_room.Mail.Sent);
    }

    private static string Token(string text, string page)
        => LinkPattern().Matches(text).First(m => m.Groups["page"].Value == page).Groups["token"].Value;

    [GeneratedRegex("https://app\\.clinic\\.example/api/(?<page>[a-z-]+)/(?<token>[A-Za-z0-9_-]+)")]
    private static partial Regex LinkPattern();

    [Fact]
    public async Task The_preview_says_when_to_how_many_and_until_when_it_can_be_stopped_and_shows_the_issue()
    {
        var preview = await PreviewAsync();

        Assert.Equal("editor@clinic.example", preview.To.Address);
        foreach (var part in new[] { preview.Html, preview.Text })
        {
            Assert.Contains("Tuesday, March 10, 2026, 09:00", part, StringComparison.Ordinal);
            Assert.Contains("1,234", part, StringComparison.Ordinal);
            Assert.Contains("40 unsubscribed", part, StringComparison.Ordinal);
            Assert.Contains("until 08:48", part, StringComparison.Ordinal);
            Assert.Contains("https://clinic.example/sleep/", part, StringComparison.Ordinal);
            Assert.Contains("Prairie Acupuncture Ltd.", part, StringComparison.Ordinal);
            Assert.DoesNotContain("%%fp-", part, StringComparison.Ordinal);
        }
        Assert.Contains("About sleep & rest", preview.Subject, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(preview.Html, "<html"));
        Assert.Single(Regex.Matches(preview.Html, "/api/stop-issue/"));
    }

    [Fact]
    public async Task The_preview_names_what_had_to_be_left_out()
    {
        _room.Site.Settings = _room.Site.Settings with { Newsletters = [_room.Newsletter with { Subject = "{{nonsense}}" }] };

        var preview = await PreviewAsync();

        Assert.Contains("own subject cannot be used", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_stop_link_changes_nothing_and_the_button_stops()
    {
        var preview = await PreviewAsync();
        var token = Token(preview.Text, "stop-issue");

        var question = await _room.Pages.AskToStopAsync(token, CancellationToken.None);
        await _room.Pages.AskToStopAsync(token, CancellationToken.None);

        Assert.Equal(200, question.Status);
        Assert.Contains("<form method=\"post\">", question.Html, StringComparison.Ordinal);
        Assert.Contains("until 08:48", question.Html, StringComparison.Ordinal);
        Assert.Null(_room.Sending.Issues[0].Stop);

        var stopped = await _room.Pages.StopAsync(token, CancellationToken.None);
        var again = await _room.Pages.StopAsync(token, CancellationToken.None);
        var reopened = await _room.Pages.AskToStopAsync(token, CancellationToken.None);

        Assert.NotNull(_room.Sending.Issues[0].Stop);
        Assert.Contains("Nobody gets", stopped.Html, StringComparison.Ordinal);
        Assert.Equal(200, again.Status);
        Assert.DoesNotContain("<form", reopened.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_last_minute_the_page_says_that_it_may_be_too_late_and_how_many_may_get_it()
    {
        var token = Token((await PreviewAsync()).Text, "stop-issue");
        _room.Time.Jump(Slot.AddMinutes(-11));
        _room.Sending.AccountOf = issue => new IssueAccount(
            issue.Candidates, issue.Excluded, issue.Recipients, 0, 0, 0, 0, 0, 234, 1000, 0, 0, 0, 0);

        var question = await _room.Pages.AskToStopAsync(token, CancellationToken.None);
        var answer = await _room.Pages.StopAsync(token, CancellationToken.None);

        Assert.Contains("Too late to be sure", question.Html, StringComparison.Ordinal);
        Assert.Contains("1,000 people may get", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_for_its_own_purpose_only()
    {
        var preview = await PreviewAsync();
        var stop = Token(preview.Text, "stop-issue");
        var report = Token(preview.Text, "issue");

        foreach (var bad in new[] { null, "", "nonsense", stop[..^2] + "AA", report })
        {
            Assert.Equal(404, (await _room.Pages.AskToStopAsync(bad, CancellationToken.None)).Status);
            Assert.Equal(404, (await _room.Pages.StopAsync(bad, CancellationToken.None)).Status);
        }
        Assert.Equal(404, (await _room.Pages.ReportAsync(stop, CancellationToken.None)).Status);
        Assert.Null(_room.Sending.Issues[0].Stop);
    }

    [Fact]
    public async Task The_issue_s_page_has_the_whole_account_as_charts_and_as_tables()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        _room.Sending.AccountOf = issue => new IssueAccount(
            1300, new Dictionary<Exclusion, int> { [Exclusion.Unsubscribed] = 60, [Exclusion.Paused] = 6 },
            1234, 1180, 20, 2, 1, 5, 0, 25, 1, 0, 3, 0);

        var page = await _room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Equal(200, page.Status);
        foreach (var row in new[]
        {
            ("Delivered", "1,180", "95.6%"), ("Bounced", "20", "1.6%"), ("Uncertain", "25", "2.0%"), ("On the way", "1", "&lt; 0.1%"),
            ("Unsubscribed", "60", "4.6%"), ("Paused", "6", "0.5%"), ("Recipients", "1,234", "94.9%"),
        })
        {
            var inTable = $"<th scope=\"row\">{row.Item1}(<br>.*?)?</th><td class=\"number\">{row.Item2}</td><td class=\"number\">{row.Item3}</td>";
            Assert.Matches(new Regex(inTable, RegexOptions.Singleline), page.Html.Replace("\u00a0", "", StringComparison.Ordinal).Replace("&#xA0;", "", StringComparison.Ordinal));
            Assert.Contains($">{row.Item1}</text>", page.Html, StringComparison.Ordinal);
        }
        Assert.Equal(2, Regex.Count(page.Html, "<svg [^>]*role=\"img\" aria-labelledby=\"chart-"));
        Assert.Contains("The account adds up.", page.Html, StringComparison.Ordinal);
        Assert.Contains("3 marked it as spam.", page.Html, StringComparison.Ordinal);
        Assert.Contains("noindex", page.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://clinic.example/sleep/\">About sleep &amp; rest</a>", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    public async Task The_issue_s_page_offers_a_stop_as_long_as_somebody_has_no_outcome(int pending, int uncertain, bool offered)
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        _room.Sending.AccountOf = issue => new IssueAccount(
            10, new Dictionary<Exclusion, int>(), 10, 10 - pending - uncertain, 0, 0, 0, 0, 0, uncertain, pending, 0, 0, 0);

        var page = await _room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Equal(offered, page.Html.Contains("/api/stop-issue/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_account_is_said_to_be_wrong()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        _room.Sending.AccountOf = issue => new IssueAccount(
            10, new Dictionary<Exclusion, int>(), 9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        Assert.Contains("does not add up", (await _room.Pages.ReportAsync(token, CancellationToken.None)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_matter_is_told_once_to_each_of_the_staff()
    {
        _room.Site.Settings = _room.Site.Settings with { Staff = ["a@clinic.example", "b@clinic.example"] };
        var issue = await PlanAsync();
        var trouble = new IssueTrouble(TroubleKind.Uncertain, issue.Id, "request r00002");

        for (var i = 0; i < 3; i++)
        {
            await _room.Notices.PlannedAsync(issue, CancellationToken.None);
            await _room.Notices.NeedsPersonAsync(trouble, CancellationToken.None);
            await _room.Notices.FinishedAsync(issue, (await _room.Sending.AccountAsync(issue.Id, CancellationToken.None))!, CancellationToken.None);
        }

        Assert.Equal(6, _room.Mail.Sent.Count);
        Assert.Distinct(_room.Mail.Sent.Select(m => m.Id));
        Assert.All(_room.Mail.Sent, m => Assert.DoesNotContain("@", m.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_preview_that_the_provider_did_not_take_is_mailed_later()
    {
        _room.Mail.Answer = _ => new SendResult(SendOutcome.NotSent, Reason: "503");
        var issue = await PlanAsync();
        await _room.Notices.PlannedAsync(issue, CancellationToken.None);
        await _room.TickAsync();
        Assert.Empty(_room.Mail.Sent);

        _room.Mail.Answer = null;
        await _room.TickAsync();
        await _room.TickAsync();

        Assert.Single(_room.Mail.Sent);
    }

    [Fact]
    public async Task A_preview_waits_for_a_key_that_is_refused_and_costs_one_try_a_minute()
    {
        var tries = 0;
        _room.Site.Settings = _room.Site.Settings with { Staff = ["a@clinic.example", "b@clinic.example"] };
        _room.Mail.Answer = _ =>
        {
            tries++;
            return new SendResult(SendOutcome.NotSent, Reason: "401 revoked", Permanent: true, AccountRefused: true);
        };
        var issue = await PlanAsync();
        await _room.Notices.PlannedAsync(issue, CancellationToken.None);
        await _room.Notices.NeedsPersonAsync(new IssueTrouble(TroubleKind.Late, issue.Id, "later"), CancellationToken.None);
        tries = 0;
        await _room.TickAsync();
        Assert.Equal(1, tries);

        _room.Mail.Answer = null;
        await _room.TickAsync();

        Assert.Equal(["a@clinic.example", "b@clinic.example"], _room.Mail.Sent.Where(m => m.Id.StartsWith("planned-", StringComparison.Ordinal)).Select(m => m.To.Address));
        Assert.Equal(4, _room.Mail.Sent.Count);
    }

    [Fact]
    public async Task What_comes_up_a_second_time_is_told_a_second_time()
    {
        await _room.TickAsync();
        var refused = new IssueTrouble(TroubleKind.Refused, null, "We wanted to send mail: 401 revoked", _room.Time.GetUtcNow());
        await _room.Notices.NeedsPersonAsync(refused, CancellationToken.None);
        await _room.Notices.NeedsPersonAsync(refused, CancellationToken.None);
        Assert.Single(_room.Mail.Sent);

        await _room.Notices.NeedsPersonAsync(refused with { Since = _room.Time.GetUtcNow().AddHours(1) }, CancellationToken.None);

        Assert.Equal(2, _room.Mail.Sent.Count);
        Assert.Distinct(_room.Mail.Sent.Select(m => m.Id));
    }

    [Fact]
    public async Task The_issue_s_page_says_what_the_provider_refuses()
    {
        var token = Token((await PreviewAsync()).Text, "issue");
        Assert.DoesNotContain("refuses to", (await _room.Pages.ReportAsync(token, CancellationToken.None)).Html, StringComparison.Ordinal);
        _room.Sending.Refusals = [new MailRefusal("send mail", "401 <revoked>", Slot.AddHours(-1))];

        var page = await _room.Pages.ReportAsync(token, CancellationToken.None);

        Assert.Contains("the mail provider refuses to send mail: 401 &lt;revoked&gt;", page.Html, StringComparison.Ordinal);
        Assert.Contains("08:00", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_whose_fate_is_unknown_is_not_repeated()
    {
        _room.Mail.Answer = _ => new SendResult(SendOutcome.Unknown, Reason: "timeout");
        await _room.Notices.PlannedAsync(await PlanAsync(), CancellationToken.None);
        await _room.TickAsync();

        Assert.Single(_room.Mail.Sent);
    }

    [Fact]
    public async Task A_standstill_is_told_again_each_day_that_it_lasts()
    {
        await _room.TickAsync();
        var fenced = new IssueTrouble(TroubleKind.Fenced, null, "No tick for two days.");
        for (var hour = 0; hour < 50; hour++)
        {
            await _room.Notices.NeedsPersonAsync(fenced, CancellationToken.None);
            _room.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(3, _room.Mail.Sent.Count);
        Assert.Contains("No tick for two days.", _room.Mail.Sent[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TroubleKind.Uncertain)]
    [InlineData(TroubleKind.Refused)]
    [InlineData(TroubleKind.Fenced)]
    [InlineData(TroubleKind.Skew)]
    [InlineData(TroubleKind.StopUnproven)]
    [InlineData(TroubleKind.Late)]
    [InlineData(TroubleKind.NoSlot)]
    public async Task Every_trouble_has_words(TroubleKind kind)
    {
        var issue = await PlanAsync();
        await _room.Notices.NeedsPersonAsync(new IssueTrouble(kind, issue.Id, "detail"), CancellationToken.None);

        var mail = Assert.Single(_room.Mail.Sent);
        Assert.DoesNotContain("{", mail.Subject + mail.Text, StringComparison.Ordinal);
        Assert.Contains("detail", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_those_of_the_newsletter_s_own_zone()
    {
        _room.Site.Settings = _room.Site.Settings with
        {
            Newsletters = [_room.Newsletter with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London"), Schedule = "every Tuesday at 15:00" }],
        };

        Assert.Contains("until 14:48", (await PreviewAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newsletter_without_a_hold_says_that_it_cannot_be_held()
    {
        _room.Site.Settings = _room.Site.Settings with { Newsletters = [_room.Newsletter with { HoldWindow = TimeSpan.Zero }] };
        await _room.TickAsync();
        await _room.PublishAsync("sleep");
        await _room.TickAtAsync(Slot);
        await _room.Notices.PlannedAsync(_room.Sending.Issues[0], CancellationToken.None);

        Assert.Contains("no hold window", Assert.Single(_room.Mail.Sent).Text, StringComparison.Ordinal);
    }
}
