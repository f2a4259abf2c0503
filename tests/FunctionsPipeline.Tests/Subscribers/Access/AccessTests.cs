using System.Text;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Preferences;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Access;

public sealed class AccessTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task A_fresh_link_shows_and_downloads_everything_that_is_held()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = await RequestAsync(ann);

        Assert.Equal(200, (await Page.ShowAsync(token, default)).Status);
        var opened = await Page.OpenAsync(token, SubscriberWorld.Origin, default);

        Assert.Equal(200, opened.Status);
        foreach (
            var expected in new[]
            {
                "ann@example.org",
                "192.0.2.7",
                "Test browser",
                "Subscription confirmed",
                "You can withdraw your consent",
            }
        )
            Assert.Contains(expected, opened.Html);
        var json = Encoding.UTF8.GetString(
            (await Page.DownloadAsync(SubscriberWorld.Form(("pass", SubscriberWorld.Hidden(opened, "pass"))), default))!
        );
        Assert.Contains("\"address\": \"ann@example.org\"", json);
        Assert.Contains("\"kind\": \"confirmed\"", json);
        // Numbers of ours say nothing to a person; the file has them.
        Assert.DoesNotMatch(
            "[0-9a-f]{32}",
            opened.Html[
                opened.Html.IndexOf("<main", StringComparison.Ordinal)..opened.Html.IndexOf(
                    "name=\"pass\"",
                    StringComparison.Ordinal
                )
            ]
        );
        Assert.Contains("<dd>Text 1</dd>", opened.Html);
        Assert.Contains("<h3>Text 1</h3>", opened.Html);
        Assert.Matches("[0-9a-f]{64}", json);
    }

    [Fact]
    public async Task A_link_works_once()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = await RequestAsync(ann);
        await Page.ShowAsync(token, default);
        await Page.OpenAsync(token, SubscriberWorld.Origin, default);

        Assert.Equal(410, (await Page.OpenAsync(token, SubscriberWorld.Origin, default)).Status);
        Assert.Equal(410, (await Page.ShowAsync(token, default)).Status);
    }

    [Fact]
    public async Task A_link_and_its_page_work_for_half_an_hour()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = await RequestAsync(ann);
        _world.Time.Advance(TimeSpan.FromMinutes(29));
        var opened = await Page.OpenAsync(token, SubscriberWorld.Origin, default);
        var pass = SubscriberWorld.Form(("pass", SubscriberWorld.Hidden(opened, "pass")), ("sure", "yes"));
        Assert.NotNull(await Page.DownloadAsync(pass, default));
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Page.DownloadAsync(pass, default));
        Assert.Equal(410, (await Page.EraseAsync(pass, default)).Status);
        var late = await RequestAsync(ann);
        _world.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(410, (await Page.OpenAsync(late, SubscriberWorld.Origin, default)).Status);
        Assert.NotNull(await _world.FindAsync("ann@example.org"));
    }

    [Fact]
    public async Task Other_links_open_nothing()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = await RequestAsync(ann);

        foreach (
            var other in new[]
            {
                _world.PreferencesToken(ann.Id),
                _world.UnsubscribeToken(ann.Id),
                "",
                "AAAA",
                token[..^2],
            }
        )
            Assert.Equal(410, (await Page.OpenAsync(other, SubscriberWorld.Origin, default)).Status);
        // A mailed link is not a page's pass, nor the other way round.
        Assert.Null(await Page.DownloadAsync(SubscriberWorld.Form(("pass", token)), default));
        var opened = await Page.OpenAsync(token, SubscriberWorld.Origin, default);
        Assert.Equal(
            410,
            (await Page.OpenAsync(SubscriberWorld.Hidden(opened, "pass"), SubscriberWorld.Origin, default)).Status
        );
    }

    [Fact]
    public async Task A_new_link_ends_the_earlier_and_too_many_are_refused()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var first = await RequestAsync(ann);
        var second = await RequestAsync(ann);
        Assert.Equal(410, (await Page.OpenAsync(first, SubscriberWorld.Origin, default)).Status);
        Assert.Equal(200, (await Page.OpenAsync(second, SubscriberWorld.Origin, default)).Status);
        await RequestAsync(ann);
        var mails = _world.Mail.Sent.Count;

        var page = await _world
            .Get<PreferencesPage>()
            .RequestAccessAsync(_world.PreferencesToken(ann.Id), SubscriberWorld.Origin, default);

        Assert.Equal(429, page.Status);
        Assert.Equal(mails, _world.Mail.Sent.Count);
    }

    [Fact]
    public async Task Erasing_leaves_a_hash_and_stripped_proof_and_nothing_personal()
    {
        var ann = await _world.SubscribeAsAsync("Annabel", "ann@example.org");
        var opened = await Page.OpenAsync(await RequestAsync(ann), SubscriberWorld.Origin, default);
        var pass = SubscriberWorld.Hidden(opened, "pass");
        Assert.Equal(422, (await Page.EraseAsync(SubscriberWorld.Form(("pass", pass)), default)).Status);
        Assert.NotNull(await _world.FindAsync("ann@example.org"));

        var page = await Page.EraseAsync(SubscriberWorld.Form(("pass", pass), ("sure", "yes")), default);

        Assert.Equal(200, page.Status);
        Assert.Empty(await _world.EverybodyAsync());
        foreach (var personal in new[] { "ann@example.org", "Annabel", "192.0.2.7", "Test browser" })
            Assert.Empty(await _world.BlobsWithAsync(personal));
        var evidence = await _world.EvidenceAsync(ann.Id);
        var confirmed = evidence.Single(e => e.Kind == EvidenceKind.Confirmed);
        Assert.Equal(ConsentBasis.Express, confirmed.Basis);
        Assert.NotNull(evidence.First(e => e.Kind == EvidenceKind.Requested).Wording);
        Assert.Contains(evidence, e => e.Kind == EvidenceKind.Erased);
        var file = await _world.Get<EvidenceFiles>().OfAsync(EmailAddress.Parse("ann@example.org"), default);
        Assert.Equal((SubscriberStatus.Erased, ann.Id.Value), (file!.Status, file.Subscriber));
        Assert.Equal(
            410,
            (await Page.EraseAsync(SubscriberWorld.Form(("pass", pass), ("sure", "yes")), default)).Status
        );
        var candidate = Assert.Single(
            await _world
                .Get<IAudience>()
                .ResolveAsync([ann.Id], new AudienceQuery("news", _world.Time.GetUtcNow(), []), default)
        );
        Assert.Equal(Exclusion.Erased, candidate.Excluded);
    }

    [Fact]
    public async Task Anyone_who_comes_back_after_an_erasure_keeps_the_thread_of_proof()
    {
        var before = await _world.SubscribeAsync("ann@example.org");
        await _world.Get<Erasure>().EraseAsync(before.Id, default);

        var after = await _world.SubscribeAsync("ann@example.org");

        Assert.NotEqual(before.Id, after.Id);
        var file = await _world.Get<EvidenceFiles>().OfAsync(after.Id, default);
        Assert.Equal(2, file!.Events.Count(e => e.Kind == EvidenceKind.Confirmed));
        Assert.Contains(file.Events, e => e.Subscriber == before.Id.Value && e.Kind == EvidenceKind.Erased);
        await _world.Get<Erasure>().EraseAsync(after.Id, default);
        Assert.Equal(
            2,
            (await _world.Get<EvidenceFiles>().OfAsync(EmailAddress.Parse("ann@example.org"), default))!.Events.Count(
                e => e.Kind == EvidenceKind.Confirmed
            )
        );
    }

    /// <summary>
    /// The tombstone that says what is still to be stripped goes when its person comes back, or is erased once more.
    /// </summary>
    [Fact]
    public async Task An_erasure_that_was_cut_short_is_finished_though_its_person_comes_back_before_housekeeping_does()
    {
        var first = await _world.SubscribeAsAsync("Annabel", "ann@example.org");
        await EraseAndDieAsync(first);
        Assert.NotEmpty(await _world.BlobsWithAsync("Annabel"));

        var second = await _world.SubscribeAsAsync("Nannette", "ann@example.org");

        Assert.Empty(await _world.BlobsWithAsync("Annabel"));
        await EraseAndDieAsync(second);
        await _world.JoinAsync("ann@example.org", "Annemarie");
        await _world.Get<Erasure>().EraseAsync(EmailAddress.Parse("ann@example.org"), default);
        foreach (var personal in new[] { "Nannette", "Annemarie", "ann@example.org", "192.0.2.7" })
            Assert.Empty(await _world.BlobsWithAsync(personal));
    }

    /// <summary>Dies when the record is gone and nothing is stripped yet.</summary>
    private async Task EraseAndDieAsync(Subscriber subscriber)
    {
        _world.Blobs.After = (operation, path) =>
        {
            if (operation == "WriteAsync" && path.Name.StartsWith("shards/", StringComparison.Ordinal))
                _world.Blobs.Before = (_, _) => throw new InvalidOperationException("dead");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _world.Get<Erasure>().EraseAsync(subscriber.Id, default)
        );
        (_world.Blobs.Before, _world.Blobs.After) = (null, null);
    }

    private MyDataPage Page => _world.Get<MyDataPage>();

    private async Task<string> RequestAsync(Subscriber subscriber)
    {
        var page = await _world
            .Get<PreferencesPage>()
            .RequestAccessAsync(_world.PreferencesToken(subscriber.Id), SubscriberWorld.Origin, default);
        Assert.Equal(200, page.Status);
        Assert.Equal(("access", subscriber.Address), (_world.Mail.Sent[^1].Kind, _world.Mail.Sent[^1].To.Address));
        return _world.MailedToken();
    }
}
