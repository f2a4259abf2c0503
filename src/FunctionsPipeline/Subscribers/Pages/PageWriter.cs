using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Subscribers.Pages;

/// <summary>Draws subscribers' pages in the site's look.</summary>
public sealed class PageWriter(ISiteSettingsSource settings, IThemeSource themes)
{
    /// <summary>
    /// Tokens stand in addresses: no other site may learn where the reader came from. It stands after the frame's own
    /// rule, and the last one counts.
    /// </summary>
    private const string NoReferrer = """<meta name="referrer" content="no-referrer">""";

    /// <summary>What one page is drawn with.</summary>
    /// <param name="language">BCP 47; null for the site's.</param>
    public async Task<PageContext> BeginAsync(string? language, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var theme = await themes.GetAsync(cancellationToken);
        return new PageContext(
            site,
            theme,
            StringTable.Load(SubscriberStrings.Pages, language ?? site.Language),
            language ?? site.Language
        );
    }

    /// <summary>A page in a language that comes from an address or a form.</summary>
    /// <param name="language">One that the publication offers; anything else is the site's.</param>
    public async Task<PageContext> BeginOfferedAsync(string? language, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        return await BeginAsync(
            Languages
                .OfferedBy(site.Language)
                .FirstOrDefault(l => l.Equals(language, StringComparison.OrdinalIgnoreCase)),
            cancellationToken
        );
    }

    /// <summary>A page from the texts <c>key</c>-title, <c>key</c>-1, <c>key</c>-2 and so on.</summary>
    public async Task<WebPage> MessageAsync(int status, string key, CancellationToken cancellationToken)
    {
        var page = await BeginAsync(null, cancellationToken);
        return page.Message(status, key);
    }

    internal static Shell Frame(PageContext page, string title) =>
        Shell.For(page.Site, page.Theme, title, page.Strings.Language) with
        {
            NoIndex = true,
            Kind = "form",
            Head = NoReferrer,
        };
}

/// <summary>Settings, look and words for one page.</summary>
public sealed record PageContext(SiteSettings Site, ITheme Theme, StringTable Strings, string Language)
{
    public Shell Frame(string title) => PageWriter.Frame(this, title);

    public WebPage Render(int status, string template, object model) => WebPage.Render(Theme, status, template, model);

    /// <summary>A page from the texts <c>key</c>-title, <c>key</c>-1, <c>key</c>-2 and so on.</summary>
    public WebPage Message(
        int status,
        string key,
        IReadOnlyList<ButtonForm>? forms = null,
        IReadOnlyList<PageLink>? links = null,
        params ReadOnlySpan<(string Name, object? Value)> values
    )
    {
        var paragraphs = new List<string>();
        for (var i = 1; Strings.All.ContainsKey($"{key}-{i}"); i++)
            paragraphs.Add(Strings.Format($"{key}-{i}", values));
        var heading = Strings.Format($"{key}-title", values);
        return Render(
            status,
            "subscriber-message",
            new MessageModel
            {
                Shell = Frame(heading),
                Heading = heading,
                Paragraphs = paragraphs,
                Forms = forms ?? [],
                Links = links ?? [],
            }
        );
    }

    /// <summary>
    /// What <c>{later}</c> stands for in texts to people who leave: that a message may still arrive, or nothing.
    /// </summary>
    public (string Name, object? Value) Later(bool mayArrive) => ("later", mayArrive ? Strings["may-arrive"] : "");

    /// <summary>To the form to join, in the page's own language.</summary>
    /// <param name="path">The form's address without a query.</param>
    public PageLink ToSubscribe(string path) =>
        new(Strings["to-subscribe"], path + Languages.QueryFor(Site.Language, Strings.Language));

    /// <summary>A newsletter's name; its id if it is no longer in the settings.</summary>
    public string NameOf(string newsletter) =>
        Site.Newsletters.FirstOrDefault(n => n.Id == newsletter)?.Name ?? newsletter;

    public string NamesOf(IEnumerable<string> newsletters) => string.Join(", ", newsletters.Select(NameOf));
}
