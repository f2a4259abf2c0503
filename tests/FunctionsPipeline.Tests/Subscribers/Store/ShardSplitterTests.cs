using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>A shard that has become large is split into 16, and no one is lost or found twice (rule B9).</summary>
public sealed class ShardSplitterTests
{
    private static readonly ShardName Whole = ShardName.Of(SplitList.Number);
    private readonly InMemoryBlobStore _blobs = new();

    [Fact]
    public async Task Everyone_is_found_by_id_and_by_address_and_read_in_the_same_order()
    {
        var list = await SplitList.PutAsync(_blobs, people: 300, tombstones: 40);
        var before = await SplitList.ReadAsync(SplitShards.Store(_blobs));

        await SplitAsync();
        var splitting = await SplitList.ReadAsync(SplitShards.Store(_blobs));
        // The parts are split again, down to a few people each.
        await SplitAsync(above: 2_000);

        var shards = SplitShards.Store(_blobs);
        var after = await SplitList.ReadAsync(shards);
        Assert.Equal(before.People.Select(p => p.Id), after.People.Select(p => p.Id));
        Assert.Equivalent(before, splitting, strict: true);
        Assert.Equivalent(before, after, strict: true);
        Assert.True(after.Shards > 16 && after.Largest <= 2_000);
        foreach (var person in list.People)
        {
            var shard = await shards.ReadAsync(person.Id, default);
            Assert.Equal(shard.Name, (await shards.ReadAsync(EmailAddress.Parse(person.Address), default)).Name);
            Assert.Equivalent(person, shard.Find(EmailAddress.Parse(person.Address)), strict: true);
            Assert.Equivalent(person, shard.Find(person.Id), strict: true);
        }
        foreach (var (address, tombstone) in list.Tombstones)
        {
            var hashes = SplitList.Hasher.Remembered(address);
            Assert.Equal(tombstone, (await shards.ReadAsync(address, default)).Find(hashes));
            if (tombstone.Id is { } id)
                Assert.Equal(tombstone, (await shards.ReadAsync(id, default)).Find(hashes));
        }
    }

    [Fact]
    public async Task Newcomers_find_their_part_and_stay_in_it_when_it_is_split_again()
    {
        await SplitList.PutAsync(_blobs, people: 60);
        await SplitAsync();
        var joined = new List<Subscriber>();
        for (var i = 0; i < 100; i++)
            joined.Add(await SplitList.JoinAsync(SplitShards.Store(_blobs), SplitList.Address(1_000 + i)));

        await SplitAsync(above: 1_500);

        var shards = SplitShards.Store(_blobs);
        foreach (var person in joined)
        {
            var found = (await shards.ReadAsync(EmailAddress.Parse(person.Address), default)).Find(person.Id);
            Assert.Equal(person.Address, found?.Address);
        }
        Assert.Equal(160, (await SplitList.ReadAsync(shards)).People.Count);
    }

    [Fact]
    public async Task A_tombstone_goes_where_the_record_of_its_address_is()
    {
        // Erased, and came back with another id; both were written before the shard was split.
        await SplitList.PutAsync(_blobs, people: 30);
        var shards = SplitShards.Store(_blobs);
        var address = EmailAddress.Parse(SplitList.Address(500));
        var (erased, again) = (Whole.Part(3).NewId(), Whole.Part(12).NewId());
        var tombstone = new Tombstone
        {
            Hash = SplitList.Hasher.Remembered(address)[0],
            Reason = DepartureReason.Erased,
            At = SplitList.Now,
            Id = erased,
        };
        await shards.ChangeAsync(
            again,
            s => new ShardChange<bool>(
                true,
                s.Edit().Put(new Subscriber { Id = again, Address = address.Value }).Put(tombstone)
            ),
            default
        );

        await SplitAsync();

        var shard = await shards.ReadAsync(address, default);
        Assert.Equal(Whole.Part(12), shard.Name);
        Assert.Equal((again, erased), (shard.Find(address)!.Id, shard.Find(SplitList.Hasher.Remembered(address))!.Id));
        Assert.Equal(shard.Name, (await shards.ReadAsync(PersonKey.In(shard.Name, erased), default)).Name);
    }

    [Fact]
    public async Task A_change_costs_the_same_operations_as_before_and_writes_no_more_than_a_part()
    {
        await SplitList.PutAsync(_blobs, people: 400);
        var shards = SplitShards.Store(_blobs);
        var whole = (await shards.ReadAsync(SubscriberId.New(SplitList.Number), default)).Length;
        var before = await CostAsync(shards, 1);

        await SplitAsync(above: whole / 8);
        var first = await CostAsync(shards, 2);
        var remembered = await CostAsync(shards, 2);
        var byId = await CostAsync(shards, 2, byId: true);

        Assert.Equal((1, 1), before.Operations);
        Assert.Equal((2, 1), first.Operations);
        Assert.Equal(((1, 1), (1, 1)), (remembered.Operations, byId.Operations));
        Assert.InRange(before.Bytes, whole - 100, whole + 300);
        Assert.InRange(remembered.Bytes, 100, whole / 8);
    }

