using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>
/// A process that dies at any storage operation of a split, before it took effect or right after, is followed by others:
/// people join, and the next day's housekeeping splits again and cleans up.
/// </summary>
public sealed class SplitCrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_wherever_a_split_stops_and_what_it_left_goes(bool tookEffect)
    {
        var point = 0;
        for (var survived = false; !survived; point++)
        {
            var time = new ManualTimeProvider();
            var blobs = new InMemoryBlobStore(time);
            await SplitList.PutAsync(blobs, people: 60, tombstones: 10);
            var before = await SplitList.ReadAsync(SplitShards.Store(blobs));
            survived = await SplitUntilAsync(blobs, point, tookEffect, time);

            Assert.Equivalent(before, await SplitList.ReadAsync(SplitShards.Store(blobs)), strict: true);
            await SplitList.JoinAsync(SplitShards.Store(blobs), SplitList.Address(3));
            await SplitList.JoinAsync(SplitShards.Store(blobs), SplitList.Address(1_003));
            var splitter = SplitShards.Splitter(blobs, time: time);
            await splitter.RemoveOrphansAsync(default);
            Assert.Equal(61, (await SplitList.ReadAsync(SplitShards.Store(blobs))).People.Count);

            time.Advance(ShardSplitter.OrphanAge + TimeSpan.FromMinutes(1));
            await SplitList.SplitAsync(blobs, above: 5_000, time);
            await splitter.RemoveOrphansAsync(default);

            var shards = SplitShards.Store(blobs);
            var end = await SplitList.ReadAsync(shards);
            Assert.Equal((61, 10, 16), (end.People.Count, end.Tombstones.Count, end.Shards));
            Assert.Equal(2, end.Days[new DateOnly(2026, 3, 10)].Joined);
            Assert.Equal(60, end.Days[new DateOnly(2026, 3, 10)].Imported);
            Assert.Equal(17, await blobs.ListAsync(Containers.Subscribers, "shards/", default).CountAsync());
        }
        // A read, sixteen parts and the swap.
        Assert.True(point > 17, $"Only {point} points were tried.");
    }

    [Fact]
    public async Task Parts_that_may_still_be_named_are_kept()
    {
        // The swap's answer is lost each time, so that the splitter does not know; then its parts are a day old.
        var time = new ManualTimeProvider();
        var blobs = new InMemoryBlobStore(time);
        await SplitList.PutAsync(blobs, people: 60);
        var path = ShardNode.Of(SplitList.Number).Path;
        blobs.After = (_, touched) =>
        {
            if (touched == path)
                throw new StorageException("The answer was lost.");
        };
        await Assert.ThrowsAsync<StorageException>(() =>
            SplitShards.Splitter(blobs, time: time).SplitAsync(ShardName.Of(SplitList.Number), default)
        );
        blobs.After = null;

        time.Advance(TimeSpan.FromDays(3));
        await SplitShards.Splitter(blobs, time: time).RemoveOrphansAsync(default);

        Assert.Equal(60, (await SplitList.ReadAsync(SplitShards.Store(blobs))).People.Count);
    }

    /// <returns>False if it died.</returns>
    private static async Task<bool> SplitUntilAsync(
        InMemoryBlobStore blobs,
        int point,
        bool tookEffect,
        TimeProvider time
    )
    {
        var calls = 0;
        void Die(string operation, BlobPath path)
        {
            if (calls++ == point)
                throw new DiedException();
        }
        var faulty = new FaultyBlobStore(blobs);
        if (tookEffect)
            faulty.After = Die;
        else
            faulty.Before = Die;
        try
        {
            await SplitShards
                .Splitter(faulty, time: time, above: 5_000)
                .SplitLargeAsync(ShardName.Of(SplitList.Number), int.MaxValue, default);
            return true;
        }
        catch (DiedException)
        {
            return false;
        }
    }

    private sealed class DiedException : Exception;
}
