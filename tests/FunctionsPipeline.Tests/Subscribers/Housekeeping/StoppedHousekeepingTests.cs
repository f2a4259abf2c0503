using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Housekeeping;

/// <summary>A timer is not run again after a stop: the next hour goes on where the pass was.</summary>
public sealed class StoppedHousekeepingTests
{
    private readonly SubscriberWorld _world = new(
        time: new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 9, 40, 0, TimeSpan.Zero))
    );

    [Fact]
    public async Task A_pass_that_is_stopped_goes_on_from_seconds_before_and_counts_no_one_twice()
    {
        for (var i = 0; i < 40; i++)
            await _world.SubscribeAsync($"reader{i}@example.org");
        var read = new List<string>();
        using var stop = new CancellationTokenSource();
        _world.Blobs.Before = (operation, path) =>
        {
            if (
                operation == nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("shards/", StringComparison.Ordinal)
            )
                return;
            read.Add(path.Name);
            _world.Time.Advance(TimeSpan.FromMilliseconds(200));
            if (read.Count == 150)
                stop.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(stop.Token));
        var first = read.Count;
        read.Clear();

        _world.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync();

        // Three seconds are fifteen shards here.
        Assert.InRange(read.Count, ShardStore.Count - first, ShardStore.Count - first + 16);
        var today = DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime);
        var counts = (
            await _world.Blobs.ReadJsonAsync(
                new BlobPath(
                    Containers.Subscribers,
                    $"counts/{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.json"
                ),
                SubscriberJson.Conventional.DailyCounts,
                default
            )
        )!.Value;
        Assert.Equal((40, 40), (counts.Totals!.Active, counts.Happened.Confirmed));
        Assert.Equal(40, counts.Totals.ByNewsletter["news"]);
    }

    [Fact]
    public async Task Its_work_is_done_once_a_day()
    {
        await RunAsync();
        _world.Blobs.Calls.Clear();

        _world.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        Assert.Equal(1, _world.Blobs.Calls.Values.Sum());

        _world.Time.Advance(TimeSpan.FromHours(23));
        await RunAsync();
        Assert.True(_world.Blobs.Calls.Values.Sum() > ShardStore.Count);
    }

    private Task RunAsync(CancellationToken cancellationToken = default) =>
        _world.Get<SubscriberHousekeeping>().RunDailyAsync(cancellationToken);
}
