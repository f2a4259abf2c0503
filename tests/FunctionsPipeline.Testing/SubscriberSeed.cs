using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Testing;

/// <summary>Puts people who agreed straight into the shards, each shard written once: a million takes seconds.</summary>
public static class SubscriberSeed
{
    private const int ShardsAtATime = 8;

    /// <param name="count">Persons 0 to count - 1.</param>
    /// <param name="address">The address of a person; called twice for each, so that no list of them is held.</param>
    /// <param name="newsletters">Ids of what a person agreed to.</param>
    public static async Task PutAsync(
        IBlobStore blobs,
        int count,
        Func<int, string> address,
        Func<int, IReadOnlyList<string>> newsletters,
        CancellationToken cancellationToken
    )
    {
        var shards = new ShardStore(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        var hasher = new AddressHasher(SubscriberKeys.Development);
        var people = new List<int>[ShardStore.Count];
        for (var shard = 0; shard < people.Length; shard++)
            people[shard] = [];
        for (var person = 0; person < count; person++)
            people[hasher.Shard(EmailAddress.Parse(address(person)))].Add(person);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ShardStore.Count).Where(shard => people[shard].Count > 0),
            new ParallelOptions { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken },
            async (number, token) =>
                await shards.ChangeAsync(
                    SubscriberId.New((byte)number),
                    shard => new ShardChange<bool>(
                        true,
                        shard
                            .Edit()
                            .ReplaceAll(people[number].Select(p => Person(p, (byte)number, address(p), newsletters(p))))
                    ),
                    token
                )
        );
    }

    private static Subscriber Person(int number, byte shard, string address, IReadOnlyList<string> newsletters) =>
        new()
        {
            Id = SubscriberId.New(shard),
            Address = EmailAddress.Parse(address).Value,
            Name = $"Reader Number{number}",
            Subscriptions =
            [
                .. newsletters.Select(n => new Subscription
                {
                    Newsletter = n,
                    Basis = ConsentBasis.Express,
                    ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    Evidence = "seed",
                }),
            ],
        };
}
