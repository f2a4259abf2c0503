using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Tests.Newsletters.Staff;

/// <summary>What staff are told, and how often.</summary>
public sealed class StaffNoticesTests : PlannedIssue
{
    [Fact]
    public async Task Each_matter_is_told_once_to_each_of_the_staff()
    {
        Room.Site.Settings = Room.Site.Settings with { Staff = ["a@clinic.example", "b@clinic.example"] };
        var issue = await PlanAsync();
        var alert = new IssueAlert(AlertKind.Uncertain, issue.Id, "request r00002");

        for (var i = 0; i < 3; i++)
        {
            await Room.Notices.PlannedAsync(issue, CancellationToken.None);
            await Room.Notices.NeedsPersonAsync(alert, CancellationToken.None);
            await Room.Notices.FinishedAsync(
                issue,
                (await Room.Sending.AccountAsync(issue.Id, CancellationToken.None))!,
                CancellationToken.None
            );
        }

        Assert.Equal(6, Room.Mail.Sent.Count);
        Assert.Distinct(Room.Mail.Sent.Select(m => m.Id));
        Assert.All(Room.Mail.Sent, m => Assert.DoesNotContain("@", m.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 3, "Done: “About sleep & rest” reached 3 of 3", "is finished")]
    [InlineData(true, 0, "Stopped: no one got “About sleep & rest”", "was stopped")]
    [InlineData(true, 1, "Stopped: “About sleep & rest” went to 1 of 3", "was stopped")]
    public async Task The_last_mail_about_an_issue_says_how_it_ended(
        bool stopped,
        int delivered,
        string subject,
        string heading
    )
    {
        var issue = await PlanAsync();
        if (stopped)
            await Room.Sending.StopAsync(issue.Id, "staff", CancellationToken.None);
        Room.Sending.AccountOf = i => SampleIssue.Account(3) with { Delivered = delivered, Stopped = 3 - delivered };

        await Room.Notices.FinishedAsync(
            issue,
            (await Room.Sending.AccountAsync(issue.Id, CancellationToken.None))!,
            CancellationToken.None
        );

        var mail = Assert.Single(Room.Mail.Sent);
        Assert.Equal(subject, mail.Subject);
        Assert.Contains(heading, mail.Text, StringComparison.Ordinal);
        // A letter is light, but for readers who chose dark; only the panel above an issue is always dark.
        Assert.Contains(
            "<body style=\"margin:0;padding:0;background-color:#ffffff\"",
            mail.Html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Articles_due_for_a_review_are_told_once_for_each_day_on_which_one_comes_due()
    {
        var first = SeededSite.Entry("sleep") with
        {
            Title = "About sleep & rest",
            ReviewBy = new DateOnly(2026, 3, 1),
        };
        var later = Enumerable
            .Range(0, 21)
            .Select(i => SeededSite.Entry($"a{i}") with { ReviewBy = new DateOnly(2026, 3, 2) });

        await Room.Reviews.DueAsync([first], CancellationToken.None);
        await Room.Reviews.DueAsync([first], CancellationToken.None);
        await Room.Reviews.DueAsync([first, .. later], CancellationToken.None);

        Assert.Equal(
            ["1 article is due for a review", "22 articles are due for a review"],
            Room.Mail.Sent.Select(m => m.Subject)
        );
        Assert.Contains("2026-03-01: About sleep & rest", Room.Mail.Sent[0].Text, StringComparison.Ordinal);
        Assert.Contains("2 more", Room.Mail.Sent[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_up_a_second_time_is_told_a_second_time()
    {
        await Room.TickAsync();
        var refused = new IssueAlert(
            AlertKind.Refused,
            null,
            "We wanted to send mail: 401 revoked",
            Room.Time.GetUtcNow()
        );
        await Room.Notices.NeedsPersonAsync(refused, CancellationToken.None);
        await Room.Notices.NeedsPersonAsync(refused, CancellationToken.None);
        Assert.Single(Room.Mail.Sent);

        await Room.Notices.NeedsPersonAsync(
            refused with
            {
                Since = Room.Time.GetUtcNow().AddHours(1),
            },
            CancellationToken.None
        );

        Assert.Equal(2, Room.Mail.Sent.Count);
        Assert.Distinct(Room.Mail.Sent.Select(m => m.Id));
    }

    [Fact]
    public async Task A_mail_whose_fate_is_unknown_is_not_repeated()
    {
        Room.Mail.Answer = _ => new SendResult(SendOutcome.Unknown, Reason: "timeout");
        await Room.Notices.PlannedAsync(await PlanAsync(), CancellationToken.None);
        await Room.TickAsync();

        Assert.Single(Room.Mail.Sent);
    }

    [Fact]
    public async Task After_days_without_mail_staff_learn_what_became_of_an_issue_and_get_no_preview_of_it()
    {
        var issue = await PlanAsync();
        Room.Mail.Answer = _ => new SendResult(SendOutcome.NotSent, Reason: "401 revoked", AccountRefused: true);
        await Room.Notices.PlannedAsync(issue, CancellationToken.None);
        await Room.Notices.NeedsPersonAsync(
            new IssueAlert(AlertKind.Late, issue.Id, "given up"),
            CancellationToken.None
        );
        Room.Mail.Answer = null;

        await Room.TickAtAsync(Slot.AddDays(4));

        Assert.Contains("late for some people", Assert.Single(Room.Mail.Sent).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standstill_is_told_again_each_day_that_it_lasts()
    {
        await Room.TickAsync();
        var fenced = new IssueAlert(AlertKind.Halted, null, "No tick for two days.");
        for (var hour = 0; hour < 50; hour++)
        {
            await Room.Notices.NeedsPersonAsync(fenced, CancellationToken.None);
            Room.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(3, Room.Mail.Sent.Count);
        Assert.Contains("No tick for two days.", Room.Mail.Sent[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertKind.Uncertain)]
    [InlineData(AlertKind.Refused)]
    [InlineData(AlertKind.Halted)]
    [InlineData(AlertKind.Skew)]
    [InlineData(AlertKind.StopUnproven)]
    [InlineData(AlertKind.Late)]
    [InlineData(AlertKind.NoSlot)]
    public async Task Every_trouble_has_words(AlertKind kind)
    {
        var issue = await PlanAsync();
        await Room.Notices.NeedsPersonAsync(new IssueAlert(kind, issue.Id, "detail"), CancellationToken.None);

        var mail = Assert.Single(Room.Mail.Sent);
        Assert.DoesNotContain("{", mail.Subject + mail.Text, StringComparison.Ordinal);
        Assert.Contains("detail", mail.Text, StringComparison.Ordinal);
    }
}
