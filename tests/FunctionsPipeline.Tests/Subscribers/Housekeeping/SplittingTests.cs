using System.Globalization;
using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Export;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Tests.Subscribers.Import;
using FunctionsPipeline.Tests.Subscribers.Store;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Subscribers.Housekeeping;

/// <summary>A list that has grown, through the features: split by housekeeping, and everything goes on as before.</summary>
public sealed class SplittingTests
{
    private const int Rows = 120;
    private readonly SubscriberWorld _world = new(
        time: new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 9, 40, 0, TimeSpan.Zero))
    );

    public SplittingTests() => SplitAbove(_world, 3_000);

    [Fact]
    public async Task Housekeeping_splits_what_an_import_made_large_and_counts_no_one_twice()
    {
        await ImportAsync();
        var before = await ExportAsync();
        Assert.Equal(1, await ShardsAsync());

        await HousekeepAsync();

        Assert.InRange(await ShardsAsync(), 16, 100);
        Assert.Equal(before, await ExportAsync());
        var first = await CountsAsync();
        Assert.Equal((Rows, Rows), (first.Totals!.Active, first.Happened.Imported));
        _world.Time.Advance(TimeSpan.FromHours(1));
        await _world.Get<SubscriberHousekeeping>().RunAsync(default);
        Assert.Equivalent(first, await CountsAsync(), strict: true);
    }

    [Fact]
    public async Task A_pass_that_is_stopped_while_it_splits_is_taken_up_by_the_next()
    {
        await ImportAsync();
        var path = ShardNode.Of(SplitList.Number).Path;
        using var stop = new CancellationTokenSource();
        _world.Blobs.Before = (operation, written) =>
        {
            // Parts are being written.
            if (
                operation == nameof(IBlobStore.WriteAsync)
                && written.Name.StartsWith("shards/3a8-", StringComparison.Ordinal)
            )
                stop.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _world.Get<SubscriberHousekeeping>().RunDailyAsync(stop.Token)
        );
        _world.Blobs.Before = null;
        Assert.Equal(1, await ShardsAsync());

        _world.Time.Advance(TimeSpan.FromHours(1));
        await HousekeepAsync();
        Assert.Equal((Rows, Rows), ((await CountsAsync()).Totals!.Active, (await _world.CountsAsync()).Imported));
        var left = await NamesAsync();
        _world.Time.Advance(TimeSpan.FromDays(2));
        await HousekeepAsync();

        var kept = await NamesAsync();
        Assert.True(kept.Count < left.Count);
        Assert.Equal(1 + 16, kept.Count);
        Assert.Contains(path.Name, kept);
        Assert.Equal(Rows, (await _world.EverybodyAsync()).Count);
    }

    [Fact]
    public async Task A_list_of_any_size_today_costs_one_listing_a_day_more_and_nothing_else()
    {
        SplitAbove(_world, 2_000_000);
        await ImportAsync();
        await HousekeepAsync();
        _world.Time.Advance(TimeSpan.FromDays(7));
        var touched = new List<string>();
        _world.Blobs.Before = (operation, path) =>
        {
            if (path.Name.StartsWith("shards/", StringComparison.Ordinal))
                touched.Add($"{operation} {path.Name}");
        };

        await HousekeepAsync();

        Assert.Equal(
            Enumerable.Range(0, 256).Select(n => $"ReadAsync shards/{n:x2}.jsonl").Append("ListAsync shards/"),
            touched
        );
    }

    [Fact]
    public async Task An_import_into_a_split_shard_writes_each_part_once()
    {
        await ImportAsync();
        await HousekeepAsync();
        var written = new List<string>();
        _world.Blobs.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && path.Name.StartsWith("shards/", StringComparison.Ordinal))
                written.Add(path.Name);
        };

        // Half of them are known.
        var (progress, _) = await _world.ImportAsync(Csv(Rows / 2, Rows));
        _world.Blobs.After = null;

        Assert.Equal((Rows / 2, Rows / 2), (progress.Imported, progress.Unchanged));
        Assert.Equal(written.Distinct(), written);
        Assert.InRange(written.Count, 2, await ShardsAsync());
        Assert.Equal(Rows * 3 / 2, (await _world.EverybodyAsync()).Select(p => p.Address).Distinct().Count());
        Assert.Equal(Rows * 3 / 2, (await _world.CountsAsync()).Imported);
    }

    [Fact]
    public async Task What_rows_say_is_stored_once_although_the_shard_is_split_while_they_are_written()
    {
        await _world.ImportAsync(Csv(0, 60));
        var splits = 1;
        var tries = 0;
        _world.Blobs.Before = (operation, path) =>
        {
            if (path != ShardNode.Of(SplitList.Number).Path || operation != nameof(IBlobStore.WriteAsync))
                return;
            tries++;
            if (splits-- == 1)
                SplitList.SplitAsync(_world.Blobs).GetAwaiter().GetResult();
        };
        var rows = string.Concat(
            Enumerable.Range(500, 40).Select(i => $"{SplitList.Address(i)},said by {SplitList.Address(i)}\n")
        );

        var (progress, _) = await _world.ImportAsync("email,consent_evidence\n" + rows);
        _world.Blobs.Before = null;

        Assert.Equal((40L, 2), (progress.Imported, tries));
        var imports = _world.Get<ImportEvidence>();
        var people = (await _world.EverybodyAsync()).ToDictionary(p => p.Address);
        foreach (var address in Enumerable.Range(500, 40).Select(SplitList.Address))
        {
            var person = people[address];
            var said = await imports.FindRowAsync(person.Subscriptions[0].Evidence, person.Id, default);
            Assert.Equal($"said by {address}", said?.Statement);
            Assert.Single(await _world.BlobsWithAsync($"said by {address}"));
            await _world.Get<Erasure>().EraseAsync(person.Id, default);
            Assert.Empty(await _world.BlobsWithAsync($"said by {address}"));
        }
    }

    [Fact]
    public async Task Joining_leaving_bouncing_and_erasing_work_in_parts()
    {
        await ImportAsync();
        await HousekeepAsync();
        var (joins, bounces, known) = (SplitList.Address(700), SplitList.Address(701), SplitList.Address(5));
        var joined = await _world.SubscribeAsync(joins);
        await _world.Get<ISuppression>().SuppressAsync(bounces, SuppressionReason.Bounced, Now, default);
        await _world.Get<ISuppression>().SuppressAsync(known, SuppressionReason.Complained, Now, default);
        await _world.Get<Erasure>().EraseAsync(EmailAddress.Parse(joins), default);
        var again = await _world.SubscribeAsync(joins);

        Assert.NotEqual(joined.Id, again.Id);
        Assert.Equal(SubscriberStatus.Complained, (await _world.FindAsync(known))!.Status);
        var (progress, result) = await _world.ImportAsync($"email\n{bounces}\n{known}\n");
        Assert.Equal((0L, 2L), (progress.Imported, progress.Refused));
        Assert.NotNull(await _world.Get<EvidenceFiles>().OfAsync(EmailAddress.Parse(bounces), default));
        Assert.Contains(joined.Id.Value, await EarlierAsync(again.Id));
        Assert.Empty(await _world.BlobsWithAsync("\"todo\""));
        Assert.NotEmpty(result);
    }

    [Fact]
    public async Task An_erasure_that_was_cut_short_is_finished_in_the_part_where_its_tombstone_is()
    {
        // Erased under one id, and asked again under another before the shard was split; evidence is still to be stripped.
        await ImportAsync();
        var address = EmailAddress.Parse(SplitList.Address(800));
        var whole = ShardName.Of(SplitList.Number);
        var (erased, again) = (whole.Part(2).NewId(), whole.Part(9).NewId());
        await _world
            .Get<ShardStore>()
            .ChangeAsync(
                again,
                shard => new ShardChange<bool>(
                    true,
                    shard
                        .Edit()
                        .Put(
                            new Subscriber
                            {
                                Id = again,
                                Address = address.Value,
                                Pending = [new PendingRequest("r", Now, ["news"])],
                            }
                        )
                        .Put(
                            new Tombstone
                            {
                                Hash = _world.Get<AddressHasher>().Remembered(address)[0],
                                Reason = DepartureReason.Erased,
                                At = Now,
                                Id = erased,
                                Unfinished = true,
                            }
                        )
                ),
                default
            );
        await SplitList.SplitAsync(_world.Blobs);

        await HousekeepAsync();

        Assert.Empty(await _world.BlobsWithAsync("\"todo\""));
        var shard = await _world.Get<ShardStore>().ReadAsync(address, default);
        Assert.Equal((again, erased), (shard.Find(address)!.Id, shard.Tombstones().Single(t => t.Id == erased).Id));
    }

    [Fact]
    public async Task An_audience_is_resolved_with_one_read_a_part()
    {
        await ImportAsync();
        await HousekeepAsync();
        var ids = (await _world.EverybodyAsync()).ConvertAll(p => p.Id);
        var audience = _world.Get<IAudience>();
        var query = new AudienceQuery("news", Now, []);
        _world.Blobs.Calls.Clear();

        var resolved = await audience.ResolveAsync([.. ids.Shuffle()], query, default);

        Assert.Equal(16, _world.Blobs.Calls[nameof(IBlobStore.ReadAsync)]);
        Assert.Equal(Rows, resolved.Count(c => c.Excluded is null));
        Assert.Equal(ids, await audience.EnumerateAsync(query, default).Select(c => c.Id).ToListAsync());
    }

    private DateTimeOffset Now => _world.Time.GetUtcNow();

    /// <summary>Addresses of one shard.</summary>
    private static string Csv(int from, int count) =>
        "email\n" + string.Concat(Enumerable.Range(from, count).Select(i => SplitList.Address(i) + "\n"));

    private static void SplitAbove(SubscriberWorld world, int bytes) =>
        world.Get<IOptions<ShardOptions>>().Value.SplitAboveBytes = bytes;

    private Task ImportAsync() => _world.ImportAsync(Csv(0, Rows));

    private Task HousekeepAsync() => _world.Get<SubscriberHousekeeping>().RunDailyAsync(default);

    private async Task<string> ExportAsync()
    {
        using var output = new MemoryStream();
        await _world.Get<SubscriberExport>().WriteAsync(null, output, default);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task<int> ShardsAsync() => await _world.Get<ShardStore>().ReadAllAsync(default).CountAsync();

    private async Task<List<string>> NamesAsync() =>
        await _world
            .Blobs.ListAsync(Containers.Subscribers, ShardNode.Folder, default)
            .Select(e => e.Name)
            .ToListAsync();

    private async Task<IEnumerable<string>> EarlierAsync(SubscriberId id) =>
        (await _world.EvidenceAsync(id)).Select(e => e.Earlier).OfType<string>();

    private async Task<DailyCounts> CountsAsync() =>
        (
            await _world.Blobs.ReadJsonAsync(
                new BlobPath(
                    Containers.Subscribers,
                    $"counts/{DateOnly.FromDateTime(Now.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.json"
                ),
                SubscriberJson.Conventional.DailyCounts,
                default
            )
        )!.Value;
}
