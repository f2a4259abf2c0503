using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>What comes next, before it is planned: seen, skipped, previewed, tested.</summary>
public sealed class UpcomingIssuesTests : IDisposable
{
    private static readonly string Weekly = SampleIssue.Newsletter.Id;

    private readonly Newsroom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_next_slot_is_shown_with_the_articles_that_would_go()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");

        var next = await OnlyAsync();

        Assert.Equal(SampleIssue.Due, next.Due);
        Assert.Equal(SampleIssue.Due - SampleIssue.Newsletter.HoldWindow, next.PlannedFrom);
        Assert.Equal(["walking"], next.Articles);
        Assert.Equal(TimeSpan.FromHours(-6), next.Due!.Value.Offset);
    }

    [Fact]
    public async Task A_skipped_slot_is_not_planned_and_its_articles_go_a_week_later()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");

        var skipped = await _room.Upcoming.SkipAsync(Weekly, default);
        await _room.TickUntilAsync(SampleIssue.Due.AddHours(2), minutes: 5);

        Assert.Equal(SampleIssue.Due, skipped.Value);
        Assert.Empty(_room.Sending.Issues);
        Assert.Equal(SampleIssue.Due.AddDays(7), (await OnlyAsync()).Due);
        await _room.TickAtAsync(SampleIssue.Due.AddDays(7).AddMinutes(-45));
        Assert.Equal(["walking"], Assert.Single(_room.Sending.Issues).Articles);
    }

    /// <summary>A slot days ahead lies beyond what a clock that has jumped could have decided; it is remembered all the same.</summary>
    [Fact]
    public async Task Two_slots_are_skipped_days_ahead_and_taken_back()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");

        await _room.Upcoming.SkipAsync(Weekly, default);
        await _room.Upcoming.SkipAsync(Weekly, default);
        var ahead = await OnlyAsync();
        Assert.Equal([SampleIssue.Due, SampleIssue.Due.AddDays(7)], ahead.Skipped);
        Assert.Equal(SampleIssue.Due.AddDays(14), ahead.Due);
        var taken = await _room.Upcoming.UnskipAsync(Weekly, default);
        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));

        Assert.Equal(2, taken.Value);
        Assert.Single(_room.Sending.Issues);
        Assert.Equal(0, (await _room.Upcoming.UnskipAsync(Weekly, default)).Value);
    }

    [Fact]
    public async Task Only_a_newsletter_with_times_of_its_own_has_one_to_skip()
    {
        Assert.Contains("There is no newsletter", (await _room.Upcoming.SkipAsync("daily", default)).Refusal!.Reason);
        using var instant = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant" });
        var refusal = (await instant.Upcoming.SkipAsync(Weekly, default)).Refusal;
        Assert.Contains("no times of its own", refusal!.Reason);
        Assert.True(Assert.Single(await instant.Upcoming.ListAsync(default)).IsInstant);
    }

    [Fact]
    public async Task A_preview_shows_the_next_mail_and_plans_nothing()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");
        var stored = await StoredAsync();

        var preview = (await _room.Previews.PreviewAsync(Weekly, default)).Value;

        Assert.Contains("About walking", preview.Html, StringComparison.Ordinal);
        Assert.Contains("About walking", preview.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SampleIssue.Due, preview.Due);
        Assert.Equal(stored, await StoredAsync());
        Assert.Empty(_room.Sending.Issues);
        Assert.Contains("no issue 'nope'", (await _room.Previews.PreviewAsync("nope", default)).Refusal!.Reason);

        async Task<List<(string, string)>> StoredAsync() =>
            await _room
                .Store.ListAsync(FunctionsPipeline.Storage.Containers.State, "", default)
                .Select(b => (b.Name, b.ETag))
                .ToListAsync();
    }

    [Fact]
    public async Task A_planned_issue_is_previewed_as_it_was_frozen()
    {
        await _room.PlanSampleAsync();
        var issue = _room.Sending.Issues[0];

        var preview = (await _room.Previews.PreviewAsync(issue.Id.Value, default)).Value;

        Assert.Equal((issue.Subject, issue.Due), (preview.Subject, preview.Due));
        Assert.Equal(issue.Articles, preview.Articles);
    }

    [Fact]
    public async Task A_test_goes_to_staff_and_to_no_one_else()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");
        var before = _room.Mail.Sent.Count;

        var sent = (await _room.Previews.TestAsync(Weekly, null, default)).Value;

        var tests = _room.Mail.Sent.Skip(before).ToList();
        Assert.Equal(SampleIssue.Site.Staff.Count, sent);
        Assert.Equal(SampleIssue.Site.Staff, tests.Select(m => m.To.Address));
        Assert.All(tests, m => Assert.StartsWith("Test: ", m.Subject, StringComparison.Ordinal));
        using var unstaffed = new Newsroom(site: SampleIssue.Site with { Staff = [] });
        Assert.Contains(
            "no one under 'staff'",
            (await unstaffed.Previews.TestAsync(Weekly, null, default)).Refusal!.Reason
        );
    }

    [Fact]
    public async Task A_plan_by_hand_reserves_nothing_while_the_provider_refuses_the_key()
    {
        await _room.TickAsync();
        await _room.PublishAsync("walking");
        _room.Sending.NotReady = "The mail provider refuses the key.";

        var refused = await _room.Manual.PlanNowAsync(Weekly, new ManualOrder(), default);

        Assert.Equal(_room.Sending.NotReady, refused.Refusal!.Reason);
        Assert.Null((await OnlyAsync()).Planning);
        _room.Sending.NotReady = null;
        Assert.Null((await _room.Manual.PlanNowAsync(Weekly, new ManualOrder(), default)).Refusal);
    }

    private async Task<UpcomingIssue> OnlyAsync() => Assert.Single(await _room.Upcoming.ListAsync(default));
}
