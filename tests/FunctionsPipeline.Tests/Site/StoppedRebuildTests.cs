using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>
/// The host ends a process ten seconds after it asked it to stop. Each list whose state was saved is a checkpoint.
/// </summary>
public sealed class StoppedRebuildTests
{
    private const int Tags = 40;

    [Fact]
    public async Task A_rebuild_that_is_stopped_goes_on_with_the_lists_that_are_left()
    {
        var expected = await SiteAsync();
        await expected.RebuildAsync();
        var site = await SiteAsync();
        using var stop = new CancellationTokenSource();
        var saved = new List<string>();
        site.Memory.After = (operation, path) =>
        {
            if (
                operation != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("index/tags/", StringComparison.Ordinal)
                || !path.Name.EndsWith("/list.json", StringComparison.Ordinal)
            )
                return;
            lock (saved)
            {
                saved.Add(path.Name["index/".Length..^"/list.json".Length]);
                if (saved.Count == Tags / 2)
                    stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Rebuild.RunAsync(stop.Token));
        Assert.InRange(saved.Count, Tags / 2, Tags - 1);
        List<string> done = [.. saved];
        var again = new List<string>();
        site.Memory.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && path.Container == Containers.Web)
            {
                lock (again)
                    again.Add(path.Name);
            }
        };

        await site.RebuildAsync();

        Assert.Empty(again.Where(file => done.Any(list => file.StartsWith(list + "/", StringComparison.Ordinal))));
        Assert.Equal(await expected.FilesAsync(), await site.FilesAsync());
    }

    private static async Task<SeededSite> SiteAsync()
    {
        var site = new SeededSite();
        for (var i = 0; i < Tags; i++)
            await site.PublishAsync($"article-{i}", "2026-03-10", $"Tag {i}");
        return site;
    }
}
