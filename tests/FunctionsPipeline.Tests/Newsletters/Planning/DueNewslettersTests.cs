using System.Text.RegularExpressions;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

public sealed class DueNewslettersTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Fact]
    public async Task An_issue_is_planned_45_minutes_before_its_slot_and_once()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");

        await room.TickAtAsync(Slot.AddMinutes(-46));
        Assert.Empty(room.Sending.Issues);
        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.TickUntilAsync(Slot.AddDays(2), minutes: 20);

        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(IssueId.For("clinic-weekly", Slot), issue.Id);
        Assert.Equal(Slot, issue.Due);
        Assert.Equal(Slot.AddMinutes(-45), issue.PlannedAt);
        Assert.Equal(["sleep"], issue.Articles);
    }

    [Fact]
    public async Task Carries_live_articles_that_match_its_topics_the_newest_first()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Topics = ["sleep", "Pain"] });
        await room.TickAsync();
        var now = room.Time.GetUtcNow();
        await room.PublishAsync("older", now.AddHours(-20));
        await room.PublishAsync("newer", now.AddHours(-10), e => e with { Tags = ["PAIN"] });
        await room.PublishAsync("other-topic", now, e => e with { Tags = ["Food"] });
        await room.PublishAsync("kept-out", now, e => e with { Newsletter = false });
        await room.PublishAsync("draft", now, e => e with { Status = CatalogStatus.Draft });
        await room.PublishAsync(
            "scheduled",
            now,
            e => e with { Status = CatalogStatus.Scheduled, FirstPublished = null }
        );
        await room.PublishAsync("removed", now, e => e with { Status = CatalogStatus.Removed });

        await room.TickAtAsync(Slot.AddMinutes(-45));

        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(["newer", "older"], issue.Articles);
        Assert.Equal(["PAIN", "Sleep"], issue.Audience.Topics);
        Assert.Equal(Slot, issue.Audience.At);
    }

    [Fact]
    public async Task An_article_is_in_one_issue_only_however_often_it_is_corrected_or_comes_back()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("first");
        await room.TickAtAsync(Slot.AddMinutes(-45));

        await room.TickAtAsync(Slot.AddDays(1));
        await room.PublishAsync(
            "first",
            change: e => e with { Title = "Corrected", FirstPublished = e.FirstPublished }
        );
        await room.PublishAsync("renamed", change: e => e with { Aliases = ["first"] });
        await room.TickUntilAsync(Slot.AddDays(8), minutes: 40);
        Assert.Single(room.Sending.Issues);

        await room.PublishAsync("second");
        await room.TickUntilAsync(Slot.AddDays(15), minutes: 40);
        Assert.Equal(["first", "second"], room.Sending.Issues.SelectMany(i => i.Articles));
    }

    [Fact]
    public async Task An_article_whose_entry_was_written_late_is_not_forgotten()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("first");
        await room.TickAtAsync(Slot.AddMinutes(-45));

        // Publishing died after it took the time and before it wrote the entry; its repeat came after the issue.
        await room.TickAtAsync(Slot.AddMinutes(5));
        await room.PublishAsync("late", Slot.AddMinutes(-50));
        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);

        Assert.Equal(["first", "late"], room.Sending.Issues.SelectMany(i => i.Articles));
    }

    [Fact]
    public async Task Too_few_articles_wait_for_the_next_slot()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { MinimumArticles = 2 });
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.TickUntilAsync(Slot.AddMinutes(10), minutes: 5);
        // The slot is decided: a second article an hour later does not bring it back.
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddDays(6), minutes: 60);
        Assert.Empty(room.Sending.Issues);

        await room.TickUntilAsync(Slot.AddDays(7), minutes: 20);

        Assert.Equal(["two", "one"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task The_page_is_live_before_the_issue_is_planned_and_holds_nothing_personal()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        string? before = null;
        room.Sending.At = when =>
            before ??= room.PageAsync("issues/clinic-weekly/20260310t1500z/index.html").GetAwaiter().GetResult();

        await room.TickAtAsync(Slot.AddMinutes(-45));

        Assert.NotNull(before);
        Assert.DoesNotContain("%%fp-", before, StringComparison.Ordinal);
        Assert.DoesNotContain("api/unsubscribe/", before, StringComparison.Ordinal);
        Assert.Contains("noindex", before, StringComparison.Ordinal);
        // Anyone who comes by has no mail and no subscription that the words could be about.
        Assert.All(
            new[] { "View in browser", "Hello", "You get this", "Unsubscribe", "Change what you get", "<!-- mail" },
            words => Assert.DoesNotContain(words, before, StringComparison.Ordinal)
        );
        Assert.Single(Regex.Matches(before, "<a href=\"https://app.clinic.example/api/subscribe\"[^>]*>Subscribe</a>"));
        Assert.Contains("https://clinic.example/sleep/", before, StringComparison.Ordinal);
        var mail = (await room.Sending.ContentAsync(room.Sending.Issues[0].Id, CancellationToken.None))!.Mail;
        Assert.Contains(
            "https://clinic.example/issues/clinic-weekly/20260310t1500z/",
            mail.Html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_editor_s_note_is_used_once_and_only_by_the_newsletter_that_it_is_for()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.DropNoteAsync("other-newsletter/note.md", "Not for this one.");
        await room.DropNoteAsync("old.md", "An older note.");
        room.Time.Advance(TimeSpan.FromMinutes(10));
        await room.DropNoteAsync("clinic-weekly/spring.md", "Spring is \\<near>.");
        room.Time.Advance(TimeSpan.FromMinutes(10));
        await room.DropNoteAsync("picture.png", "no text");

        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);

        Assert.Equal(2, room.Sending.Issues.Count);
        var first = (await room.Sending.ContentAsync(room.Sending.Issues[0].Id, CancellationToken.None))!.Mail;
        var second = (await room.Sending.ContentAsync(room.Sending.Issues[1].Id, CancellationToken.None))!.Mail;
        Assert.Contains("Spring is &lt;near", first.Html, StringComparison.Ordinal);
        Assert.Contains("Spring is <near>.", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("From the editor", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instant_newsletter_sends_each_new_article_by_itself()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant" });
        await room.PublishAsync("before");
        room.Time.Advance(TimeSpan.FromMinutes(1));
        await room.TickAsync();
        var at = room.Time.GetUtcNow().AddMinutes(2);
        await room.PublishAsync("one", at);
        await room.PublishAsync("two", at);
        await room.DropNoteAsync("note.md", "For the next real issue.");

        await room.TickUntilAsync(at.AddHours(2));
        await room.PublishAsync("one", at, e => e with { Title = "Corrected" });
        await room.TickUntilAsync(at.AddHours(4));

        Assert.Equal(
            [
                ["one"],
                ["two"],
            ],
            room.Sending.Issues.Select(i => i.Articles)
        );
        Assert.All(
            room.Sending.Issues,
            issue => Assert.Equal(45, Math.Floor((issue.Due - issue.PlannedAt!.Value).TotalMinutes))
        );
        Assert.Distinct(room.Sending.Issues.Select(i => i.Id));
        var mail = (await room.Sending.ContentAsync(room.Sending.Issues[0].Id, CancellationToken.None))!.Mail;
        Assert.Equal("About one", mail.Subject);
    }

    [Fact]
    public async Task An_import_of_many_articles_is_one_mail_also_for_an_instant_newsletter()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant", HoldWindow = TimeSpan.Zero });
        await room.TickAsync();
        room.Time.Advance(TimeSpan.FromMinutes(6));
        for (var i = 0; i < 200; i++)
            await room.PublishAsync($"import-{i}");

        await room.TickUntilAsync(room.Time.GetUtcNow().AddHours(1));

        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(200, issue.Articles.Count);
        Assert.Equal(TimeSpan.Zero, issue.HoldWindow);
    }

    [Fact]
    public async Task An_article_that_is_withdrawn_before_the_issue_is_planned_is_not_in_it()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("good");
        await room.PublishAsync("bad");
        room.Sending.Refusal = "Not now.";
        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.PublishAsync("bad", change: e => e with { Status = CatalogStatus.Removed });
        room.Sending.Refusal = null;
        await room.TickAtAsync(Slot.AddMinutes(-44));

        Assert.Equal(["good"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task An_issue_is_listed_on_the_site_once_it_has_gone_and_not_if_it_was_stopped()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "every day at 09:00" });
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.TickUntilAsync(Slot.AddMinutes(-10), minutes: 5);
        Assert.Empty(room.Archive.Paths);
        await room.TickUntilAsync(Slot.AddMinutes(5), minutes: 2);
        Assert.Equal(["/issues/clinic-weekly/20260310t1500z/"], room.Archive.Paths);

        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddDays(1).AddMinutes(-40), minutes: 5);
        await room.Sending.StopAsync(IssueId.For("clinic-weekly", Slot.AddDays(1)), "staff", CancellationToken.None);
        await room.TickUntilAsync(Slot.AddDays(1).AddHours(1), minutes: 5);
        Assert.Single(room.Archive.Paths);
    }

    [Fact]
    public async Task A_newsletter_that_was_seen_first_by_a_clock_far_ahead_is_not_silent_until_then()
    {
        using var room = new Newsroom();
        await room.TickAtAsync(Slot.AddDays(364));
        room.Time.Jump(Slot.AddHours(-2));
        await room.PublishAsync("sleep");

        await room.TickUntilAsync(Slot.AddMinutes(5), minutes: 5);

        Assert.Equal(["sleep"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task A_clock_that_jumps_more_than_a_year_ahead_makes_no_article_new_again()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.TickUntilAsync(Slot.AddMinutes(10), minutes: 5);
        await room.PublishAsync("two");
        await room.TickAtAsync(Slot.AddDays(406).AddMinutes(-45));
        room.Time.Jump(Slot.AddDays(1));
        await room.PublishAsync("three");

        await room.TickUntilAsync(Slot.AddDays(14).AddMinutes(10), minutes: 30);

        Assert.Single(room.Sending.Issues, i => i.Articles.Contains("one"));
    }

    [Fact]
    public async Task An_issue_whose_stop_came_too_late_is_listed_as_what_it_is_gone()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.TickUntilAsync(Slot.AddMinutes(-5), minutes: 5);
        await room.Sending.StopAsync(IssueId.For("clinic-weekly", Slot), "staff", CancellationToken.None);

        await room.TickUntilAsync(Slot.AddMinutes(5), minutes: 5);

        Assert.Single(room.Archive.Paths);
    }

    [Fact]
    public async Task What_is_mailed_can_be_merged_for_a_recipient_without_a_field_left()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        await room.TickAtAsync(Slot.AddMinutes(-45));
        var issue = room.Sending.Issues[0];
        var content = (await room.Sending.ContentAsync(issue.Id, CancellationToken.None))!;
        var person = new FunctionsPipeline.Subscribers.Candidate(
            FunctionsPipeline.Subscribers.SubscriberId.Parse("0a" + new string('b', 32)),
            "anna@example.org",
            "Anna",
            null
        );

        var merged = room.Merge.Merge(issue, content, person);
        var html = MergeFields.Fill(content.Mail.Html, merged.Merge);
        var text = MergeFields.Fill(content.Mail.Text, merged.Merge);

        Assert.DoesNotContain("%%", html + text, StringComparison.Ordinal);
        Assert.Contains("Hello Anna,", text, StringComparison.Ordinal);
        Assert.StartsWith(
            "<https://app.clinic.example/api/unsubscribe/",
            merged.Headers["List-Unsubscribe"],
            StringComparison.Ordinal
        );
    }
}
