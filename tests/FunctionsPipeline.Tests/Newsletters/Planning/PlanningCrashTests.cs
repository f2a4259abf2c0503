using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>
/// Planning dies, or loses an answer, at any call; two processes plan at once. No article is repeated or dropped.
/// </summary>
public sealed class PlanningCrashTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dying_at_any_storage_call_neither_repeats_nor_drops_an_article(bool before)
    {
        var survived = false;
        for (var call = 1; !survived && call < 200; call++)
        {
            using var room = new Newsroom();
            await room.TickAsync();
            await room.PublishAsync("one");
            await room.PublishAsync("two");
            room.Time.Jump(Slot.AddMinutes(-45));

            var death = new Death(call);
            if (before)
                room.Store.Before = death.At;
            else
                room.Store.After = death.At;
            try
            {
                await room.TickAsync();
            }
            catch (StorageException)
            {
                // A tick may fail as a whole; the next one comes in a minute.
            }
            room.Store.Before = null;
            room.Store.After = null;
            survived = !death.Came;

            await room.PublishAsync("three");
            await room.TickUntilAsync(Slot.AddMinutes(20), minutes: 4);
            await room.PublishAsync("four");
            await NextWeekAsync(room);

            var carried = room.Sending.Issues.SelectMany(i => i.Articles).ToList();
            Assert.Equal(["four", "one", "three", "two"], carried.Order(StringComparer.Ordinal));
            Assert.Equal(2, room.Sending.Issues.Count);
        }
        Assert.True(survived, "The planning never got through: the test did not reach every call.");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Dying_at_any_storage_call_spends_a_wish_once_and_forgets_nothing_postponed(
        bool before,
        bool byHand
    )
    {
        var survived = false;
        for (var call = 1; !survived && call < 200; call++)
        {
            using var room = new Newsroom();
            await room.TickAsync();
            await room.PublishAsync("one");
            await room.PublishAsync("two");
            var weekly = room.Newsletter.Id;
            var shown = (await room.Upcoming.ListAsync(default))[0].Version;
            var wishes = new IssueWishes("Wished", ["one"], ["two"]);
            Assert.Null((await room.Wishes.WriteAsync(weekly, wishes, shown, default)).Refusal);
            shown = (await room.Upcoming.ListAsync(default))[0].Version;
            var order = new ManualOrder(["one"])
            {
                Subject = "Wished",
                Shown = shown,
                IsNextIssue = true,
            };
            room.Time.Jump(Slot.AddMinutes(-45));

            var death = new Death(call);
            if (before)
                room.Store.Before = death.At;
            else
                room.Store.After = death.At;
            try
            {
                if (byHand)
                    await room.Manual.PlanNowAsync(weekly, order, default);
                else
                    await room.TickAsync();
            }
            catch (StorageException)
            {
                // The person sees an error, and presses the button once more.
            }
            (room.Store.Before, room.Store.After) = (null, null);
            survived = !death.Came;
            if (byHand)
                await room.Manual.PlanNowAsync(weekly, order, default);

            await room.TickUntilAsync(Slot.AddMinutes(20), minutes: 4);
            await room.PublishAsync("three");
            await NextWeekAsync(room);

            var issues = room.Sending.Issues;
            Assert.Equal(["one"], issues[0].Articles);
            Assert.Equal("Wished", issues[0].Subject);
            Assert.All(issues.Skip(1), issue => Assert.NotEqual("Wished", issue.Subject));
            Assert.Equal(
                ["one", "three", "two"],
                issues.SelectMany(issue => issue.Articles).Order(StringComparer.Ordinal)
            );
        }
        Assert.True(survived, "The planning never got through: the test did not reach every call.");
    }

    private static async Task NextWeekAsync(Newsroom room)
    {
        room.Time.Jump(Slot.AddDays(7).AddMinutes(-50));
        await room.TickUntilAsync(Slot.AddDays(7).AddMinutes(10), minutes: 5);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Dying_around_the_ledger_s_own_planning_neither_repeats_nor_drops_an_article(string when)
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        var died = false;
        room.Sending.At = point =>
        {
            if (point != when || died)
                return;
            died = true;
            throw new StorageException("The process died here.");
        };

        await room.TickAtAsync(Slot.AddMinutes(-45));
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddMinutes(20), minutes: 4);
        await NextWeekAsync(room);

        Assert.True(died);
        Assert.Equal(
            [
                ["one"],
                ["two"],
            ],
            room.Sending.Issues.Select(i => i.Articles)
        );
    }

    [Fact]
    public async Task Several_processes_at_once_plan_one_issue()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        room.Time.Jump(Slot.AddMinutes(-45));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(room.TickAsync)));
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddMinutes(20), minutes: 4);
        await NextWeekAsync(room);

        Assert.Equal(
            [
                ["one"],
                ["two"],
            ],
            room.Sending.Issues.Select(i => i.Articles)
        );
    }

    /// <summary>Of the process, from one call to storage on: not for that call only.</summary>
    private sealed class Death(int call)
    {
        private int _calls;

        public bool Came { get; private set; }

        public void At(string name, BlobPath path)
        {
            if (++_calls < call)
                return;
            Came = true;
            throw new StorageException("The process died here.");
        }
    }
}
