using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Storage;

public sealed class CountingBlobStoreTests
{
    private static readonly BlobPath Path = new(Containers.State, "a/b.json");
    private readonly OperationCounter counter = new();
    private readonly CountingBlobStore store;

    public CountingBlobStoreTests() => store = new CountingBlobStore(new InMemoryBlobStore(), counter);

    [Fact]
    public async Task Each_operation_counts_in_its_class()
    {
        await Write(100);
        await store.ReadAsync(Path, default);
        await store.StatAsync(Path, default);
        (await store.OpenReadAsync(Path, default))?.Content.Dispose();
        await new CountingMessageQueue<InMemoryMessageQueue>(new InMemoryMessageQueue(), counter).SendAsync(
            Queues.Events,
            "{}",
            TimeSpan.Zero,
            default
        );
        Assert.Equal(
            new OperationCounts(Reads: 3, Writes: 1, Lists: 0, Messages: 1, RewrittenBytes: 0),
            counter.Counts
        );
    }

    [Fact]
    public async Task What_is_overwritten_or_deleted_is_kept_and_counts()
    {
        await Write(100);
        await Write(70);
        Assert.Null(await store.WriteAsync(Path, new byte[10], BlobHeaders.Json, WriteCondition.IfAbsent, default));
        Assert.True(await store.DeleteAsync(Path, null, default));
        Assert.False(await store.DeleteAsync(Path, null, default));
        Assert.Equal(
            new OperationCounts(Reads: 0, Writes: 3, Lists: 0, Messages: 0, RewrittenBytes: 170),
            counter.Counts
        );
    }

    [Fact]
    public async Task A_large_stream_is_its_blocks_and_their_list()
    {
        using var content = new MemoryStream(new byte[9 * 1024 * 1024]);
        await store.WriteAsync(Path, content, BlobHeaders.Text, WriteCondition.Always, default);
        Assert.Equal(4, counter.Counts.Writes);
    }

    [Fact]
    public async Task A_listing_is_its_pages()
    {
        for (var i = 0; i <= CountingBlobStore.PageSize; i++)
            await store.WriteAsync(
                new BlobPath(Containers.Reports, $"{i:D5}"),
                new byte[1],
                BlobHeaders.Text,
                WriteCondition.Always,
                default
            );
        var before = counter.Counts;
        await foreach (var _ in store.ListAsync(Containers.Reports, "", default)) { }
        await foreach (var _ in store.ListAsync(Containers.Reports, "none", default)) { }
        Assert.Equal(3, (counter.Counts - before).Lists);
    }

    [Fact]
    public async Task A_lease_is_taken_renewed_and_given_back()
    {
        await using (var lease = await store.TryLeaseAsync(Path, TimeSpan.FromSeconds(15), default))
            Assert.True(await lease!.RenewAsync(default));
        Assert.Equal(3, counter.Counts.Reads);
    }

    private Task Write(int bytes) =>
        store.WriteAsync(Path, new byte[bytes], BlobHeaders.Json, WriteCondition.Always, default);
}
