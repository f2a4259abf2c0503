using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Xunit;

namespace FunctionsPipeline.Testing;

/// <summary>
/// What subscribers' shards promise on any storage, whole or split. Run against the in-memory fake and against Azurite.
/// </summary>
/// <param name="splits">How often the shards of a test are split before it begins.</param>
public abstract class SubscriberStoreContract(int splits)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);
    private readonly AddressHasher _hasher = new(SubscriberKeys.Development);

    /// <summary>An empty store.</summary>
    protected abstract Task<IBlobStore> CreateEmptyAsync();

    [Fact]
    public async Task A_record_is_found_by_id_and_by_address_as_it_was_written()
    {
        var shards = Shards(await CreateAsync("ann+news@example.org"));
        var written = await PutAsync(
            shards,
            Person("Ann+news@Example.org") with
            {
                Name = "Ann \"A\" O'Neil <é>",
                Language = "fr-CA",
                Topics = ["back pain", "sleep"],
                Frequency = Frequency.Weekly,
                PausedUntil = Now.AddDays(3),
                Pending =
                [
                    new PendingRequest("req1", Now, ["news"], "Ann", "fr"),
                    new PendingRequest("req2", Now, ["offers"]),
                ],
                Suppressed = new Suppression(Now, DepartureReason.Complained),
                Access = new AccessGrant("ab12", Now.AddMinutes(30)),
                Changes = ["c1", "c2"],
                Subscriptions =
                [
                    new Subscription
                    {
                        Newsletter = "news",
                        Basis = ConsentBasis.Express,
                        ConsentedAt = Now,
                        Evidence = "req0",
                    },
                    new Subscription
                    {
                        Newsletter = "offers",
                        Basis = ConsentBasis.Inquiry,
                        ConsentedAt = Now,
                        Evidence = "import-x",
                        Left = new Departure(Now.AddDays(1), DepartureReason.Left),
                    },
                ],
            }
        );

        var shard = await shards.ReadAsync(written.Id, None);
        Assert.Equivalent(written, shard.Find(written.Id), strict: true);
        Assert.Equivalent(written, shard.Find(EmailAddress.Parse("ann+NEWS@example.org")), strict: true);
        Assert.Null(shard.Find(EmailAddress.Parse("ann@example.org")));
        Assert.Null(shard.Find(shard.Name.NewId()));
        var byAddress = await shards.ReadAsync(EmailAddress.Parse(written.Address), None);
        Assert.Equal((shard.Name, written.Id), (byAddress.Name, byAddress.Find(written.Id)!.Id));
        Assert.Equal(2 + splits, shard.Name.Digits.Length);
    }

    [Fact]
    public async Task A_name_that_looks_like_a_record_is_not_taken_for_one()
    {
        var shards = Shards(await CreateAsync("trap@example.org"));
        var trap = await PutAsync(shards, Person("trap@example.org") with { Name = "\",\"a\":\"victim@example.org\"" });

        var shard = await shards.ReadAsync(trap.Id, None);

        Assert.Null(shard.Find(EmailAddress.Parse("victim@example.org")));
        Assert.Equal(trap.Name, shard.Find(trap.Id)!.Name);
    }

    [Fact]
    public async Task Records_are_read_through_in_the_order_of_their_ids_not_of_writing()
    {
        var addresses = Enumerable.Range(0, 60).Select(i => $"person{i}@example.org").ToList();
        // Some shards are split and some are not.
        var shards = Shards(await CreateAsync([.. addresses.Take(12)]));
        var people = new List<Subscriber>();
        foreach (var address in addresses)
            people.Add(await PutAsync(shards, Person(address)));
        await shards.ChangeAsync(
            people[0].Id,
            shard => new ShardChange<bool>(true, shard.Edit().Remove(people[0].Id)),
            None
        );

        var read = new List<Subscriber>();
        await foreach (var shard in shards.ReadAllAsync(None))
            read.AddRange(shard.Subscribers());

        Assert.Equal(people.Skip(1).Select(p => p.Id).Order(), read.Select(r => r.Id));
    }

    [Fact]
    public async Task Many_writers_on_one_shard_lose_nothing()
    {
        var blobs = await CreateAsync("p0@example.org");
        var shard = (await Shards(blobs).ReadAsync(EmailAddress.Parse("p0@example.org"), None)).Name;
        var people = Enumerable
            .Range(0, 24)
            .Select(i => Person($"p{i}@example.org") with { Id = shard.NewId() })
            .ToList();

        await Task.WhenAll(
            people.Select(
                (person, i) =>
                    Task.Run(async () =>
                    {
                        // Half of them share a store, half come from other instances.
                        var shards = Shards(blobs, seed: i);
                        await shards.ChangeAsync(
                            person.Id,
                            read => new ShardChange<bool>(true, read.Edit().Put(person)),
                            None
                        );
                        await shards.ChangeAsync(
                            person.Id,
                            read => new ShardChange<bool>(
                                true,
                                read.Edit()
                                    .Put(read.Find(person.Id)! with { Name = $"n{i}" })
                                    .Count(Now, new DayCounts(Joined: 1))
                            ),
                            None
                        );
                    })
            )
        );

        var end = await Shards(blobs).ReadAsync(people[0].Id, None);
        Assert.Equal(
            people.OrderBy(p => p.Id).Select(p => $"n{people.IndexOf(p)}"),
            end.Subscribers().Select(s => s.Name!)
        );
        Assert.Equal(24, end.Days[new DateOnly(2026, 3, 10)].Joined);
    }

    [Fact]
    public async Task A_lost_response_is_recognised_and_nothing_is_applied_twice()
    {
        var faulty = new FaultyBlobStore(await CreateAsync("a@example.org"));
        var shards = Shards(faulty);
        var person = await PutAsync(shards, Person("a@example.org"));
        var losses = 2;
        faulty.After = (name, _) =>
        {
            if (name == nameof(IBlobStore.WriteAsync) && losses-- > 0)
                throw new StorageException("The answer was lost.");
        };

        await shards.ChangeAsync(person.Id, shard => CountOnce(shard, person.Id, "change-1"), None);

        var end = await shards.ReadAsync(person.Id, None);
        Assert.Equal(1, end.Days[new DateOnly(2026, 3, 10)].Left);
        Assert.Equal(["change-1"], end.Find(person.Id)!.Changes);
    }

    [Fact]
    public async Task A_storm_of_refused_writes_passes()
    {
        var faulty = new FaultyBlobStore(await CreateAsync("a@example.org"));
        var shards = Shards(faulty);
        var person = await PutAsync(shards, Person("a@example.org"));
        var refusals = 12;
        faulty.Refuse = _ => refusals-- > 0;

        await shards.ChangeAsync(person.Id, shard => CountOnce(shard, person.Id, "change-1"), None);

        Assert.Equal(1, (await shards.ReadAsync(person.Id, None)).Days[new DateOnly(2026, 3, 10)].Left);
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task Storage_that_stays_away_is_told_to_the_caller()
    {
        var faulty = new FaultyBlobStore(await CreateEmptyAsync())
        {
            Before = (_, _) => throw new StorageException("away"),
        };

        await Assert.ThrowsAsync<StorageException>(() =>
            Shards(faulty).ChangeAsync(SubscriberId.New(1), shard => new ShardChange<bool>(true, shard.Edit()), None)
        );
    }

    [Fact]
    public async Task Tombstones_are_found_by_hash_and_stay_beside_records()
    {
        var shards = Shards(await CreateAsync("gone@example.org"));
        var gone = EmailAddress.Parse("gone@example.org");
        var tombstone = await shards.ChangeAsync(
            gone,
            shard =>
            {
                var stone = new Tombstone
                {
                    Hash = _hasher.Remembered(gone)[0],
                    Reason = DepartureReason.Erased,
                    At = Now,
                    Id = shard.Name.NewId(),
                    Unfinished = true,
                };
                var neighbour = Person("n@example.org") with { Id = shard.Name.NewId() };
                return new ShardChange<Tombstone>(stone, shard.Edit().Put(stone).Put(neighbour));
            },
            None
        );
        await shards.ChangeAsync(
            tombstone.Id!.Value,
            s => new ShardChange<bool>(true, s.Edit().Put(tombstone with { Unfinished = false })),
            None
        );

        var end = await shards.ReadAsync(gone, None);
        Assert.Equal(tombstone with { Unfinished = false }, end.Find(_hasher.Remembered(gone)));
        Assert.Single(end.Tombstones());
        Assert.Single(end.Subscribers());
        Assert.Null(end.Find(_hasher.Remembered(EmailAddress.Parse("other@example.org"))));
    }

    [Fact]
    public async Task A_shard_written_with_another_key_stops_everything()
    {
        var blobs = await CreateAsync("a@example.org");
        var person = await PutAsync(Shards(blobs), Person("a@example.org"));
        var other = new SubscriberKeys(
            SubscriberKeys.Development.Signing,
            new byte[32],
            SubscriberKeys.Development.Suppression
        );

        await Assert.ThrowsAsync<KeyMismatchException>(() =>
            new ShardStore(blobs, other, TimeProvider.System, new Random(1)).ReadAsync(person.Id, None)
        );
    }

    /// <summary>A change as every feature makes it: nothing to do if its id is there.</summary>
    private static ShardChange<bool> CountOnce(Shard shard, SubscriberId id, string change)
    {
        var person = shard.Find(id)!;
        return person.Made(change)
            ? new ShardChange<bool>(false)
            : new ShardChange<bool>(true, shard.Edit().Put(person.Changed(change)).Count(Now, new DayCounts(Left: 1)));
    }

    private Subscriber Person(string address)
    {
        var parsed = EmailAddress.Parse(address);
        return new Subscriber { Id = SubscriberId.New(_hasher.Shard(parsed)), Address = parsed.Value };
    }

    /// <summary>Puts a newcomer into the shard of the address.</summary>
    private static Task<Subscriber> PutAsync(ShardStore shards, Subscriber person) =>
        shards.ChangeAsync(
            EmailAddress.Parse(person.Address),
            shard =>
            {
                var placed = person with { Id = shard.Name.NewId() };
                return new ShardChange<Subscriber>(placed, shard.Edit().Put(placed));
            },
            None
        );

    /// <summary>A store in which no one is, with the shards of these addresses split.</summary>
    private async Task<IBlobStore> CreateAsync(params string[] addresses)
    {
        var blobs = await CreateEmptyAsync();
        foreach (var address in addresses)
        {
            for (var split = 0; split < splits; split++)
                await SplitShards.SplitEmptyAsync(blobs, EmailAddress.Parse(address));
        }
        return blobs;
    }

    private static ShardStore Shards(IBlobStore blobs, int seed = 1) =>
        new(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(seed));
}
