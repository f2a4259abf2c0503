using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing.Pictures;

/// <summary>Runs that die, messages that are lost, and two runs at once.</summary>
public sealed class InterruptedPicturesTests : ArticlePicturesTest
{
    /// <summary>At each call to storage once, before it and after it took effect; then the message comes again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_death_at_any_call_is_made_up_by_the_next_run(bool tookEffect)
    {
        await DropQuickAsync(Room);
        await MakeAsync();
        var expected = await FinalAsync();
        Assert.Contains(expected.Keys, k => k.EndsWith("a.jpg.480.webp", StringComparison.Ordinal));

        for (var dies = 1; ; dies++)
        {
            var newsroom = new Newsroom();
            await DropQuickAsync(newsroom);
            var calls = 0;
            Action<string, BlobPath> die = (_, _) =>
            {
                if (++calls == dies)
                    throw new StorageException("Ends here.");
            };
            if (tookEffect)
                newsroom.Faults.After = die;
            else
                newsroom.Faults.Before = die;
            var died = false;
            try
            {
                await MakeAsync("back", newsroom);
            }
            catch (StorageException)
            {
                died = true;
            }
            (newsroom.Faults.Before, newsroom.Faults.After) = (null, null);
            // A lease whose holder died ends by itself; until then the message comes again and again.
            newsroom.Time.Advance(TimeSpan.FromMinutes(2));
            await MakeAsync("back", newsroom);

            Assert.Equal(expected, await FinalAsync(newsroom));
            if (!died)
            {
                Assert.True(dies > 20, $"only {dies} calls");
                return;
            }
        }
    }

    [Fact]
    public async Task A_lost_message_is_sent_again_by_housekeeping()
    {
        await DropAsync();
        var task = new WaitingPictures(new PictureRequests(Room.Store, Room.Queue), Room.Time);

        await task.RunAsync(default);
        await task.RunAsync(default);
        Assert.Single(Room.Queue.Sent, m => m.Queue == Queues.Pictures);
        Room.Time.Advance(TimeSpan.FromHours(1));
        await task.RunAsync(default);

        Assert.Equal(2, Room.Queue.Sent.Count(m => m.Queue == Queues.Pictures));
    }

    [Fact]
    public async Task Of_two_runs_one_waits()
    {
        await DropAsync();
        await using var other = await Room.Store.TryLeaseAsync(
            new BlobPath(Containers.State, "pictures/locks/back"),
            TimeSpan.FromSeconds(60),
            default
        );
        var written = WatchForms();

        await MakeAsync();

        Assert.Empty(written);
        Assert.Equal(2, Room.Queue.Sent.Count(m => m.Queue == Queues.Pictures));
    }
}
