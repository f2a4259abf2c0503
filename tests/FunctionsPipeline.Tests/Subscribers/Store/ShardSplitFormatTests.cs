using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>What a split writes, and who may read it: earlier versions, later ones, and settings with another key.</summary>
public sealed class ShardSplitFormatTests
{
    private static readonly ShardName Whole = ShardName.Of(SplitList.Number);
    private readonly InMemoryBlobStore _blobs = new();

    [Fact]
    public async Task Lines_are_copied_byte_for_byte_with_what_a_later_version_wrote_into_them()
    {
        await SplitList.PutAsync(_blobs, people: 40, tombstones: 5);
        var path = ShardNode.Of(SplitList.Number).Path;
        var text = Encoding.UTF8.GetString((await _blobs.ReadAsync(path, default))!.Content.Span);
        text = text.Replace("\"}\n", "\",\"later\":{\"x\":[1]}}\n", StringComparison.Ordinal);
        await _blobs.WriteAsync(path, Encoding.UTF8.GetBytes(text), ShardStore.Headers, WriteCondition.Always, default);

        await SplitList.SplitAsync(_blobs);

        var lines = new List<string>();
        await foreach (var entry in _blobs.ListAsync(Containers.Subscribers, $"shards/{Whole}", default))
        {
            if (ShardNode.TryParsePart(entry.Name, out _, out _))
            {
                var part = (await _blobs.ReadAsync(new BlobPath(Containers.Subscribers, entry.Name), default))!;
                lines.AddRange(Encoding.UTF8.GetString(part.Content.Span).TrimEnd('\n').Split('\n').Skip(1));
            }
        }
        Assert.Contains(lines, l => l.Contains("later", StringComparison.Ordinal));
        Assert.Equal(
            text.TrimEnd('\n').Split('\n').Skip(1).Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_version_that_knows_no_splits_refuses_the_shard_and_does_not_take_it_for_empty()
    {
        await SplitList.PutAsync(_blobs, people: 20);
        await SplitList.SplitAsync(_blobs);
        var blob = (await _blobs.ReadAsync(ShardNode.Of(SplitList.Number).Path, default))!;

        // How every version before splits reads a blob.
        var refused = Assert.Throws<InvalidDataException>(() =>
            new Shard(Whole, blob.Content, SubscriberKeys.Development)
        );

        Assert.Contains("format 2", refused.Message, StringComparison.Ordinal);
        var dev = SubscriberKeys.Check(SubscriberKeys.Development.Suppression[0].Key);
        Assert.StartsWith(
            $$$"""{"v":2,"check":"{{{SubscriberKeys.Development.ShardCheck}}}","keys":{"dev":"{{{dev}}}"},"split":""",
            Encoding.UTF8.GetString(blob.Content.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_new_suppression_key_is_carried_over_in_every_part()
    {
        var list = await SplitList.PutAsync(_blobs, people: 40, tombstones: 30);
        await SplitList.SplitAsync(_blobs);
        var keys = new SubscriberKeys(
            SubscriberKeys.Development.Signing,
            SubscriberKeys.Development.ShardKey,
            [
                new NamedKey("new", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]),
                .. SubscriberKeys.Development.Suppression,
            ]
        );
        var hasher = new AddressHasher(keys);
        var shards = new ShardStore(_blobs, keys, TimeProvider.System, new Random(1));

        await foreach (
            var _ in shards.ChangeEachAsync(
                SplitList.Number,
                (shard, _) =>
                {
                    var edit = shard.Edit();
                    foreach (var tombstone in shard.Tombstones())
                        edit.Remove(tombstone).Put(tombstone with { Hash = hasher.Renew(tombstone.Hash) });
                    return ValueTask.FromResult(new ShardChange<bool>(true, edit));
                },
                default
            )
        ) { }

        foreach (var (address, _) in list.Tombstones)
        {
            var found = (await shards.ReadAsync(address, default)).Find(hasher.Remembered(address));
            Assert.Equal("new", found?.Hash.KeyId);
        }
    }

    [Fact]
    public void A_limit_that_makes_no_sense_stops_the_app_at_its_start()
    {
        var services = new ServiceCollection();
        services.AddSubscribers();
        services.Configure<ShardOptions>(o => o.SplitAboveBytes = 100);
        using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }
}
