using System.Text;
using FunctionsPipeline.Storage;
using Xunit;

namespace FunctionsPipeline.Testing;

/// <summary>What every <see cref="IBlobStore"/> must do. Run against the in-memory fake and against Azurite.</summary>
public abstract class BlobStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>An empty store.</summary>
    protected abstract Task<IBlobStore> CreateAsync();

    [Fact]
    public async Task Nothing_is_there_before_it_is_written()
    {
        var store = await CreateAsync();

        Assert.Null(await store.ReadAsync(Path("a"), None));
        Assert.Null(await store.OpenReadAsync(Path("a"), None));
        Assert.Null(await store.StatAsync(Path("a"), None));
        Assert.False(await store.DeleteAsync(Path("a"), null, None));
        Assert.Empty(await ListAsync(store, ""));
    }

    /// <summary>A client resolves such a name, so that "../other/page" would be written into another container.</summary>
    [Theory]
    [InlineData("a/../b.md")]
    [InlineData("../other/b.md")]
    [InlineData("..")]
    [InlineData("a/./b.md")]
    [InlineData("a\\..\\b.md")]
    public async Task A_name_that_leads_elsewhere_is_not_there_and_cannot_be_written(string name)
    {
        var store = await CreateAsync();
        var path = new BlobPath("notes", name);
        await store.WriteAsync(
            new BlobPath("notes", "b.md"),
            "text"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

        Assert.Null(await store.ReadAsync(path, default));
        Assert.Null(await store.StatAsync(path, default));
        Assert.Null(await store.OpenReadAsync(path, default));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            store.WriteAsync(path, "x"u8.ToArray(), BlobHeaders.Text, WriteCondition.Always, default)
        );
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(path, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.TryLeaseAsync(path, TimeSpan.FromSeconds(15), default));
        Assert.NotNull(await store.ReadAsync(new BlobPath("notes", "b.md"), default));
    }

    [Fact]
    public async Task What_was_written_is_read_back_with_its_headers()
    {
        var store = await CreateAsync();
        var headers = new BlobHeaders("text/html; charset=utf-8", "max-age=60");

        var eTag = await store.WriteAsync(
            Path("folder/seite ü.html"),
            Bytes("Grüße"),
            headers,
            WriteCondition.Always,
            None
        );

        var blob = await store.ReadAsync(Path("folder/seite ü.html"), None);
        Assert.NotNull(blob);
        Assert.Equal("Grüße", Encoding.UTF8.GetString(blob.Content.Span));
        Assert.Equal(eTag, blob.ETag);
        Assert.Equal(headers, blob.Headers);
        var stat = await store.StatAsync(Path("folder/seite ü.html"), None);
        Assert.Equal((blob.Content.Length, blob.ETag), ((int)stat!.Length, stat.ETag));
        await using var stream = await store.OpenReadAsync(Path("folder/seite ü.html"), None);
        using var reader = new StreamReader(stream!.Content);
        Assert.Equal("Grüße", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Write_once_writes_once()
    {
        var store = await CreateAsync();

        Assert.NotNull(await store.WriteAsync(Path("a"), Bytes("1"), BlobHeaders.Text, WriteCondition.IfAbsent, None));
        Assert.Null(await store.WriteAsync(Path("a"), Bytes("2"), BlobHeaders.Text, WriteCondition.IfAbsent, None));
        Assert.Equal("1", await TextAsync(store, "a"));
    }

    [Fact]
    public async Task Compare_and_swap_refuses_a_version_that_has_passed()
    {
        var store = await CreateAsync();
        var first = await store.WriteAsync(Path("a"), Bytes("1"), BlobHeaders.Text, WriteCondition.IfAbsent, None);

        var second = await store.WriteAsync(
            Path("a"),
            Bytes("2"),
            BlobHeaders.Text,
            WriteCondition.IfMatch(first!),
            None
        );

        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(
            await store.WriteAsync(Path("a"), Bytes("3"), BlobHeaders.Text, WriteCondition.IfMatch(first!), None)
        );
        Assert.Null(
            await store.WriteAsync(Path("absent"), Bytes("3"), BlobHeaders.Text, WriteCondition.IfMatch(first!), None)
        );
        Assert.Equal("2", await TextAsync(store, "a"));
    }

    [Fact]
    public async Task Of_many_writers_over_one_version_exactly_one_wins()
    {
        var store = await CreateAsync();
        var version = await store.WriteAsync(Path("a"), Bytes("0"), BlobHeaders.Text, WriteCondition.IfAbsent, None);

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(i =>
                    store.WriteAsync(Path("a"), Bytes($"{i}"), BlobHeaders.Text, WriteCondition.IfMatch(version!), None)
                )
        );

        var winner = Array.FindIndex(results, r => r is not null);
        Assert.Single(results, r => r is not null);
        Assert.Equal($"{winner + 1}", await TextAsync(store, "a"));
    }

    [Fact]
    public async Task A_stream_of_any_size_is_written_whole()
    {
        var store = await CreateAsync();
        var content = new byte[(9 * 1024 * 1024) + 7];
        new Random(7).NextBytes(content);

        await store.WriteAsync(
            Path("large"),
            new MemoryStream(content),
            BlobHeaders.Text,
            WriteCondition.IfAbsent,
            None
        );

        Assert.Equal(content, (await store.ReadAsync(Path("large"), None))!.Content.ToArray());
        Assert.Null(
            await store.WriteAsync(
                Path("large"),
                new MemoryStream(content),
                BlobHeaders.Text,
                WriteCondition.IfAbsent,
                None
            )
        );
    }

    [Fact]
    public async Task Deleting_a_version_that_has_passed_deletes_nothing()
    {
        var store = await CreateAsync();
        var first = await store.WriteAsync(Path("a"), Bytes("1"), BlobHeaders.Text, WriteCondition.IfAbsent, None);
        var second = await store.WriteAsync(Path("a"), Bytes("2"), BlobHeaders.Text, WriteCondition.Always, None);

        Assert.False(await store.DeleteAsync(Path("a"), first, None));
        Assert.True(await store.DeleteAsync(Path("a"), second, None));
        Assert.Null(await store.StatAsync(Path("a"), None));
    }

    [Fact]
    public async Task A_listing_is_in_order_and_keeps_to_its_prefix()
    {
        var store = await CreateAsync();
        foreach (var name in new[] { "b/2", "a", "b/1", "c", "b/10" })
            await store.WriteAsync(Path(name), Bytes(name), BlobHeaders.Text, WriteCondition.Always, None);

        Assert.Equal(["a", "b/1", "b/10", "b/2", "c"], (await ListAsync(store, "")).Select(e => e.Name));
        var some = await ListAsync(store, "b/");
        Assert.Equal(["b/1", "b/10", "b/2"], some.Select(e => e.Name));
        Assert.Equal((await store.StatAsync(Path("b/10"), None))!.ETag, some[1].ETag);
        Assert.Equal(4, some[1].Length);
    }

    [Fact]
    public async Task A_lease_has_one_holder_at_a_time()
    {
        var store = await CreateAsync();
        var duration = TimeSpan.FromSeconds(60);

        await using (var held = await store.TryLeaseAsync(Path("lock"), duration, None))
        {
            Assert.NotNull(held);
            Assert.Null(await store.TryLeaseAsync(Path("lock"), duration, None));
            Assert.True(await held.RenewAsync(None));
        }
        await using var again = await store.TryLeaseAsync(Path("lock"), duration, None);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task What_its_caller_cancels_is_a_cancellation_and_no_fault_of_storage()
    {
        var store = await CreateAsync();
        var cancelled = new CancellationToken(canceled: true);

        await CancelsAsync(() => store.ReadAsync(Path("a"), cancelled));
        await CancelsAsync(() => store.OpenReadAsync(Path("a"), cancelled));
        await CancelsAsync(() => store.StatAsync(Path("a"), cancelled));
        await CancelsAsync(() =>
            store.WriteAsync(Path("a"), Bytes("1"), BlobHeaders.Text, WriteCondition.Always, cancelled)
        );
        await CancelsAsync(() =>
            store.WriteAsync(Path("a"), new MemoryStream([1]), BlobHeaders.Text, WriteCondition.Always, cancelled)
        );
        await CancelsAsync(() => store.DeleteAsync(Path("a"), null, cancelled));
        await CancelsAsync(() => store.TryLeaseAsync(Path("a"), TimeSpan.FromSeconds(60), cancelled));
        await CancelsAsync(async () =>
            await store.ListAsync(Containers.State, "", cancelled).FirstOrDefaultAsync(None)
        );

        static Task CancelsAsync(Func<Task> call) => Assert.ThrowsAnyAsync<OperationCanceledException>(call);
    }

    private static BlobPath Path(string name) => new(Containers.State, name);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> TextAsync(IBlobStore store, string name) =>
        Encoding.UTF8.GetString((await store.ReadAsync(Path(name), None))!.Content.Span);

    private static async Task<List<BlobEntry>> ListAsync(IBlobStore store, string prefix)
    {
        var entries = new List<BlobEntry>();
        await foreach (var entry in store.ListAsync(Containers.State, prefix, None))
            entries.Add(entry);
        return entries;
    }
}
