using FunctionsPipeline.Cli.Build;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>The build's storage keeps what the publisher relies on: it publishes articles side by side.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Containers.State)]
    [InlineData(Containers.Web)]
    public async Task Of_many_who_write_under_one_condition_one_does(string container)
    {
        const int writers = 8;
        var store = new FolderStore(_folder, settings: null, Path.Combine(_folder, "site"));
        using var together = new Barrier(writers);
        for (var round = 0; round < 50; round++)
        {
            var path = new BlobPath(container, $"{round}.html");

            Assert.Single(await TryAllAsync(WriteCondition.IfAbsent));
            var eTag = (await store.StatAsync(path, default))!.ETag;
            Assert.Single(await TryAllAsync(WriteCondition.IfMatch(eTag)));

            async Task<IEnumerable<string>> TryAllAsync(WriteCondition condition)
            {
                var written = await Task.WhenAll(
                    Enumerable
                        .Range(0, writers)
                        .Select(n =>
                            Task.Factory.StartNew(
                                () =>
                                {
                                    together.SignalAndWait();
                                    return store
                                        .WriteAsync(path, new byte[] { (byte)n }, BlobHeaders.Text, condition, default)
                                        .GetAwaiter()
                                        .GetResult();
                                },
                                CancellationToken.None,
                                TaskCreationOptions.LongRunning,
                                TaskScheduler.Default
                            )
                        )
                );
                return written.OfType<string>();
            }
        }
    }
}
