using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;

namespace FunctionsPipeline.Tests.Newsletters.Staff;

/// <summary>The mail that shows an issue before it goes.</summary>
public sealed class PreviewMailTests : PlannedIssue
{
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

    /// <summary>Both once led staff to the form to subscribe.</summary>
    [Fact]
    public async Task The_preview_keeps_the_words_about_leaving_and_not_the_links()
    {
        var preview = await PreviewAsync();

        Assert.Contains(
            "Unsubscribe &nbsp;&middot;&nbsp; Change what you get</p>",
            preview.Html,
            StringComparison.Ordinal
        );
        Assert.Contains("Unsubscribe: (here stands each reader's own link)", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("api/subscribe", preview.Html + preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_names_what_had_to_be_left_out()
    {
        Room.Site.Settings = Room.Site.Settings with
        {
            Newsletters = [Room.Newsletter with { Subject = "{{nonsense}}" }],
        };

        var preview = await PreviewAsync();

        Assert.Contains("own subject cannot be used", preview.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Below is what 1 person will get.")]
    [InlineData(2, "Below is what 2 people will get.")]
    public async Task One_reader_is_one_person(int recipients, string says)
    {
        Room.Sending.Recipients = recipients;

        Assert.Contains(says, (await PreviewAsync()).Text, StringComparison.Ordinal);
        var caption = AccountFigures
            .Outcomes(
                (await Room.Sending.AccountAsync(Room.Sending.Issues[0].Id, default))!,
                StringTable.Load(StaffMails.Strings, "en"),
                CultureInfo.InvariantCulture
            )
            .Caption;
        Assert.StartsWith(recipients == 1 ? "1 recipient" : "2 recipients,", caption, StringComparison.Ordinal);
    }

    /// <summary>A note has no report as articles have: what is wrong with it was once told to no one.</summary>
    [Theory]
    [InlineData("---\ntitle: [never closed\n---\nWe are open.", "Editor's note `_notes/spring.md`, line ", true)]
    [InlineData(
        "We are open.\n\n![A map](map.png)\n",
        "Editor's note `_notes/spring.md`: 'map.png' is no picture",
        true
    )]
    [InlineData("%PDF-1.7", "Editor's note `_notes/spring.md`: This is a PDF, not text.", false)]
    [InlineData(null, "Editor's note `_notes/spring.md`: It is larger than the 64 KB that a note may have.", false)]
    public async Task The_preview_says_what_is_wrong_with_the_editors_note(string? note, string says, bool used)
    {
        await Room.TickAsync();
        await Room.DropNoteAsync("spring.md", note ?? new string('x', 70_000));

        var preview = await PreviewAsync();

        Assert.Contains(says, preview.Text, StringComparison.Ordinal);
        Assert.Equal(used, preview.Text.Contains("We are open.", StringComparison.Ordinal));
        Assert.Equal(
            !used,
            preview.Text.Contains("`_notes/spring.md`: It was left out of this issue.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_preview_that_the_provider_did_not_take_is_mailed_later()
    {
        Room.Mail.Answer = _ => new SendResult(SendOutcome.NotSent, Reason: "503");
        var issue = await PlanAsync();
        await Room.Notices.PlannedAsync(issue, CancellationToken.None);
        await Room.TickAsync();
        Assert.Empty(Room.Mail.Sent);

        Room.Mail.Answer = null;
        await Room.TickAsync();
        await Room.TickAsync();

        Assert.Single(Room.Mail.Sent);
    }

    [Fact]
    public async Task A_preview_waits_for_a_key_that_is_refused_and_costs_one_try_a_minute()
    {
        var tries = 0;
        Room.Site.Settings = Room.Site.Settings with { Staff = ["a@clinic.example", "b@clinic.example"] };
        Room.Mail.Answer = _ =>
        {
            tries++;
            return new SendResult(SendOutcome.NotSent, Reason: "401 revoked", Permanent: true, AccountRefused: true);
        };
        var issue = await PlanAsync();
        await Room.Notices.PlannedAsync(issue, CancellationToken.None);
        await Room.Notices.NeedsPersonAsync(new IssueAlert(AlertKind.Late, issue.Id, "later"), CancellationToken.None);
        tries = 0;
        await Room.TickAsync();
        Assert.Equal(1, tries);

        Room.Mail.Answer = null;
        await Room.TickAsync();

        Assert.Equal(
            ["a@clinic.example", "b@clinic.example"],
            Room.Mail.Sent.Where(m => m.Id.StartsWith("planned-", StringComparison.Ordinal)).Select(m => m.To.Address)
        );
        Assert.Equal(4, Room.Mail.Sent.Count);
    }

    [Fact]
    public async Task Times_are_those_of_the_newsletter_s_own_zone()
    {
        Room.Site.Settings = Room.Site.Settings with
        {
            Newsletters =
            [
                Room.Newsletter with
                {
                    TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London"),
                    Schedule = "every Tuesday at 15:00",
                },
            ],
        };

        Assert.Contains("until 14:48", (await PreviewAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newsletter_without_a_hold_says_that_it_cannot_be_held()
    {
        Room.Site.Settings = Room.Site.Settings with
        {
            Newsletters = [Room.Newsletter with { HoldWindow = TimeSpan.Zero }],
        };
        await Room.TickAsync();
        await Room.PublishAsync("sleep");
        await Room.TickAtAsync(Slot);
        await Room.Notices.PlannedAsync(Room.Sending.Issues[0], CancellationToken.None);

        var mail = Assert.Single(Room.Mail.Sent);
        Assert.Equal("“About sleep” is going out now", mail.Subject);
        foreach (var part in new[] { mail.Html, mail.Text })
        {
            Assert.Contains("no hold window", part, StringComparison.Ordinal);
            // A button that stops nothing lies.
            Assert.All(
                new[] { "You need to do nothing", "Stop this issue", "api/stop-issue/" },
                words => Assert.DoesNotContain(words, part, StringComparison.Ordinal)
            );
        }
    }
}
