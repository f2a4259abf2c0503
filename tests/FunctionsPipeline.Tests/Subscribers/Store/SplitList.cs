using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>People and tombstones in one shard, as they stood in it before it could be split.</summary>
internal sealed record SplitList(
    IReadOnlyList<Subscriber> People,
    IReadOnlyList<(EmailAddress Address, Tombstone Tombstone)> Tombstones
)
{
    /// <summary>The shard in which everyone is.</summary>
    public const byte Number = 0x3a;

    public static readonly DateTimeOffset Now = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    private static readonly List<string> Addresses =
    [
        .. Enumerable
            .Range(0, 600_000)
            .Select(i => $"reader{i}@example.org")
            .Where(a => new AddressHasher(SubscriberKeys.Development).Shard(EmailAddress.Parse(a)) == Number)
            .Take(2_000),
    ];

    public static AddressHasher Hasher { get; } = new(SubscriberKeys.Development);

    /// <summary>0 to 1,999. People are from 0 on, tombstones from 1,999 downwards.</summary>
    public static string Address(int number) => Addresses[number];

    public static async Task<SplitList> PutAsync(IBlobStore blobs, int people, int tombstones = 0)
    {
        var list = new SplitList(
            [
                .. Enumerable
                    .Range(0, people)
                    .Select(i => new Subscriber
                    {
                        Id = SubscriberId.New(Number),
                        Address = Address(i),
                        Name = $"Reader {i}",
                    }),
            ],
            [.. Enumerable.Range(0, tombstones).Select(i => Gone(EmailAddress.Parse(Address(1_999 - i)), i))]
        );
        await SplitShards
            .Store(blobs)
            .ChangeAsync(
                SubscriberId.New(Number),
                shard =>
                {
                    var edit = shard.Edit().ReplaceAll(list.People).Count(Now, new DayCounts(Imported: people));
                    foreach (var (_, tombstone) in list.Tombstones)
                        edit.Put(tombstone);
                    return new ShardChange<bool>(true, edit.Count(Now.AddDays(-1), new DayCounts(Left: tombstones)));
                },
                default
            );
        return list;
    }

    /// <summary>Splits the shard, and any part of it that is larger than that.</summary>
    /// <param name="above">In bytes; 0 splits the shard itself once.</param>
    public static async Task SplitAsync(IBlobStore blobs, int above = 0, TimeProvider? time = null)
    {
        var shards = SplitShards.Store(blobs);
        var splitter = SplitShards.Splitter(blobs, above: above == 0 ? 10_000_000 : above, time: time);
        await foreach (var shard in shards.ReadAllAsync(default))
            await splitter.SplitLargeAsync(shard.Name, above == 0 ? int.MaxValue : shard.Length, default);
    }

    /// <summary>Adds a newcomer, or changes the one with that address; counts both.</summary>
    public static Task<Subscriber> JoinAsync(ShardStore shards, string address, string? change = null)
    {
        var changeId = change ?? ChangeId.New();
        return shards.ChangeAsync(
            EmailAddress.Parse(address),
            shard =>
            {
                var known = shard.Find(EmailAddress.Parse(address));
                if (known?.Made(changeId) == true)
                    return new ShardChange<Subscriber>(known);
                var joined = (known ?? new Subscriber { Id = shard.Name.NewId(), Address = address }).Changed(changeId);
                return new ShardChange<Subscriber>(
                    joined,
                    shard.Edit().Put(joined).Count(Now, new DayCounts(Joined: 1))
                );
            },
            default
        );
    }

    /// <summary>Everything as an enumeration sees it.</summary>
    public static async Task<SeenList> ReadAsync(ShardStore shards)
    {
        var people = new List<Subscriber>();
        var tombstones = new List<Tombstone>();
        var days = new SortedDictionary<DateOnly, DayCounts>();
        var (count, largest) = (0, 0);
        await foreach (var shard in shards.ReadAllAsync(default))
        {
            count++;
            largest = Math.Max(largest, shard.Length);
            people.AddRange(shard.Subscribers());
            tombstones.AddRange(shard.Tombstones());
            foreach (var (day, counts) in shard.Days)
                days[day] = days.GetValueOrDefault(day, new DayCounts()) + counts;
        }
        return new SeenList(people, [.. tombstones.OrderBy(t => t.Hash.Hash, StringComparer.Ordinal)], days)
        {
            Shards = count,
            Largest = largest,
        };
    }

    private static (EmailAddress, Tombstone) Gone(EmailAddress address, int number) =>
        (
            address,
            new Tombstone
            {
                Hash = Hasher.Remembered(address)[0],
                Reason = DepartureReason.Erased,
                At = Now,
                // Some were never here: their address was in a list of the mail provider.
                Id = number % 3 == 0 ? null : SubscriberId.New(Number),
                Unfinished = number % 5 == 0,
            }
        );
}

/// <param name="People">In the order of reading.</param>
/// <param name="Tombstones">By hash: their order holds within a shard only.</param>
/// <param name="Days">Over all shards.</param>
internal sealed record SeenList(
    IReadOnlyList<Subscriber> People,
    IReadOnlyList<Tombstone> Tombstones,
    IReadOnlyDictionary<DateOnly, DayCounts> Days
)
{
    internal int Shards { get; init; }

    internal int Largest { get; init; }
}
