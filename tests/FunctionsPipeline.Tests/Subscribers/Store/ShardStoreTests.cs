using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

public sealed class SplitShardStoreTests() : InMemorySubscriberStore(splits: 1);

public sealed class TwiceSplitShardStoreTests() : InMemorySubscriberStore(splits: 2);

public abstract class InMemorySubscriberStore(int splits) : SubscriberStoreContract(splits)
{
    protected override Task<IBlobStore> CreateEmptyAsync() => Task.FromResult<IBlobStore>(new InMemoryBlobStore());
}

public sealed class ShardStoreTests() : InMemorySubscriberStore(splits: 0)
{
    [Fact]
    public async Task A_million_records_need_about_200_bytes_each()
    {
        var blobs = new InMemoryBlobStore();
        var shards = new ShardStore(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        var id = SubscriberId.New(5);
        var people = Enumerable
            .Range(0, 1000)
            .Select(i => new Subscriber
            {
                Id = SubscriberId.New(5),
                Address = $"first.last{i}@example.org",
                Name = "First Last",
                Subscriptions =
                [
                    new Subscription
                    {
                        Newsletter = "newsletter",
                        Basis = ConsentBasis.Express,
                        Evidence = ChangeId.New(),
                        ConsentedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    },
                ],
                Changes = [ChangeId.New()],
            });
        await shards.ChangeAsync(id, shard => new ShardChange<bool>(true, shard.Edit().ReplaceAll(people)), default);

        Assert.InRange((await shards.ReadAsync(id, default)).Length / 1000, 100, 210);
    }

    [Fact]
    public async Task A_shard_reads_as_lines_of_JSON()
    {
        var blobs = new InMemoryBlobStore();
        var shards = new ShardStore(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        var id = SubscriberId.Parse("0a" + new string('1', 32));
        var at = DateTimeOffset.FromUnixTimeSeconds(1767225600);
        await shards.ChangeAsync(
            id,
            shard => new ShardChange<bool>(
                true,
                shard
                    .Edit()
                    .Count(at, new DayCounts(Confirmed: 1))
                    .Put(
                        new Subscriber
                        {
                            Id = id,
                            Address = "zoë@example.org",
                            Subscriptions =
                            [
                                new Subscription
                                {
                                    Newsletter = "news",
                                    Basis = ConsentBasis.Express,
                                    ConsentedAt = at,
                                    Evidence = "r1",
                                },
                            ],
                            Changes = ["c1"],
                        }
                    )
            ),
            default
        );

        var text = Encoding.UTF8.GetString(
            (await blobs.ReadAsync(new BlobPath(Containers.Subscribers, "shards/0a.jsonl"), default))!.Content.Span
        );

        var dev = SubscriberKeys.Check(SubscriberKeys.Development.Suppression[0].Key);
        Assert.Equal(
            $$$"""
            {"v":1,"check":"{{{SubscriberKeys.Development.ShardCheck}}}","keys":{"dev":"{{{dev}}}"},"days":{"2026-01-01":[0,1,0,0,0]}}
            {"i":"0a11111111111111111111111111111111","a":"zoë@example.org","s":[{"w":"news","t":1767225600,"e":"r1"}],"c":["c1"]}

            """,
            text
        );
    }

    [Fact]
    public async Task Old_change_ids_and_old_days_make_room()
    {
        var shards = new ShardStore(
            new InMemoryBlobStore(),
            SubscriberKeys.Development,
            TimeProvider.System,
            new Random(1)
        );
        var start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var person = new Subscriber { Id = SubscriberId.New(1), Address = "a@example.org" };
        for (var day = 0; day < 50; day++)
        {
            person = person.Changed($"c{day}");
            var now = person;
            await shards.ChangeAsync(
                now.Id,
                s => new ShardChange<bool>(true, s.Edit().Put(now).Count(start.AddDays(day), new DayCounts(Left: 1))),
                default
            );
        }

        var shard = await shards.ReadAsync(person.Id, default);

        Assert.Equal(Enumerable.Range(42, 8).Select(i => $"c{i}"), shard.Find(person.Id)!.Changes);
        Assert.Equal(new DateOnly(2026, 1, 15), shard.Days.Keys.Min());
    }

    [Fact]
    public async Task Reading_through_holds_a_few_shards_and_stops_when_the_caller_does()
    {
        var blobs = new InMemoryBlobStore();
        var shards = new ShardStore(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        for (var i = 0; i < 256; i++)
        {
            var id = SubscriberId.New((byte)i);
            await shards.ChangeAsync(
                id,
                s => new ShardChange<bool>(true, s.Edit().Put(new Subscriber { Id = id, Address = "a@b.ca" })),
                default
            );
        }
        blobs.Calls.Clear();

        await foreach (var shard in shards.ReadAllAsync(default))
        {
            if (shard.Name.Number == 9)
                break;
        }

        Assert.InRange(blobs.Calls[nameof(IBlobStore.ReadAsync)], 10, 14);
    }
}
