using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>What keeps an issue from being planned, and who is told.</summary>
public sealed class PlanningTroubleTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Fact]
    public async Task Without_a_postal_address_nothing_is_planned_and_staff_are_told_once()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        var complete = room.Site.Settings;
        room.Site.Settings = complete with
        {
            Organisation = new Organisation { LegalName = "Prairie Acupuncture Ltd." },
        };

        await room.TickUntilAsync(Slot.AddHours(1), minutes: 3);

        Assert.Empty(room.Sending.Issues);
        var mail = Assert.Single(room.Mail.Sent);
        Assert.Contains("postalAddress", mail.Text, StringComparison.Ordinal);

        room.Site.Settings = complete;
        await room.TickUntilAsync(Slot.AddHours(2), minutes: 3);
        Assert.Single(room.Sending.Issues);
    }

    [Fact]
    public async Task A_refusal_is_told_once_and_tried_again()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Sending.Refusal = "All sending stands still.";
        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.TickUntilAsync(Slot.AddHours(1), minutes: 2);
        Assert.Contains("stands still", Assert.Single(room.Mail.Sent).Text, StringComparison.Ordinal);

        room.Sending.Refusal = null;
        await room.TickUntilAsync(Slot.AddHours(2), minutes: 2);

        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(IssueId.For("clinic-weekly", Slot), issue.Id);
        // Its own time has passed: it goes as soon as its hold allows.
        Assert.InRange(issue.Due, issue.PlannedAt!.Value.AddMinutes(30), issue.PlannedAt.Value.AddMinutes(46));
    }

    [Fact]
    public async Task An_issue_that_could_not_be_planned_for_a_day_leaves_its_articles_to_the_next()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Sending.Refusal = "All sending stands still.";
        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.TickUntilAsync(Slot.AddDays(2), minutes: 30);
        room.Sending.Refusal = null;
        await room.TickUntilAsync(Slot.AddDays(6), minutes: 60);
        Assert.Empty(room.Sending.Issues);

        await room.TickUntilAsync(Slot.AddDays(7), minutes: 20);

        Assert.Equal(["sleep"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task An_issue_that_a_fault_kept_from_being_planned_for_a_day_is_told_to_staff()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Sending.At = _ => throw new StorageException("Away.");

        await room.TickUntilAsync(Slot.AddDays(2), minutes: 60);

        var told = Assert.Single(room.Mail.Sent);
        Assert.Contains("could not be planned", told.Subject, StringComparison.Ordinal);
        Assert.Contains("for a day", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_newsletter_s_trouble_does_not_keep_the_others()
    {
        using var room = new Newsroom();
        room.Site.Settings = room.Site.Settings with
        {
            Newsletters =
            [
                room.Newsletter with
                {
                    Id = "broken",
                },
                room.Newsletter with
                {
                    Id = "unreadable",
                    Schedule = "now and then",
                },
                room.Newsletter,
            ],
        };
        await room.Store.WriteAsync(
            new BlobPath(Containers.State, "progress/broken.json"),
            "{ not json"u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            CancellationToken.None
        );
        await room.TickAsync();
        await room.PublishAsync("sleep");

        await room.TickAtAsync(Slot.AddMinutes(-45));

        Assert.Equal("clinic-weekly", Assert.Single(room.Sending.Issues).Newsletter);
    }
}
