using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>Runs that die at any call, and two at once.</summary>
public sealed class InterruptedSourceTests
{
    /// <summary>
    /// At each call to storage once, before it and after it took effect; then the message comes again. Entries are taken once, an
    /// update and a deletion follow, and the archive stays one.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_death_at_any_call_is_made_up_by_the_next_run(bool tookEffect)
    {
        var expected = await RunAsync(new SourceRoom(SourceRoom.Own), dies: 0, tookEffect);
        Assert.Equal(4, expected.Live.Count);

        for (var dies = 1; ; dies++)
        {
            using var room = new SourceRoom(SourceRoom.Own);
            var found = await RunAsync(room, dies, tookEffect);
            Assert.Equal(expected.Live, found.Live);
            if (!found.Died)
            {
                Assert.True(dies > 40, $"only {dies} calls");
                return;
            }
        }
    }

    [Fact]
    public async Task Of_two_runs_one_does_the_work()
    {
        using var room = new SourceRoom();
        room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, room.Time.GetUtcNow())));
        await using var other = await room.Memory.TryLeaseAsync(
            new BlobPath(Containers.State, "feeds/blog-example.lock"),
            TimeSpan.FromSeconds(60),
            default
        );

        await room.ReadAsync();

        Assert.Empty(room.Web.Asked);
    }

    private static async Task<(SortedDictionary<string, string> Live, bool Died)> RunAsync(
        SourceRoom room,
        int dies,
        bool tookEffect
    )
    {
        var start = room.Time.GetUtcNow();
        var (calls, died) = (0, false);
        Action<string, BlobPath> die = (_, _) =>
        {
            if (++calls == dies)
                throw new StorageException("Ends here.");
        };
        if (tookEffect)
            room.Store.After = die;
        else
            room.Store.Before = die;
        room.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of([.. Enumerable.Range(1, 4).Select(i => WordPressFeed.Item(i, start.AddDays(-i)))])
        );
        await DeliverAsync();
        room.Time.Advance(TimeSpan.FromHours(2));
        // A new one, an update, and one that is gone between others, in two reads.
        room.Web.Has("https://blog.example/2026/post-2/", "still there");
        for (var read = 0; read < 2; read++)
        {
            room.Web.Has(
                SourceRoom.Feed,
                WordPressFeed.Of(
                    WordPressFeed.Item(5, start.AddHours(1)),
                    WordPressFeed.Item(1, start.AddDays(-1), "<p>Corrected.</p>"),
                    WordPressFeed.Item(3, start.AddDays(-3)),
                    WordPressFeed.Item(4, start.AddDays(-4))
                )
            );
            await DeliverAsync();
            room.Time.Advance(TimeSpan.FromHours(2));
        }
        (room.Store.Before, room.Store.After) = (null, null);
        var live = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (slug, entry) in await room.LiveAsync())
            live[slug] =
                $"{entry.IsNews} {entry.Home} {(await room.PageAsync(slug)).Contains("Corrected.", StringComparison.Ordinal)}";
        return (live, died);

        async Task DeliverAsync()
        {
            try
            {
                await room.ReadAsync();
            }
            catch (StorageException)
            {
                died = true;
                // A lease whose holder died ends by itself; until then the message comes again.
                room.Time.Advance(TimeSpan.FromMinutes(2));
                await room.ReadAsync();
            }
        }
    }
}
