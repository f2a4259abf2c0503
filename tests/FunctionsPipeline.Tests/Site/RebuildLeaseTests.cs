using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>One rebuild at a time.</summary>
public sealed class RebuildLeaseTests
{
    [Fact]
    public async Task While_one_rebuilds_another_leaves_and_nothing_is_lost()
    {
        var site = new SeededSite();
        await site.PublishAsync("a");
        var first = site.Rebuild;
        var second = site.NewRebuild();
        RebuildResult? other = null;
        site.Memory.Before = (operation, path) =>
        {
            if (path.ToString() != "$web/index.html" || operation != nameof(IBlobStore.WriteAsync))
                return;
            site.Memory.Before = null;
            Task.Run(() => site.PublishAsync("b")).Wait();
            other = Task.Run(() => second.RunAsync(default)).Result;
        };

        await first.RunAsync(default);

        Assert.Equal(RebuildResult.Nothing, other);
        Assert.Contains("org/b/", await site.FileAsync("index.html"));
    }

    [Fact]
    public async Task A_rebuild_that_has_lost_its_lease_stops()
    {
        var time = new ManualTimeProvider();
        var site = new SeededSite(time: time);
        await site.PublishAsync("a");
        site.Memory.Before = (operation, path) =>
        {
            if (path.ToString() != "$web/index.html" || operation != nameof(IBlobStore.WriteAsync))
                return;
            site.Memory.Before = null;
            // It slept through its lease, and another has taken it.
            time.Jump(time.GetUtcNow().AddMinutes(5));
            var taken = site.Memory.TryLeaseAsync(
                new BlobPath(Containers.State, "index/lock"),
                TimeSpan.FromSeconds(60),
                default
            );
            Task.Run(() => taken).Wait();
            // Its next renewal falls due.
            time.Advance(TimeSpan.FromSeconds(15));
            SpinWait.SpinUntil(() => site.Memory.Calls.ContainsKey("RenewAsync"), TimeSpan.FromSeconds(10));
        };

        await Assert.ThrowsAsync<StorageException>(site.RebuildAsync);
    }
}