    [Fact]
    public async Task A_small_shard_stays_whole_and_costs_nothing()
    {
        await SplitList.PutAsync(_blobs, people: 20);
        var shard = await SplitShards.Store(_blobs).ReadAsync(SubscriberId.New(SplitList.Number), default);
        _blobs.Calls.Clear();

        await SplitShards.Splitter(_blobs, above: shard.Length).SplitLargeAsync(Whole, shard.Length, default);

        Assert.Empty(_blobs.Calls);
    }

    [Fact]
    public async Task A_split_whose_answer_was_lost_has_happened()
    {
        var list = await SplitList.PutAsync(_blobs, people: 50);
        var path = ShardNode.Of(SplitList.Number).Path;
        var losses = 2;
        _blobs.After = (operation, written) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && written == path && losses-- > 0)
                throw new StorageException("The answer was lost.");
        };

        await SplitAsync();

        var after = await SplitList.ReadAsync(SplitShards.Store(_blobs));
        Assert.Equal(16, after.Shards);
        Assert.Equal(list.People.Count, after.People.Count);
    }

    [Fact]
    public async Task A_split_that_loses_against_a_change_leaves_nothing_and_the_change_stands()
    {
        await SplitList.PutAsync(_blobs, people: 50);
        var path = ShardNode.Of(SplitList.Number).Path;
        var joining = SplitShards.Store(_blobs);
        var once = 1;
        _blobs.Before = (operation, written) =>
        {
            if (operation != nameof(IBlobStore.WriteAsync) || written.Name == path.Name || once-- != 1)
                return;
            SplitList.JoinAsync(joining, SplitList.Address(999)).GetAwaiter().GetResult();
        };

        await SplitAsync();

        var after = await SplitList.ReadAsync(SplitShards.Store(_blobs));
        Assert.Equal((1, 51), (after.Shards, after.People.Count));
        Assert.Equal([path.Name], await NamesAsync());
    }

    [Fact]
    public async Task Of_two_splits_at_once_one_wins()
    {
        var list = await SplitList.PutAsync(_blobs, people: 200, tombstones: 20);
        var before = await SplitList.ReadAsync(SplitShards.Store(_blobs));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SplitShards.Splitter(_blobs).SplitAsync(Whole, default)));

        Assert.Equivalent(before, await SplitList.ReadAsync(SplitShards.Store(_blobs)), strict: true);
        Assert.Equal(17, (await NamesAsync()).Count);
        Assert.Equal(200, list.People.Count);
    }

    [Fact]
    public async Task A_process_that_remembers_a_split_notices_that_an_older_copy_was_put_back()
    {
        await SplitList.PutAsync(_blobs, people: 50);
        var path = ShardNode.Of(SplitList.Number).Path;
        var backup = (await _blobs.ReadAsync(path, default))!.Content;
        await SplitAsync();
        var shards = SplitShards.Store(_blobs);
        await SplitList.JoinAsync(shards, SplitList.Address(1));
        foreach (var name in (await NamesAsync()).Where(n => n != path.Name))
            await _blobs.DeleteAsync(new BlobPath(Containers.Subscribers, name), null, default);

        // A part is missing and its shard says that it is split: that is no empty part.
        await Assert.ThrowsAsync<StorageException>(() => SplitList.JoinAsync(shards, SplitList.Address(998)));
        await Assert.ThrowsAsync<StorageException>(() => SplitList.ReadAsync(shards));

        await _blobs.WriteAsync(path, backup, ShardStore.Headers, WriteCondition.Always, default);
        await SplitList.JoinAsync(shards, SplitList.Address(999));
        Assert.Equal(51, (await SplitList.ReadAsync(shards)).People.Count);
    }

    private Task SplitAsync(int above = 0) => SplitList.SplitAsync(_blobs, above);

    private async Task<((int, int) Operations, long Bytes)> CostAsync(ShardStore shards, int number, bool byId = false)
    {
        var address = EmailAddress.Parse(SplitList.Address(number));
        PersonKey who = byId
            ? (await SplitShards.Store(_blobs).ReadAsync(address, default)).Find(address)!.Id
            : address;
        _blobs.Calls.Clear();
        var bytes = 0;
        await shards.ChangeAsync(
            who,
            shard =>
            {
                var edit = shard.Edit().Put(shard.Find(address)!.Changed(ChangeId.New()));
                bytes = edit.Build().Length;
                return new ShardChange<bool>(true, edit);
            },
            default
        );
        return (
            (
                _blobs.Calls.GetValueOrDefault(nameof(IBlobStore.ReadAsync)),
                _blobs.Calls.GetValueOrDefault(nameof(IBlobStore.WriteAsync))
            ),
            bytes
        );
    }

    private async Task<List<string>> NamesAsync() =>
        await _blobs.ListAsync(Containers.Subscribers, ShardNode.Folder, default).Select(e => e.Name).ToListAsync();
}
