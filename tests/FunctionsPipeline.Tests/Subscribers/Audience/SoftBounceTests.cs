using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Audience;

/// <summary>
/// Mail that does not arrive for a reason that may pass counts, and only the third within 30 days suppresses the
/// address.
/// </summary>
public sealed class SoftBounceTests
{
    private readonly SubscriberWorld _world = new();

    private DateTimeOffset Now => _world.Time.GetUtcNow();

    [Fact]
    public async Task The_third_within_30_days_suppresses_the_address_with_proof()
    {
        var ann = await AnnAsync();
        await BounceAsync(ann, ("e1", 0), ("e2", 10));
        Assert.Equal((SubscriberStatus.Active, 2), await StandingAsync(ann));

        await BounceAsync(ann, ("e3", 29));

        Assert.Equal((SubscriberStatus.Bounced, 0), await StandingAsync(ann));
        var proof = Assert.Single(await _world.EvidenceAsync(ann), e => e.Kind == EvidenceKind.Bounced);
        Assert.Equal(("SoftBounces", ConsentSource.Provider, At(29)), (proof.Reason, proof.Source, proof.At));
    }

    [Fact]
    public async Task Three_that_are_further_apart_suppress_no_one()
    {
        var ann = await AnnAsync();

        await BounceAsync(ann, ("e1", 0), ("e2", 15), ("e3", 30), ("e4", 45), ("e5", 60));

        Assert.Equal((SubscriberStatus.Active, 2), await StandingAsync(ann));
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public async Task Each_event_counts_once_in_any_order_and_however_often_it_comes(params int[] order)
    {
        var ann = await AnnAsync();
        foreach (var e in order.Take(2))
        {
            for (var i = 0; i < 5; i++)
            {
                // Another process each time: what is counted lies in storage.
                await new SubscriberWorld(_world.Blobs, _world.Time)
                    .Get<ISuppression>()
                    .CountSoftBounceAsync(ann, $"e{e}", At(e), default);
            }
        }
        Assert.Equal((SubscriberStatus.Active, 2), await StandingAsync(ann));

        await BounceAsync(ann, ($"e{order[2]}", order[2]), ("e0", 0), ("e1", 1), ("e2", 2));

        Assert.Equal((SubscriberStatus.Bounced, 0), await StandingAsync(ann));
        Assert.Single(await _world.EvidenceAsync(ann), e => e.Kind == EvidenceKind.Bounced);
        Assert.Equal(1, (await _world.EverybodyAsync()).Count(s => s.Suppressed is not null));
    }

    [Fact]
    public async Task A_newer_confirmation_begins_the_count_again()
    {
        var ann = await AnnAsync();
        await BounceAsync(ann, ("e1", -3), ("e2", -2), ("e3", -1));

        Assert.Equal((SubscriberStatus.Active, 0), await StandingAsync(ann));
    }

    [Fact]
    public async Task Housekeeping_forgets_what_no_longer_counts_and_a_repeat_of_it_harms_no_one()
    {
        var ann = await AnnAsync();
        await BounceAsync(ann, ("e1", 0), ("e2", 1));
        _world.Time.Advance(TimeSpan.FromDays(32));

        await _world.Get<SubscriberHousekeeping>().RunAsync(default);

        Assert.Equal((SubscriberStatus.Active, 0), await StandingAsync(ann));
        await BounceAsync(ann, ("e3", 1), ("e1", -31), ("e2", -30));
        Assert.Equal((SubscriberStatus.Active, 1), await StandingAsync(ann));
    }

    [Fact]
    public async Task No_more_is_kept_than_when_and_a_short_hash()
    {
        var ann = await AnnAsync();
        await BounceAsync(ann, ("ZXZlbnQtMQ-id-of-the-provider", 0));

        Assert.Equal(11, Assert.Single((await _world.FindAsync("ann@example.org"))!.SoftBounces).Id.Length);
        Assert.Empty(await _world.BlobsWithAsync("ZXZlbnQtMQ"));
        Assert.Equal([At(0)], (await _world.Get<EvidenceFiles>().OfAsync(ann, default))!.Record!.SoftBounces);
        await _world.Get<Erasure>().EraseAsync(ann, default);
        await BounceAsync(ann, ("e2", 1));
        Assert.Empty(await _world.EverybodyAsync());
    }

    private async Task<SubscriberId> AnnAsync() => (await _world.SubscribeAsync("ann@example.org")).Id;

    private async Task BounceAsync(SubscriberId id, params (string Event, int Day)[] events)
    {
        foreach (var (e, day) in events)
            await _world.Get<ISuppression>().CountSoftBounceAsync(id, e, At(day), default);
    }

    /// <summary>Days after now; the subscription was confirmed shortly before.</summary>
    private DateTimeOffset At(int day) =>
        DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds()).AddDays(day).AddHours(1);

    private async Task<(SubscriberStatus Status, int Counted)> StandingAsync(SubscriberId id)
    {
        var person = (await _world.EverybodyAsync()).Single(s => s.Id == id);
        return (person.Status, person.SoftBounces.Count);
    }
}
