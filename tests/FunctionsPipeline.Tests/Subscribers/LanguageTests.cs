using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Preferences;

namespace FunctionsPipeline.Tests.Subscribers;

/// <summary>A person who joins in French reads French from then on; the site itself is in English.</summary>
public sealed class LanguageTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task The_form_says_in_which_languages_it_exists()
    {
        var page = await _world.Get<SubscribePage>().ShowAsync("news", null, default);

        SubscriberWorld.Shows(
            page,
            [
                "<html lang=\"en\"",
                "<a href=\"?language=fr&amp;newsletter=news\" lang=\"fr\" hreflang=\"fr\">fran",
                "lang=\"en\" hreflang=\"en\" aria-current=\"true\">English",
            ],
            []
        );
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("FR")]
    public async Task The_form_in_French_is_French_throughout(string language)
    {
        var page = await _world.Get<SubscribePage>().ShowAsync("news", language, default);

        SubscriberWorld.Shows(
            page,
            [
                "<html lang=\"fr\"",
                "Adresse de courriel",
                "vous demande de confirmer votre adresse",
                "retirer votre consentement",
                "Tous les articles",
            ],
            ["Subscribe</", "E-mail"]
        );
    }

    [Theory]
    [InlineData("de")]
    [InlineData("../../etc")]
    [InlineData("\"><script>")]
    [InlineData("")]
    public async Task A_language_that_there_is_not_is_the_sites(string language)
    {
        var page = await _world.Get<SubscribePage>().ShowAsync("news", language, default);

        SubscriberWorld.Shows(page, ["<html lang=\"en\"", "name=\"language\" value=\"en\""], ["<script"]);
    }

    [Fact]
    public async Task What_was_agreed_to_is_kept_in_the_words_that_were_read()
    {
        var ann = await SubscribeInFrenchAsync();

        Assert.Equal("fr", ann.Language);
        var file = (await _world.Get<EvidenceFiles>().OfAsync(ann.Id, default))!;
        Assert.Contains(
            file.Wordings.Values,
            text => text.Contains("retirer votre consentement", StringComparison.Ordinal)
        );
    }

    /// <summary>The wording is part of what the form's note is signed for.</summary>
    [Fact]
    public async Task A_form_that_was_read_in_English_does_not_prove_consent_in_French()
    {
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", "en", default);
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        var page = await _world
            .Get<SubscribePage>()
            .SubmitAsync(
                SubscriberWorld.Form(
                    ("email", "ann@example.org"),
                    ("only", "news"),
                    ("language", "fr"),
                    ("form", SubscriberWorld.Hidden(shown, "form"))
                ),
                SubscriberWorld.Origin,
                default
            );

        SubscriberWorld.Shows(page, ["Le texte de cette page a changé"], [], status: 422);
        Assert.Empty(_world.Mail.Sent);
    }

    [Fact]
    public async Task Every_mail_and_page_from_then_on_is_in_the_persons_language()
    {
        await JoinInFrenchAsync();
        Assert.Contains("Veuillez confirmer votre abonnement", _world.Mail.Sent[^1].Subject);
        Assert.Contains("<html lang=\"fr\"", _world.Mail.Sent[^1].Html);
        var token = _world.MailedToken();
        French(await _world.Get<ConfirmPage>().ShowAsync(token, default));
        French(await _world.ConfirmAsync());
        var ann = (await _world.FindAsync("ann@example.org"))!;

        French(await _world.Get<PreferencesPage>().ShowAsync(_world.PreferencesToken(ann.Id), default));
        French(await _world.Get<UnsubscribePage>().ShowAsync(_world.UnsubscribeToken(ann.Id), default));
        French(
            await _world
                .Get<PreferencesPage>()
                .RequestAccessAsync(_world.PreferencesToken(ann.Id), SubscriberWorld.Origin, default)
        );
        Assert.Contains("Votre lien", _world.Mail.Sent[^1].Subject);
        French(await _world.Get<MyDataPage>().ShowAsync(_world.MailedToken(), default));
        French(await _world.Get<MyDataPage>().OpenAsync(_world.MailedToken(), SubscriberWorld.Origin, default));
        French(await _world.LeaveAsync(ann));
    }

    [Fact]
    public async Task The_language_can_be_changed_on_the_preferences_page()
    {
        var ann = await _world.SubscribeAsync("ann@example.org");

        var page = await _world.SaveAsync(
            ann,
            ("newsletter", "news"),
            ("frequency", "AsScheduled"),
            ("language", "fr"),
            ("pause", "")
        );

        French(page);
        Assert.Equal("fr", (await _world.FindAsync("ann@example.org"))!.Language);
    }

    [Fact]
    public async Task A_French_site_asks_in_French_and_offers_English()
    {
        _world.Settings.Settings = _world.Settings.Settings with { Language = "fr-CA" };

        var page = await _world.Get<SubscribePage>().ShowAsync("news", null, default);

        SubscriberWorld.Shows(page, ["Adresse de courriel", "?language=en"], ["E-mail address"]);
    }

    private async Task<FunctionsPipeline.Subscribers.Store.Subscriber> SubscribeInFrenchAsync()
    {
        await JoinInFrenchAsync();
        await _world.ConfirmAsync();
        return (await _world.FindAsync("ann@example.org"))!;
    }

    private async Task JoinInFrenchAsync()
    {
        var shown = await _world.Get<SubscribePage>().ShowAsync("news", "fr", default);
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        French(
            await _world
                .Get<SubscribePage>()
                .SubmitAsync(
                    SubscriberWorld.Form(
                        ("email", "ann@example.org"),
                        ("only", "news"),
                        ("language", SubscriberWorld.Hidden(shown, "language")),
                        ("form", SubscriberWorld.Hidden(shown, "form"))
                    ),
                    SubscriberWorld.Origin,
                    default
                )
        );
    }

    private static void French(WebPage page)
    {
        Assert.Equal(200, page.Status);
        Assert.Contains("<html lang=\"fr\"", page.Html);
    }
}
