using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Testing;

/// <summary>Shards that were split before they became large.</summary>
public static class SplitShards
{
    /// <param name="shards">What the splitter's process remembers; null for a process that has just begun.</param>
    /// <param name="above">In bytes.</param>
    public static ShardSplitter Splitter(
        IBlobStore blobs,
        ShardStore? shards = null,
        int above = 0,
        TimeProvider? time = null
    ) =>
        new(
            blobs,
            shards ?? Store(blobs),
            SubscriberKeys.Development,
            new AddressHasher(SubscriberKeys.Development),
            Options.Create(new ShardOptions { SplitAboveBytes = above }),
            time ?? TimeProvider.System,
            NullLogger<ShardSplitter>.Instance
        );

    /// <summary>A process that has just begun.</summary>
    public static ShardStore Store(IBlobStore blobs, int seed = 1) =>
        new(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(seed));

    /// <summary>Splits the shard of an address once, with two people in it who leave again.</summary>
    public static async Task SplitEmptyAsync(IBlobStore blobs, EmailAddress address)
    {
        var shards = Store(blobs);
        var shard = (await shards.ReadAsync(address, default)).Name;
        var two = Enumerable
            .Range(0, 2)
            .Select(digit => new Subscriber
            {
                Id = shard.Part(digit).NewId(),
                Address = $"{shard.Part(digit)}@split.example.org",
            })
            .ToList();
        foreach (var person in two)
            await shards.ChangeAsync(person.Id, read => new ShardChange<bool>(true, read.Edit().Put(person)), default);
        // Once, however small the parts are.
        await Splitter(blobs, shards, above: 1_000_000).SplitLargeAsync(shard, int.MaxValue, default);
        foreach (var person in two)
            await shards.ChangeAsync(
                person.Id,
                read => new ShardChange<bool>(true, read.Edit().Remove(person.Id)),
                default
            );
    }
}
