using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Preferences;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Leaving;

public sealed class LeavingTests
{
    private readonly SubscriberWorld _world = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Six_who_leave_at_once_leave_one_proof_and_a_second_leaving_another(bool everything)
    {
        var ann = await _world.SubscribeAsync("ann@example.org", "news", "offers");
        (string, string)[] fields = everything ? [("everything", "yes")] : [];

        await LeaveSixTimesAsync();
        Assert.Single(await LeftAsync());
        Assert.Equal(1, (await _world.CountsAsync()).Left);

        await _world.SubscribeAsync("ann@example.org", "news", "offers");
        await LeaveSixTimesAsync();
        Assert.Equal(2, (await LeftAsync()).Count);

        Task LeaveSixTimesAsync() =>
            Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(n =>
                        Task.Run(() =>
                        {
                            _world.Time.Advance(TimeSpan.FromMilliseconds(n + 1));
                            return _world.LeaveAsync(ann, fields);
                        })
                    )
            );

        async Task<List<EvidenceEvent>> LeftAsync() =>
            [.. (await _world.EvidenceAsync(ann.Id)).Where(e => e.Kind == EvidenceKind.Left)];
    }

    [Fact]
    public async Task Looking_never_leaves()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        _world.Blobs.Calls.Clear();

        var page = await _world.Get<UnsubscribePage>().ShowAsync(_world.UnsubscribeToken(ann.Id), default);

        Assert.Equal(200, page.Status);
        Assert.Contains("Leave Clinic News", page.Html);
        Assert.False(_world.Blobs.Calls.ContainsKey(nameof(IBlobStore.WriteAsync)));
        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Theory]
    [InlineData("List-Unsubscribe", "One-Click")]
    [InlineData("anything", "at all")]
    [InlineData(null, null)]
    public async Task Any_post_with_a_valid_link_leaves_and_repeats_succeed(string? field, string? value)
    {
        var ann = await _world.SubscribeAsync("ann@example.org", "news", "offers");
        var form = field is null ? FormValues.Empty : SubscriberWorld.Form((field, value!));

        for (var i = 0; i < 3; i++)
        {
            var page = await _world
                .Get<UnsubscribePage>()
                .LeaveAsync(_world.UnsubscribeToken(ann.Id), form, SubscriberWorld.Origin, default);
            Assert.Equal(200, page.Status);
            Assert.Contains("It is done.", page.Html);
        }

        var now = (await _world.FindAsync("ann@example.org"))!;
        Assert.NotNull(now.To("news")!.Left);
        Assert.Null(now.To("offers")!.Left);
        Assert.Single(await _world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Left);
        Assert.Equal(1, (await _world.CountsAsync()).Left);
        var candidates = await _world
            .Get<IAudience>()
            .ResolveAsync([ann.Id], new AudienceQuery("news", _world.Time.GetUtcNow(), []), default);
        Assert.Equal(Exclusion.Unsubscribed, candidates[0].Excluded);
    }

    [Theory]
    [InlineData("news", "one", true)]
    [InlineData("news", "all", true)]
    [InlineData("offers", "one", false)]
    [InlineData("offers", "all", true)]
    [InlineData(null, "all", false)]
    public async Task Only_who_leaves_while_a_message_may_be_on_its_way_is_told_so(
        string? inFlight,
        string scope,
        bool told
    )
    {
        var ann = await _world.SubscribeAsync("ann@example.org", "news", "offers");
        if (inFlight is not null)
            _world.InFlight.Newsletters.Add(inFlight);

        var page = await _world.LeaveAsync(ann, ("scope", scope));

        Assert.Equal(told, page.Html.Contains(MayArrive, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("news", true)]
    [InlineData("offers", false)]
    public async Task Giving_a_newsletter_up_by_preferences_is_leaving_too(string inFlight, bool told)
    {
        var ann = await _world.SubscribeAsync("ann@example.org", "news", "offers");
        _world.InFlight.Newsletters.Add(inFlight);

        var page = await _world.SaveAsync(
            ann,
            ("newsletter", "offers"),
            ("frequency", "AsScheduled"),
            ("language", "en")
        );

        Assert.Contains("Saved.", page.Html);
        Assert.Equal(told, page.Html.Contains(MayArrive, StringComparison.Ordinal));
    }

    private const string MayArrive = "may still arrive, once";

    [Fact]
    public async Task Leaving_everything_with_a_reason()
    {
        var ann = await _world.SubscribeAsync("ann@example.org", "news", "offers");

        var page = await _world.LeaveAsync(ann, ("scope", "all"), ("reason", "too-many"));

        Assert.Contains("You have left everything", page.Html);
        Assert.All((await _world.FindAsync("ann@example.org"))!.Subscriptions, s => Assert.NotNull(s.Left));
        var evidence = (await _world.EvidenceAsync(ann.Id)).Single(e => e.Kind == EvidenceKind.Left);
        Assert.Equal("too-many", evidence.Reason);
        Assert.Equal(["news", "offers"], evidence.Newsletters!.Order());
    }

    [Fact]
    public async Task A_reason_that_is_not_on_the_list_is_not_kept()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        await _world.LeaveAsync(ann, ("reason", "<script>my diagnosis</script>"));

        Assert.Empty(await _world.BlobsWithAsync("diagnosis"));
    }

    [Fact]
    public async Task Anyone_who_left_comes_back_by_confirming_only()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var left = await _world
            .Get<UnsubscribePage>()
            .LeaveAsync(_world.UnsubscribeToken(ann.Id), FormValues.Empty, SubscriberWorld.Origin, default);
        Assert.Contains($"action=\"../preferences/{_world.PreferencesToken(ann.Id)}/return\"", left.Html);

        var page = await _world
            .Get<PreferencesPage>()
            .ReturnAsync(
                _world.PreferencesToken(ann.Id),
                SubscriberWorld.Form(("newsletter", "news")),
                SubscriberWorld.Origin,
                default
            );

        Assert.Equal(200, page.Status);
        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("ann@example.org"))!.Status);
        await _world.ConfirmAsync();
        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task Leaving_takes_back_what_waits_for_confirmation()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        await _world.JoinAsync("ann@example.org", newsletters: ["news", "offers"]);
        var token = _world.MailedToken();

        await _world.LeaveAsync(ann, ("scope", "all"));

        Assert.Equal(410, (await _world.ConfirmAsync(token)).Status);
        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task Anyone_who_is_not_here_has_left()
    {
        var page = await _world
            .Get<UnsubscribePage>()
            .LeaveAsync(
                _world.UnsubscribeToken(SubscriberId.New(3)),
                FormValues.Empty,
                SubscriberWorld.Origin,
                default
            );

        Assert.Equal(200, page.Status);
        Assert.Empty(await _world.EverybodyAsync());
    }

    [Fact]
    public async Task A_forged_link_leaves_no_one()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = _world.UnsubscribeToken(ann.Id);

        foreach (var forged in new[] { token[..^1], "x" + token[1..], _world.PreferencesToken(ann.Id), "" })
            Assert.Equal(
                404,
                (
                    await _world
                        .Get<UnsubscribePage>()
                        .LeaveAsync(forged, FormValues.Empty, SubscriberWorld.Origin, default)
                ).Status
            );

        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task A_clock_that_is_behind_does_not_keep_anyone()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        _world.Time.Jump(_world.Time.GetUtcNow().AddMinutes(-5));

        await _world
            .Get<UnsubscribePage>()
            .LeaveAsync(_world.UnsubscribeToken(ann.Id), FormValues.Empty, SubscriberWorld.Origin, default);

        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task A_retired_keys_link_leaves_and_leads_nowhere_else()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var (unsubscribe, preferences) = (_world.UnsubscribeToken(ann.Id), _world.PreferencesToken(ann.Id));
        var (old, now) = (
            Convert.ToBase64String(SubscriberKeys.Development.Signing[0].Key),
            Convert.ToBase64String(new byte[32])
        );
        var later = new SubscriberWorld(
            _world.Blobs,
            _world.Time,
            ("Links:SigningKeys", $"new:{now};dev:{old}:retired")
        );

        var page = await later
            .Get<UnsubscribePage>()
            .LeaveAsync(unsubscribe, FormValues.Empty, SubscriberWorld.Origin, default);

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("/return", page.Html);
        Assert.Contains("href=\"../subscribe\"", page.Html);
        Assert.Equal(SubscriberStatus.Unsubscribed, (await later.FindAsync("ann@example.org"))!.Status);
        Assert.Equal(404, (await later.Get<PreferencesPage>().ShowAsync(preferences, default)).Status);
        Assert.Equal(404, (await later.Get<ConfirmPage>().ShowAsync(_world.MailedToken(), default)).Status);
    }
}
