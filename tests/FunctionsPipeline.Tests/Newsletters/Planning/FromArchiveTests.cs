using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>An archive that is moved in floods no one, and staff hear of what was left out.</summary>
public sealed class FromArchiveTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Fact]
    public async Task An_archive_is_in_no_issue_unless_its_author_says_so()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("new");
        await room.PublishAsync("old", change: Old);
        await room.PublishAsync("wanted", change: e => Old(e) with { Newsletter = true });
        await room.PublishAsync("unwanted", change: e => Old(e) with { Newsletter = false });

        await room.TickUntilAsync(Slot.AddDays(15), minutes: 40);

        Assert.Equal(["new", "wanted"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task An_archive_alone_makes_no_issue()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("old", change: Old);

        await room.TickUntilAsync(Slot.AddDays(8), minutes: 40);

        Assert.Empty(room.Sending.Issues);
    }

    [Fact]
    public async Task The_next_preview_says_how_many_were_left_out_and_the_one_after_it_does_not()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Topics = ["Sleep"] });
        await room.TickAsync();
        await room.PublishAsync("one");
        for (var i = 0; i < 1200; i++)
            await room.PublishAsync($"old-{i}", change: Old);
        await room.PublishAsync("other-topic", change: e => Old(e) with { Tags = ["Food"] });
        await room.PublishAsync("kept-out", change: e => Old(e) with { Newsletter = false });

        await room.TickAtAsync(Slot.AddMinutes(-45));
        var first = await PreviewAsync(room);
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);
        var second = await PreviewAsync(room);
        await room.PublishAsync("old", change: Old);
        await room.PublishAsync("three");
        await room.TickUntilAsync(Slot.AddDays(14), minutes: 40);
        var third = await PreviewAsync(room);

        Assert.Contains(
            "1,200 articles came to the site since the last preview and are not in this issue",
            first,
            StringComparison.Ordinal
        );
        Assert.Contains("Write `newsletter: true`", first, StringComparison.Ordinal);
        Assert.DoesNotContain("since the last preview", second, StringComparison.Ordinal);
        Assert.Contains("1 article came to the site since the last preview", third, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slot_that_passed_leaves_the_count_to_the_next_preview()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("old", change: Old);
        await room.TickUntilAsync(Slot.AddDays(1), minutes: 40);
        await room.PublishAsync("new");

        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);

        Assert.Contains(
            "1 article came to the site since the last preview",
            await PreviewAsync(room),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_edit_neither_brings_an_old_article_into_a_pending_issue_nor_takes_a_new_one_out()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("new");
        await room.PublishAsync("old", change: Old);
        room.Sending.Refusal = "Not now.";
        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.PublishAsync("new", change: e => e with { Title = "Corrected", Date = Slot.AddYears(-7) });
        await room.PublishAsync("old", change: e => Old(e) with { Title = "Corrected", Date = Slot });
        room.Sending.Refusal = null;

        await room.TickAtAsync(Slot.AddMinutes(-44));

        Assert.Equal(["new"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task An_old_article_that_its_author_wants_mailed_after_all_is_in_the_next_issue()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.PublishAsync("old", change: Old);
        await room.TickAtAsync(Slot.AddMinutes(-45));
        var came = room.Time.GetUtcNow().AddDays(-1);
        await room.PublishAsync("old", change: e => Old(e) with { Newsletter = true, FirstPublished = came });

        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);

        Assert.Equal(
            [
                ["one"],
                ["old"],
            ],
            room.Sending.Issues.Select(i => i.Articles)
        );
    }

    [Fact]
    public async Task By_hand_an_old_article_goes_where_it_is_named()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = null });
        await room.TickAsync();
        await room.PublishAsync("old", change: Old);
        await room.PublishAsync("older", change: Old);

        var all = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(), default);
        var named = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(["old"]), default);

        Assert.Equal(
            "There is no new article. Not taken for new because they were old when they came: 2. Name those that should go all the same.",
            all.Refusal?.Reason
        );
        Assert.Null(named.Refusal);
        Assert.Equal(["old"], Assert.Single(room.Sending.Issues).Articles);
        Assert.DoesNotContain("since the last preview", await PreviewAsync(room), StringComparison.Ordinal);
    }

    /// <summary>An instant newsletter looks every five minutes, and each read costs money.</summary>
    [Fact]
    public async Task A_large_archive_is_read_once_and_not_at_each_look_of_an_instant_newsletter()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant" });
        await room.TickAsync();
        for (var i = 0; i < 300; i++)
            await room.PublishAsync($"old-{i}", room.Time.GetUtcNow().AddSeconds(1), Old);
        await room.TickAtAsync(room.Time.GetUtcNow().AddMinutes(6));
        room.Store.Calls.Clear();

        await room.TickUntilAsync(room.Time.GetUtcNow().AddHours(1));
        Assert.InRange(room.Store.Calls[nameof(IBlobStore.ReadAsync)], 1, 250);

        // One that its author wants mailed is seen all the same.
        await room.PublishAsync("old-7", room.Time.GetUtcNow(), e => Old(e) with { Newsletter = true });
        await room.TickUntilAsync(room.Time.GetUtcNow().AddHours(1));
        Assert.Equal(["old-7"], Assert.Single(room.Sending.Issues).Articles);
        Assert.Contains("299 articles came to the site", await PreviewAsync(room), StringComparison.Ordinal);
    }

    private static CatalogEntry Old(CatalogEntry entry) => entry with { Date = Slot.AddYears(-7), FromArchive = true };

    private static async Task<string> PreviewAsync(Newsroom room)
    {
        await room.Notices.PlannedAsync(room.Sending.Issues[^1], default);
        return room.Mail.Sent[^1].Text;
    }
}
