using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>The form to join, and what happens when it is sent.</summary>
/// <remarks>
/// A form on any other page posts here too: it lacks the signed note that this page's form carries, so it is answered with
/// this form, filled in, and the wording to agree to. Nothing is recorded until that one is sent.
/// </remarks>
public sealed class SubscribePage(
    PageWriter pages,
    FormToken tokens,
    RequestLimits limits,
    JoinRequests requests,
    SubscriberUrls urls
)
{
    /// <summary>A field that people do not see and programs fill in.</summary>
    private const string Trap = "website";

    /// <param name="newsletter">Offer only this one; null or unknown offers all.</param>
    /// <param name="language">
    /// The form's language, and the new subscriber's: one of those offered; null or unknown for the site's.
    /// </param>
    public async Task<WebPage> ShowAsync(string? newsletter, string? language, CancellationToken cancellationToken)
    {
        var page = await pages.BeginOfferedAsync(language, cancellationToken);
        return page.Site.Organisation.MayMail
            ? Form(page, 200, Offered(page.Site, newsletter), FormValues.Empty, [])
            : NotOpen(page);
    }

    public async Task<WebPage> SubmitAsync(FormValues form, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var page = await pages.BeginOfferedAsync(form.One("language"), cancellationToken);
        // Before anything is counted or judged: a visitor should not correct a form that is not accepted anyway.
        if (!page.Site.Organisation.MayMail)
            return NotOpen(page);
        var offered = Offered(page.Site, form.One("only"));
        var wording = ConsentWording.Of(page.Site, page.Strings, offered).Text;
        var state = tokens.Judge(form.One("form"), Wordings.HashOf(wording));
        // Without any note it was sent from another page: this one shows the wording for the first time.
        if (state is FormTokenState.Invalid)
            return form.One("form").Length == 0
                ? Form(page, 200, offered, form, [])
                : Form(page, 422, offered, form, [page.Strings["form-unknown"]]);
        if (state is FormTokenState.Stale)
            return Form(page, 422, offered, form, [page.Strings["form-stale"]]);
        // A program that fills in every field gets the answer of success.
        if (form.One(Trap).Length > 0)
            return page.Message(200, "check-mail");
        if (state is FormTokenState.TooFast)
            return Form(page, 422, offered, form, [page.Strings["form-too-fast"]], form.One("form"));
        if (!await limits.TakeAsync(origin, cancellationToken))
            return page.Message(429, "too-many");
        var problems = new List<string>();
        if (!EmailAddress.TryParse(form.One("email"), out var address, out var problem))
            problems.Add(page.Strings[$"address-{problem}"]);
        if (!PersonName.TryParse(form.One("name"), out var name))
            problems.Add(page.Strings["name-problem"]);
        var chosen = Chosen(offered, form);
        if (chosen.Count == 0)
            problems.Add(page.Strings["newsletter-problem"]);
        if (problems.Count > 0)
            return Form(page, 422, offered, form, problems, form.One("form"));
        var answer = await requests.AskAsync(
            new JoinRequest(
                address,
                name,
                page.Language,
                chosen,
                wording,
                urls.Of("subscribe").AbsoluteUri,
                ConsentSource.Form
            ),
            origin,
            cancellationToken
        );
        return Answer(page, answer);
    }

    /// <summary>What the page answers.</summary>
    internal static WebPage Answer(PageContext page, JoinAnswer answer) =>
        answer switch
        {
            JoinAnswer.MailIsDown => page.Message(503, "mail-down"),
            JoinAnswer.NotOpen => NotOpen(page),
            _ => page.Message(200, "check-mail"),
        };

    /// <summary>How to put a form on any other page.</summary>
    public async Task<WebPage> EmbedAsync(CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(null, cancellationToken);
        var heading = page.Strings["embed-title"];
        return page.Render(
            200,
            "subscribe-embed",
            new EmbedModel
            {
                Shell = page.Frame(heading),
                Heading = heading,
                Text = page.Strings["embed-1"],
                Label = page.Strings["snippet"],
                Snippet = $"""
                <form method="post" action="{urls.Of("subscribe").AbsoluteUri}">
                  <label for="newsletter-email">{page.Strings["email"]}</label>
                  <input id="newsletter-email" name="email" type="email" autocomplete="email" required>
                  <button type="submit">{page.Strings["subscribe"]}</button>
                </form>
                """,
            }
        );
    }

    private WebPage Form(
        PageContext page,
        int status,
        IReadOnlyList<NewsletterSettings> offered,
        FormValues form,
        IReadOnlyList<string> problems,
        string? token = null
    )
    {
        var wording = ConsentWording.Of(page.Site, page.Strings, offered);
        var chosen = form.All("newsletter");
        var only = offered.Count == 1 ? offered[0].Id : null;
        var heading = only is null
            ? page.Strings["subscribe-title"]
            : page.Strings.Format("subscribe-one-title", ("newsletter", offered[0].Name));
        return page.Render(
            status,
            "subscribe",
            new SubscribeModel
            {
                Shell = page.Frame(heading),
                Strings = page.Strings.All,
                Heading = heading,
                Problems = problems,
                Email = Shorten(form.One("email")),
                Name = Shorten(form.One("name")),
                Only = only,
                Language = page.Language,
                Languages =
                [
                    .. Languages
                        .OfferedBy(page.Site.Language)
                        .Select(l => new LanguageLink(l, Languages.NameOf(l), Address(l, only), l == page.Language)),
                ],
                // Never ticked beforehand: a tick is consent.
                Newsletters = only is not null
                    ? []
                    :
                    [
                        .. offered.Select(
                            (n, i) =>
                                new Choice(
                                    $"newsletter-{i}",
                                    n.Id,
                                    n.Name,
                                    n.Description,
                                    chosen.Contains(n.Id, StringComparer.Ordinal)
                                )
                        ),
                    ],
                Consent = wording.Text.Split('\n'),
                ConsentIntro = wording.Intro,
                ConsentEnd = wording.End,
                // The token is kept when the form is shown again, so that a visitor does not wait twice.
                Token = token ?? tokens.Issue(Wordings.HashOf(wording.Text)),
                Trap = Trap,
            }
        );
    }

    /// <summary>The form in another language. Nothing that was typed stands in an address.</summary>
    private static string Address(string language, string? only) =>
        $"?language={Uri.EscapeDataString(language)}"
        + (only is null ? "" : $"&newsletter={Uri.EscapeDataString(only)}");

    private static WebPage NotOpen(PageContext page) => page.Message(503, "not-open");

    private static List<string> Chosen(IReadOnlyList<NewsletterSettings> offered, FormValues form) =>
        offered.Count == 1
            ? [offered[0].Id]
            : [.. offered.Select(n => n.Id).Where(id => form.All("newsletter").Contains(id, StringComparer.Ordinal))];

    private static IReadOnlyList<NewsletterSettings> Offered(SiteSettings site, string? newsletter) =>
        site.Newsletters.FirstOrDefault(n => n.Id == newsletter) is { } one ? [one] : site.Newsletters;

    private static string Shorten(string text) =>
        text.Length <= EmailAddress.MaxLength ? text : text[..EmailAddress.MaxLength];
}

