using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Housekeeping;

public sealed class HousekeepingTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task Requests_that_no_one_confirmed_go_with_everything_about_them()
    {
        await _world.JoinAsync("stranger@example.org", "Stranger");
        var ann = await _world.SubscribeAsync("ann@example.org");
        await _world.JoinAsync("ann@example.org", newsletters: ["offers"]);
        _world.Time.Advance(PendingRequest.Lifetime - TimeSpan.FromHours(1));
        await RunAsync();
        Assert.Equal(2, (await _world.EverybodyAsync()).Count);
        _world.Time.Advance(TimeSpan.FromHours(2));

        await RunAsync();

        Assert.Null(await _world.FindAsync("stranger@example.org"));
        Assert.Empty(await _world.BlobsWithAsync("stranger@example.org"));
        var now = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal((SubscriberStatus.Active, 0), (now.Status, now.Pending.Count));
        Assert.NotEmpty(await _world.EvidenceAsync(ann.Id));
    }

    [Fact]
    public async Task Implied_consent_that_ran_out_ends_once_with_proof_and_can_be_renewed()
    {
        await ImportAsync("ann@example.org", ConsentBasis.Inquiry, _world.Time.GetUtcNow().AddMonths(-5));
        _world.Time.Advance(TimeSpan.FromDays(32));

        await RunAsync();
        await RunAsync();

        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(DepartureReason.Expired, ann.Subscriptions[0].Left!.Reason);
        Assert.Single(await _world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.ConsentExpired);
        await ImportAsync("ann@example.org", ConsentBasis.Purchase, _world.Time.GetUtcNow().AddDays(-1));
        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task Counts_a_day_are_kept_without_personal_data()
    {
        await _world.JoinAsync("a@example.org");
        var b = await _world.SubscribeAsync("b@example.org");
        await _world
            .Get<ISuppression>()
            .SuppressAsync(b.Id, Mail.SuppressionReason.Bounced, _world.Time.GetUtcNow().AddDays(1), null, default);

        await RunAsync();
        await RunAsync();

        var text = await ReadAsync("counts/2026-03-10.json");
        Assert.Contains("\"joined\": 2", text);
        Assert.Contains("\"confirmed\": 1", text);
        Assert.Contains("\"pending\": 1", text);
        Assert.Contains("\"suppressed\": 1", text);
        Assert.Contains("\"bounced\": 1", await ReadAsync("counts/2026-03-11.json"));
        Assert.DoesNotContain("@", text);
        // A day's totals are what they were on that day.
        _world.Time.Advance(TimeSpan.FromDays(8));
        await RunAsync();
        Assert.Equal(text, await ReadAsync("counts/2026-03-10.json"));
    }

    [Fact]
    public async Task An_erasure_that_was_cut_short_is_finished()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        _world.Blobs.Before = (name, path) =>
        {
            if (name == nameof(IBlobStore.ListAsync))
                throw new StorageException("power cut");
        };
        await Assert.ThrowsAsync<StorageException>(() => _world.Get<Erasure>().EraseAsync(ann.Id, default));
        _world.Blobs.Before = null;
        Assert.NotEmpty(await _world.BlobsWithAsync("ann@example.org"));

        await RunAsync();

        Assert.Empty(await _world.BlobsWithAsync("ann@example.org"));
        Assert.Empty(await _world.BlobsWithAsync("\"todo\""));
    }

    [Fact]
    public async Task Evidence_of_a_record_that_never_came_to_be_goes_within_a_week()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var never = SubscriberId.New(9);
        await _world
            .Get<EvidenceStore>()
            .AddAsync(
                new EvidenceEvent
                {
                    Id = "x",
                    Kind = EvidenceKind.Requested,
                    At = _world.Time.GetUtcNow(),
                    Subscriber = never.Value,
                    Address = "never@example.org",
                },
                default
            );
        await RunAsync();
        Assert.NotEmpty(await _world.EvidenceAsync(never));

        for (var day = 0; day < 8; day++)
        {
            _world.Time.Advance(TimeSpan.FromDays(1));
            await RunAsync();
        }

        Assert.Empty(await _world.EvidenceAsync(never));
        Assert.NotEmpty(await _world.EvidenceAsync(ann.Id));
    }

    [Fact]
    public async Task Old_limits_go()
    {
        await _world.JoinAsync("ann@example.org");
        Assert.NotEmpty(await _world.BlobsWithAsync("limits/"));
        _world.Time.Advance(TimeSpan.FromDays(3));

        await RunAsync();

        Assert.Empty(await _world.BlobsWithAsync("limits/"));
    }

    [Fact]
    public async Task An_idle_day_writes_nothing_but_the_counts_and_that_it_is_done()
    {
        await _world.SubscribeAsync("ann@example.org");
        await RunAsync();
        _world.Blobs.Calls.Clear();

        await RunAsync();

        Assert.Equal(2, _world.Blobs.Calls[nameof(IBlobStore.WriteAsync)]);
    }

    private Task RunAsync() => _world.Get<SubscriberHousekeeping>().RunAsync(default);

    private async Task ImportAsync(string address, ConsentBasis basis, DateTimeOffset at)
    {
        var id = await _world
            .Get<Imports>()
            .AcceptAsync(
                new MemoryStream(Encoding.UTF8.GetBytes($"email\n{address}\n")),
                new ImportRequest
                {
                    Newsletters = ["news"],
                    Basis = basis,
                    ConsentedAt = at,
                    Statement = "receipts",
                },
                default
            );
        Assert.Equal(1, (await _world.Get<ImportRunner>().RunAsync(id, null, default))!.Imported);
    }

    private async Task<string> ReadAsync(string name) =>
        Encoding.UTF8.GetString(
            (await _world.Blobs.ReadAsync(new BlobPath(Containers.Subscribers, name), default))!.Content.Span
        );
}
