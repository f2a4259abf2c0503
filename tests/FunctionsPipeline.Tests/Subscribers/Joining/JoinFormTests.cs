using AngleSharp.Html.Parser;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Preferences;

namespace FunctionsPipeline.Tests.Subscribers.Joining;

/// <summary>What the form says, and what it does not take.</summary>
public sealed class JoinFormTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task The_form_says_who_asks_for_what_and_ticks_nothing()
    {
        var page = await _world.Get<SubscribePage>().ShowAsync(null, null, default);

        SubscriberWorld.Shows(
            page,
            [
                "<label for=\"email\">E-mail address</label>",
                "Prairie Clinic Ltd., 1 Main Street, Regina SK",
                "306 555 0100",
                "You can withdraw your consent at any time",
                "Clinic News",
                "value=\"offers\"",
                "noindex",
            ],
            ["checked", "<script"]
        );
    }

    /// <summary>What is kept as proof of consent is what a person read, in that order, and read once.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("news")]
    public async Task The_words_of_the_form_are_those_that_are_agreed_to(string? newsletter)
    {
        var page = await _world.Get<SubscribePage>().ShowAsync(newsletter, null, default);
        using var document = new HtmlParser().ParseDocument(page.Html);

        var read = string.Join(' ', document.QuerySelector("main")!.TextContent.Split().Where(w => w.Length > 0));

        var at = 0;
        foreach (
            var words in new[] { "asks your address to confirm", "Clinic News", "Our articles.", "You can withdraw" }
        )
        {
            var found = read.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{words}' does not come next in: {read}");
            at = found + words.Length;
        }
        Assert.Equal(2, read.Split("Our articles.").Length);
    }

    [Fact]
    public async Task A_form_on_another_page_is_answered_with_the_wording_to_agree_to()
    {
        var page = await _world
            .Get<SubscribePage>()
            .SubmitAsync(
                SubscriberWorld.Form(("email", "ann@example.org\"><script>")),
                SubscriberWorld.Origin,
                default
            );

        Assert.Equal(200, page.Status);
        Assert.Contains("value=\"ann@example.org&quot;&gt;&lt;script&gt;\"", page.Html);
        Assert.Contains("You can withdraw your consent", page.Html);
        Assert.Empty(await _world.EverybodyAsync());
        Assert.Empty(_world.Mail.Sent);
        Assert.Contains(
            "action=&quot;https://fn.example.org/api/subscribe&quot;",
            (await _world.Get<SubscribePage>().EmbedAsync(default)).Html
        );
    }

    [Theory]
    [InlineData("", "", "Please give your e-mail address.")]
    [InlineData("ann", "", "there is no @ in it")]
    [InlineData("ann@example", "", "after the @")]
    [InlineData("a b@example.org", "", "before the @")]
    [InlineData("ann@example.org\r\nBcc: x@example.org", "", "before the @")]
    [InlineData("ann@example.org", "Ann\r\nBcc: x@example.org", "at most 100 letters on one line")]
    public async Task A_mistake_is_explained_and_nothing_is_stored(string email, string name, string says)
    {
        var page = await _world.JoinAsync(email, name);

        Assert.Equal(422, page.Status);
        Assert.Contains(says, page.Html);
        Assert.Contains("role=\"alert\"", page.Html);
        Assert.Empty(await _world.EverybodyAsync());
        Assert.Empty(_world.Mail.Sent);
    }

    [Fact]
    public async Task Choosing_nothing_is_a_mistake_and_so_is_choosing_what_is_not_offered() =>
        Assert.All(
            new[]
            {
                await _world.JoinAsync("ann@example.org", newsletters: []),
                await _world.JoinAsync("ann@example.org", newsletters: ["secret"]),
            },
            page => Assert.Equal(422, page.Status)
        );

    [Fact]
    public async Task Programs_that_fill_in_everything_are_told_that_all_is_well()
    {
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", null, default);
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        var page = await _world
            .Get<SubscribePage>()
            .SubmitAsync(
                SubscriberWorld.Form(
                    ("email", "bot@example.org"),
                    ("only", "news"),
                    ("website", "http://x"),
                    ("form", SubscriberWorld.Hidden(shown, "form"))
                ),
                SubscriberWorld.Origin,
                default
            );

        Assert.Equal((await _world.JoinAsync("ann@example.org")).Html, page.Html);
        Assert.Null(await _world.FindAsync("bot@example.org"));
    }

    [Fact]
    public async Task Faster_than_a_person_types_is_asked_once_more()
    {
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", null, default);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        var form = SubscriberWorld.Form(
            ("email", "ann@example.org"),
            ("only", "news"),
            ("form", SubscriberWorld.Hidden(shown, "form"))
        );

        Assert.Equal(
            422,
            (await _world.Get<SubscribePage>().SubmitAsync(form, SubscriberWorld.Origin, default)).Status
        );
        Assert.Empty(await _world.EverybodyAsync());
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            200,
            (await _world.Get<SubscribePage>().SubmitAsync(form, SubscriberWorld.Origin, default)).Status
        );
        Assert.NotNull(await _world.FindAsync("ann@example.org"));
    }

    /// <summary>The form once came back without a word, so that the button seemed to do nothing.</summary>
    [Fact]
    public async Task A_form_with_a_note_that_is_not_ours_says_to_press_the_button_again()
    {
        var form = SubscriberWorld.Form(("email", "ann@example.org"), ("only", "news"), ("form", "garbage"));

        var page = await _world.Get<SubscribePage>().SubmitAsync(form, SubscriberWorld.Origin, default);

        SubscriberWorld.Shows(
            page,
            ["came from elsewhere. Please press the button again.", "value=\"ann@example.org\"", "role=\"alert\""],
            [],
            status: 422
        );
        Assert.Empty(await _world.EverybodyAsync());
    }

    [Fact]
    public async Task A_wording_that_changed_meanwhile_must_be_read_again()
    {
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", null, default);
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        _world.Settings.Settings = _world.Settings.Settings with
        {
            Organisation = new() { LegalName = "Another Clinic", PostalAddress = ["2 Main Street"] },
        };

        var page = await _world
            .Get<SubscribePage>()
            .SubmitAsync(
                SubscriberWorld.Form(
                    ("email", "ann@example.org"),
                    ("only", "news"),
                    ("form", SubscriberWorld.Hidden(shown, "form"))
                ),
                SubscriberWorld.Origin,
                default
            );

        Assert.Equal(422, page.Status);
        Assert.Contains("Another Clinic", page.Html);
        Assert.Empty(await _world.EverybodyAsync());
    }

    /// <summary>The law wants it in each message: confirmation mails once went out without one.</summary>
    [Fact]
    public async Task Without_a_postal_address_no_one_can_join_and_nothing_is_mailed_or_stored()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");
        var token = _world.PreferencesToken(ann.Id);
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", null, default);
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        _world.Settings.Settings = _world.Settings.Settings with
        {
            Organisation = new() { LegalName = "Prairie Clinic Ltd." },
        };
        var (writes, mails) = (Writes(), _world.Mail.Sent.Count);
        string[] says = ["not open yet", "postal address", "Nothing of what you gave was stored"];

        SubscriberWorld.Shows(
            await _world.Get<SubscribePage>().ShowAsync("news", null, default),
            says,
            ["<form"],
            status: 503
        );
        var form = SubscriberWorld.Form(
            ("email", "bob@example.org"),
            ("only", "news"),
            ("form", SubscriberWorld.Hidden(shown, "form"))
        );
        SubscriberWorld.Shows(
            await _world.Get<SubscribePage>().SubmitAsync(form, SubscriberWorld.Origin, default),
            says,
            ["<form"],
            status: 503
        );
        var back = SubscriberWorld.Form(("newsletter", "offers"));
        SubscriberWorld.Shows(
            await _world.Get<PreferencesPage>().ReturnAsync(token, back, SubscriberWorld.Origin, default),
            says,
            [],
            status: 503
        );
        SubscriberWorld.Shows(
            await _world.Get<PreferencesPage>().RequestAccessAsync(token, SubscriberWorld.Origin, default),
            ["postal address", "ask us directly"],
            [],
            status: 503
        );

        Assert.Equal(writes, Writes());
        SubscriberWorld.Shows(
            await _world.SaveAsync(
                ann,
                ("newsletter", "news"),
                ("newsletter", "offers"),
                ("frequency", "AsScheduled"),
                ("language", "en")
            ),
            ["Saved.", "postal address"],
            [],
            status: 503
        );
        Assert.Empty((await _world.FindAsync("ann@example.org"))!.Pending);
        Assert.Equal(mails, _world.Mail.Sent.Count);

        int Writes() => _world.Blobs.Calls.GetValueOrDefault(nameof(_world.Blobs.WriteAsync));
    }
}
