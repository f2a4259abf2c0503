using FunctionsPipeline.Mail;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Preferences;

namespace FunctionsPipeline.Tests.Subscribers.Preferences;

public sealed class PreferencesTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task The_page_shows_choices_and_neither_address_nor_name()
    {
        var ann = await _world.SubscribeAsAsync("Annabel", "ann@example.org");

        var page = await _world.Get<PreferencesPage>().ShowAsync(_world.PreferencesToken(ann.Id), default);

        SubscriberWorld.Shows(
            page,
            ["value=\"news\" checked", "Back pain"],
            ["value=\"offers\" checked", "ann@example.org", "Annabel"]
        );
    }

    [Fact]
    public async Task Choices_are_kept_and_count_at_once()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");

        var page = await _world.SaveAsync(
            ann,
            ("newsletter", "news"),
            ("topic", "Sleep"),
            ("topic", "No such topic"),
            ("frequency", "Weekly"),
            ("language", "fr"),
            ("pause", "2026-03-20")
        );

        Assert.Equal(200, page.Status);
        var now = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(["Sleep"], now.Topics);
        Assert.Equal((Frequency.Weekly, "fr"), (now.Frequency, now.Language));
        // Midnight in Regina, which keeps UTC-6 all year.
        Assert.Equal(new DateTimeOffset(2026, 3, 20, 6, 0, 0, TimeSpan.Zero), now.PausedUntil);
        Assert.Contains(await _world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.PreferencesChanged);
        var shown = await _world.Get<PreferencesPage>().ShowAsync(_world.PreferencesToken(ann.Id), default);
        Assert.Contains("value=\"2026-03-20\"", shown.Html);
        Assert.Contains("value=\"Sleep\" checked", shown.Html);
    }

    [Fact]
    public async Task Giving_up_a_newsletter_counts_at_once_and_adding_one_takes_a_confirmation()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var mails = _world.Mail.Sent.Count;

        var page = await _world.SaveAsync(
            ann,
            ("newsletter", "offers"),
            ("frequency", "AsScheduled"),
            ("language", "en")
        );

        Assert.Contains("For Offers we sent you a message", page.Html);
        var now = (await _world.FindAsync("ann@example.org"))!;
        Assert.NotNull(now.To("news")!.Left);
        Assert.Null(now.To("offers"));
        Assert.Equal(mails + 1, _world.Mail.Sent.Count);
        await _world.ConfirmAsync();
        Assert.Null((await _world.FindAsync("ann@example.org"))!.To("offers")!.Left);
        Assert.NotNull((await _world.FindAsync("ann@example.org"))!.To("news")!.Left);
    }

    [Fact]
    public async Task No_one_is_sent_to_their_mailbox_while_mail_is_down()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        _world.Mail.Answer = _ => new SendResult(SendOutcome.NotSent, Reason: "down");

        var added = await _world.SaveAsync(ann, ("newsletter", "offers"), ("frequency", "Weekly"), ("language", "en"));
        var back = await _world
            .Get<PreferencesPage>()
            .ReturnAsync(
                _world.PreferencesToken(ann.Id),
                SubscriberWorld.Form(("newsletter", "news")),
                SubscriberWorld.Origin,
                default
            );

        SubscriberWorld.Shows(
            added,
            says: ["Saved.", "We cannot send mail at the moment"],
            keeps: ["we sent you a message"],
            status: 503
        );
        SubscriberWorld.Shows(
            back,
            says: ["We cannot send mail at the moment"],
            keeps: ["Look into your mail"],
            status: 503
        );
        var now = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(Frequency.Weekly, now.Frequency);
        Assert.NotNull(now.To("news")!.Left);
    }

    [Theory]
    [InlineData("frequency", "Hourly")]
    [InlineData("frequency", "99")]
    [InlineData("frequency", "")]
    [InlineData("language", "xx-YY")]
    [InlineData("pause", "tomorrow")]
    [InlineData("pause", "2099-01-01")]
    [InlineData("pause", "2020-01-01")]
    [InlineData("pause", "2026-03-09")]
    public async Task What_the_page_does_not_offer_is_a_mistake_and_changes_nothing(string field, string value)
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var fields = new Dictionary<string, string>
        {
            ["newsletter"] = "news",
            ["frequency"] = "Weekly",
            ["language"] = "en",
            ["pause"] = "",
            [field] = value,
        };

        var page = await _world.SaveAsync(ann, [.. fields.Select(f => (f.Key, f.Value))]);

        Assert.Equal(422, page.Status);
        Assert.Contains("role=\"alert\"", page.Html);
        Assert.Equivalent(ann, await _world.FindAsync("ann@example.org"));
    }

    [Fact]
    public async Task A_pause_that_ends_today_is_no_pause()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        await _world.SaveAsync(
            ann,
            ("newsletter", "news"),
            ("frequency", "AsScheduled"),
            ("language", "en"),
            ("pause", "2026-03-10")
        );

        Assert.Null((await _world.FindAsync("ann@example.org"))!.PausedUntil);
    }

    [Fact]
    public async Task Links_that_do_not_work_or_lead_to_no_one_say_so()
    {
        var pages = _world.Get<PreferencesPage>();

        Assert.Equal(404, (await pages.ShowAsync("AAAA", default)).Status);
        Assert.Equal(410, (await pages.ShowAsync(_world.PreferencesToken(SubscriberId.New(1)), default)).Status);
        Assert.Equal(404, (await pages.RequestAccessAsync("AAAA", SubscriberWorld.Origin, default)).Status);
        Assert.Equal(
            404,
            (
                await pages.ReturnAsync(
                    "AAAA",
                    SubscriberWorld.Form(("newsletter", "news")),
                    SubscriberWorld.Origin,
                    default
                )
            ).Status
        );
    }
}
