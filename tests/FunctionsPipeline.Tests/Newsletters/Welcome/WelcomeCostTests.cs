using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Welcome;

/// <summary>What a tick asks of storage does not grow with the people, and counts are exact.</summary>
public sealed class WelcomeCostTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3_000)]
    public async Task A_tick_with_nothing_to_do_reads_once_and_lists_once(int waiting)
    {
        var world = await WelcomeWorld.StartAsync();
        var ledger = world.People.Get<WelcomeLedger>();
        for (var n = 0; n < waiting; n++)
            await ledger.PutAsync(
                new DueLook(
                    DueLook.MinuteOf(world.Now).AddDays(1 + n % 300),
                    "news",
                    SubscriberId.New((byte)n),
                    "abcdefabcdef"
                ),
                default
            );
        await world.TickAsync();
        var before = Calls(world);

        await world.TickAsync();

        Assert.Equal(
            [(nameof(IBlobStore.ListAsync), 1), (nameof(IBlobStore.ReadAsync), 1)],
            Calls(world).Select(c => (c.Key, c.Value - before.GetValueOrDefault(c.Key))).Where(c => c.Item2 > 0).Order()
        );
        Assert.Equal(waiting, (await world.AccountAsync()).Waiting);
    }

    [Fact]
    public async Task Without_a_welcome_nothing_is_asked_of_storage()
    {
        var world = await WelcomeWorld.StartAsync();
        world.Set();
        var before = Calls(world).Values.Sum();

        await world.TickAsync();
        await world.People.JoinAsync("ann@example.org");
        var joined = Calls(world).Values.Sum();
        await world.People.ConfirmAsync();

        Assert.True(joined > before);
        Assert.Empty(await world.NamesAsync("welcome/"));
    }

    [Fact]
    public async Task A_thousand_people_at_once_are_all_greeted_once()
    {
        var world = await WelcomeWorld.StartAsync();
        var csv = string.Join('\n', Enumerable.Range(0, 1_000).Select(n => $"p{n}@example.org").Prepend("email"));
        await world.ImportAsync(csv, welcome: true);

        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
        await world.PassAsync(TimeSpan.FromHours(4));

        Assert.Equal(1_000, world.Provider.Taken.Select(r => r.Recipients[0].To.Address).Distinct().Count());
        Assert.Equal(1_000, world.Provider.Taken.Count);
        var account = await world.AccountAsync();
        Assert.Equal((1_000, 1_000), (account.Began, account.Waiting));
        Assert.Equal(1_000, account.Steps[0].Sent);
        // Added up, and gone.
        Assert.Empty(await world.NamesAsync("welcome/marks/"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Marks_are_added_up_once_wherever_a_process_dies(bool afterEffect)
    {
        for (var point = 1; ; point++)
        {
            var world = await WelcomeWorld.StartAsync();
            var counts = world.People.Get<WelcomeCounts>();
            for (var n = 0; n < 5; n++)
                await counts.MarkAsync("news", "abc", WelcomeCount.Sent, SubscriberId.New((byte)n), world.Now, default);
            world.Time.Advance(TimeSpan.FromHours(3));
            var operations = 0;
            var died = false;
            void Die(string name, BlobPath path)
            {
                if (Interlocked.Increment(ref operations) < point)
                    return;
                died = true;
                throw new StorageException("Gone.");
            }
            if (afterEffect)
                world.Blobs.After = Die;
            else
                world.Blobs.Before = Die;
            await Record.ExceptionAsync(() => counts.AddUpAsync(world.Now, Names, default));
            (world.Blobs.Before, world.Blobs.After) = (null, null);

            var next = world.Next().People.Get<WelcomeCounts>();
            Assert.Equal(5, (await next.ReadAsync(default)).Counts["news.abc.Sent"]);
            await next.AddUpAsync(world.Now, Names, default);
            await next.AddUpAsync(world.Now, Names, default);

            var totals = await next.ReadAsync(default);
            Assert.Equal((5, "x.md"), (totals.Counts["news.abc.Sent"], totals.Files["abc"]));
            Assert.Empty(await world.NamesAsync("welcome/marks/"));
            if (!died)
                break;
        }
    }

    private static Dictionary<string, string> Names { get; } = new() { ["abc"] = "x.md" };

    private static Dictionary<string, int> Calls(WelcomeWorld world) => world.Blobs.Calls.ToDictionary();
}
