using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Joining;

public sealed class JoiningTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task Joining_and_confirming_subscribes_and_leaves_proof()
    {
        var answer = await _world.JoinAsync("Ann@Example.org", "Ann");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("ann@example.org", answer.Html, StringComparison.OrdinalIgnoreCase);
        var pending = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(SubscriberStatus.Pending, pending.Status);
        Assert.Null(pending.Name);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var mail = Assert.Single(_world.Mail.Sent);
        Assert.Equal(("confirmation", "ann@example.org"), (mail.Kind, mail.To.Address));

        var shown = await _world.Get<ConfirmPage>().ShowAsync(_world.MailedToken(), default);
        Assert.Equal(SubscriberStatus.Pending, (await _world.FindAsync("ann@example.org"))!.Status);
        Assert.Contains("Clinic News", shown.Html);
        Assert.Contains("<form method=\"post\">", shown.Html);

        var done = await _world.ConfirmAsync();

        Assert.Equal(200, done.Status);
        Assert.Contains("You are subscribed", done.Html);
        var active = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal((SubscriberStatus.Active, "Ann"), (active.Status, active.Name));
        var subscription = Assert.Single(active.Subscriptions);
        Assert.Equal(("news", ConsentBasis.Express), (subscription.Newsletter, subscription.Basis));
        var evidence = await _world.EvidenceAsync(active.Id);
        Assert.Equal(
            [EvidenceKind.Requested, EvidenceKind.ConfirmationSent, EvidenceKind.Confirmed],
            evidence.Select(e => e.Kind).Order()
        );
        evidence = [.. evidence.OrderBy(e => e.Kind)];
        Assert.Equal(
            ("192.0.2.7", "Test browser", "https://fn.example.org/api/subscribe"),
            (evidence[0].Ip, evidence[0].UserAgent, evidence[0].Page)
        );
        Assert.Equal($"provider-{mail.Id}", evidence[1].MessageId);
        Assert.Equal("192.0.2.7", evidence[2].Ip);
        Assert.All(evidence, e => Assert.Equal(subscription.Evidence, e.Request));
        Assert.Contains("Prairie Clinic Ltd.", await _world.Get<Wordings>().FindAsync(evidence[0].Wording!, default));
        Assert.Equal(new DayCounts(Joined: 1, Confirmed: 1), await _world.CountsAsync());
    }

    [Fact]
    public async Task The_confirmation_mail_is_factual_and_holds_nothing_from_the_form()
    {
        await _world.JoinAsync("ann@example.org", "Win a prize at http://spam.example");

        var mail = Assert.Single(_world.Mail.Sent);
        foreach (var part in new[] { mail.Subject, mail.Html, mail.Text })
            Assert.DoesNotContain("prize", part);
        Assert.Contains("Prairie Clinic", mail.Subject);
        Assert.Contains("Clinic News", mail.Text);
        Assert.Contains("1 Main Street", mail.Text);
        Assert.Contains("1 Main Street", mail.Html);
        Assert.DoesNotContain("ann@example.org", mail.Html + mail.Text);
    }

    [Fact]
    public async Task Sending_the_form_twice_is_quiet_and_both_links_work()
    {
        await _world.JoinAsync("ann@example.org");
        var first = _world.MailedToken();
        await _world.JoinAsync("ANN@example.org");
        var second = _world.MailedToken();

        Assert.Equal(200, (await _world.ConfirmAsync(first)).Status);
        Assert.Equal(200, (await _world.ConfirmAsync(second)).Status);

        Assert.Single(await _world.EverybodyAsync());
        Assert.Equal(new DayCounts(Joined: 1, Confirmed: 1), await _world.CountsAsync());
    }

    [Fact]
    public async Task A_request_for_something_else_stands_beside_the_earlier_one()
    {
        await _world.JoinAsync("ann@example.org", newsletters: ["news"]);
        var first = _world.MailedToken();
        await _world.JoinAsync("ann@example.org", newsletters: ["offers"]);

        Assert.Equal(200, (await _world.ConfirmAsync(first)).Status);
        Assert.Equal(200, (await _world.ConfirmAsync()).Status);
        Assert.Equal(["news", "offers"], (await _world.FindAsync("ann@example.org"))!.ActiveNewsletters);
    }

    [Fact]
    public async Task Known_unknown_and_suppressed_addresses_get_the_same_answer_and_the_same_work()
    {
        await _world.SubscribeAsync("active@example.org");
        var bounced = await _world.SubscribeAsync("bounced@example.org");
        await _world
            .Get<ISuppression>()
            .SuppressAsync(bounced.Id, SuppressionReason.Bounced, _world.Time.GetUtcNow(), null, default);
        await _world
            .Get<ISuppression>()
            .SuppressAsync("hashed@example.org", SuppressionReason.Complained, _world.Time.GetUtcNow(), default);
        await _world.JoinAsync("pending@example.org");
        await _world.JoinAsync("warm-up@example.org");
        var seen = new HashSet<string>();

        foreach (
            var address in new[]
            {
                "active@example.org",
                "bounced@example.org",
                "hashed@example.org",
                "pending@example.org",
                "no-one@example.org",
            }
        )
        {
            _world.Blobs.Calls.Clear();
            var mails = _world.Mail.Sent.Count;
            var page = await _world.JoinAsync(address);
            var work = string.Join(' ', _world.Blobs.Calls.OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value}"));
            seen.Add($"{page.Status} {page.Html} {work} {_world.Mail.Sent.Count - mails}");
        }

        Assert.Single(seen);
    }

    [Fact]
    public async Task Anyone_who_confirms_twice_or_after_leaving_changes_nothing()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = _world.MailedToken();
        await _world.LeaveAsync(ann);

        var replay = await _world.ConfirmAsync(token);

        Assert.Equal(410, replay.Status);
        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task A_newer_confirmation_lifts_a_suppression_and_says_so()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        await _world
            .Get<ISuppression>()
            .SuppressAsync(ann.Id, SuppressionReason.Bounced, _world.Time.GetUtcNow(), null, default);
        await _world.JoinAsync("ann@example.org");
        Assert.Equal(SubscriberStatus.Bounced, (await _world.FindAsync("ann@example.org"))!.Status);

        await _world.ConfirmAsync();

        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
        Assert.Contains(
            "Bounced",
            (await _world.EvidenceAsync(ann.Id)).Last(e => e.Kind == EvidenceKind.Confirmed).Done
        );
    }

    [Fact]
    public async Task A_confirmation_lifts_a_remembered_hash()
    {
        await _world
            .Get<ISuppression>()
            .SuppressAsync("ann@example.org", SuppressionReason.Complained, _world.Time.GetUtcNow(), default);

        var ann = await _world.SubscribeAsync("ann@example.org");

        Assert.Equal(SubscriberStatus.Active, ann.Status);
        await foreach (var shard in _world.Get<ShardStore>().ReadAllAsync(default))
            Assert.Empty(shard.Tombstones());
    }

    /// <summary>
    /// Anyone can type an address: such a request once changed the name in the person's own, extended it, or replaced
    /// its link.
    /// </summary>
    [Fact]
    public async Task A_stranger_s_request_changes_nothing_in_the_person_s_own()
    {
        await _world.JoinAsync("ann@example.org", "Ann");
        var own = _world.MailedToken();
        _world.Time.Advance(TimeSpan.FromDays(1));
        await _world.JoinAsync("ann@example.org", "Mallory");
        await _world.JoinAsync("ann@example.org", "Mallory", ["news", "offers"]);

        Assert.Equal(200, (await _world.ConfirmAsync(own)).Status);

        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(("Ann", "news"), (ann.Name, Assert.Single(ann.Subscriptions).Newsletter));
        // The one that asked for no more is answered with it; the other still waits for its own button.
        Assert.Equal(["news", "offers"], Assert.Single(ann.Pending).Newsletters);
        Assert.Equal(2, (await _world.CountsAsync()).Joined);
    }

    [Fact]
    public async Task A_stranger_s_request_does_not_extend_the_person_s_own()
    {
        await _world.JoinAsync("ann@example.org", "Ann");
        var own = _world.MailedToken();
        _world.Time.Advance(PendingRequest.Lifetime - TimeSpan.FromHours(1));
        await _world.JoinAsync("ann@example.org", "Mallory");
        _world.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(410, (await _world.ConfirmAsync(own)).Status);
        Assert.Equal(200, (await _world.ConfirmAsync()).Status);
    }

    [Fact]
    public async Task Many_open_requests_keep_the_oldest_and_send_no_more_mail()
    {
        for (var day = 0; day < 3; day++)
        {
            for (var hour = 0; hour < 8; hour++)
            {
                await _world.JoinAsync("ann@example.org", $"Mallory {day} {hour}");
                _world.Time.Advance(TimeSpan.FromHours(1));
            }
            _world.Time.Advance(TimeSpan.FromHours(16));
        }

        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(PendingRequest.MaxPerPerson, ann.Pending.Count);
        Assert.Equal(PendingRequest.MaxPerPerson, _world.Mail.Sent.Count);
        Assert.Equal(200, (await _world.ConfirmAsync()).Status);
        Assert.Empty((await _world.FindAsync("ann@example.org"))!.Pending);
    }

    [Fact]
    public async Task Six_confirmations_at_once_leave_one_proof()
    {
        await _world.JoinAsync("ann@example.org");
        var token = _world.MailedToken();

        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(n =>
                    Task.Run(async () =>
                    {
                        await Task.Yield();
                        _world.Time.Advance(TimeSpan.FromMilliseconds(n + 1));
                        await _world.ConfirmAsync(token);
                    })
                )
        );

        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Single(await _world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Confirmed);
        Assert.Equal(1, (await _world.CountsAsync()).Confirmed);
    }

    [Fact]
    public async Task A_link_works_for_seven_days()
    {
        await _world.JoinAsync("ann@example.org");
        _world.Time.Advance(PendingRequest.Lifetime);

        Assert.Equal(410, (await _world.Get<ConfirmPage>().ShowAsync(_world.MailedToken(), default)).Status);
        Assert.Equal(410, (await _world.ConfirmAsync()).Status);
        Assert.Equal(SubscriberStatus.Pending, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("'; drop table")]
    public async Task A_forged_link_is_a_clear_page_and_nothing_else(string token)
    {
        Assert.Equal(404, (await _world.Get<ConfirmPage>().ShowAsync(token, default)).Status);
        Assert.Equal(404, (await _world.ConfirmAsync(token)).Status);
        Assert.Empty(await _world.EverybodyAsync());
    }

    [Theory]
    [InlineData(false)]
    // A key that the provider refuses: no one gets a link, and no one may be told to look for one.
    [InlineData(true)]
    public async Task Mail_that_is_down_is_said_and_can_be_tried_again(bool refused)
    {
        _world.Mail.Answer = _ => new SendResult(
            SendOutcome.NotSent,
            Reason: "down",
            Permanent: refused,
            AccountRefused: refused
        );
        Assert.Equal(503, (await _world.JoinAsync("ann@example.org")).Status);

        _world.Mail.Answer = message => new SendResult(SendOutcome.Submitted, message.Id);
        Assert.Equal(200, (await _world.JoinAsync("ann@example.org")).Status);
        await _world.ConfirmAsync();
        Assert.Equal(SubscriberStatus.Active, (await _world.FindAsync("ann@example.org"))!.Status);
    }

    [Fact]
    public async Task Two_who_ask_for_one_new_address_at_once_make_one_record_and_no_stray_evidence()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(i =>
                    Task.Run(() =>
                        _world
                            .Get<JoinRequests>()
                            .AskAsync(
                                new JoinRequest(
                                    EmailAddress.Parse("ann@example.org"),
                                    null,
                                    null,
                                    ["news"],
                                    "wording",
                                    null,
                                    ConsentSource.Form
                                ),
                                SubscriberWorld.Origin,
                                default
                            )
                    )
                )
        );

        var ann = Assert.Single(await _world.EverybodyAsync());
        var evidence = new List<string>();
        await foreach (var entry in _world.Blobs.ListAsync(Containers.Subscribers, "evidence/", default))
            evidence.Add(entry.Name);
        Assert.All(evidence, name => Assert.StartsWith($"evidence/{ann.Id}/", name));
        Assert.Equal(3, (await _world.EvidenceAsync(ann.Id)).Count(e => e.Kind == EvidenceKind.Requested));
        Assert.Equal(1, (await _world.CountsAsync()).Joined);
    }
}