public sealed record SubscribeModel
{
    public required Branding.Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Heading { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>The one newsletter on offer; null where there is a choice.</summary>
    public string? Only { get; init; }

    /// <summary>What is sent with the form: the language that it is read in.</summary>
    public required string Language { get; init; }

    /// <summary>The languages that the form exists in; one for a site without a choice.</summary>
    public required IReadOnlyList<LanguageLink> Languages { get; init; }

    public bool HasLanguages => Languages.Count > 1;

    public required IReadOnlyList<Choice> Newsletters { get; init; }

    /// <summary>The whole wording, line by line.</summary>
    public required IReadOnlyList<string> Consent { get; init; }

    /// <summary>What comes before the newsletters, where they are shown as choices.</summary>
    public required string ConsentIntro { get; init; }

    /// <summary>What comes after them.</summary>
    public required IReadOnlyList<string> ConsentEnd { get; init; }

    public required string Token { get; init; }

    /// <summary>The name of the field that must stay empty.</summary>
    public required string Trap { get; init; }
}

/// <param name="Name">The language as it calls itself.</param>
/// <param name="Href">The same form in it.</param>
/// <param name="IsCurrent">The form is in it now.</param>
public sealed record LanguageLink(string Tag, string Name, string Href, bool IsCurrent);

public sealed record EmbedModel
{
    public required Branding.Shell Shell { get; init; }

    public required string Heading { get; init; }

    public required string Text { get; init; }

    public required string Label { get; init; }

    public required string Snippet { get; init; }
}
