using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk;

/// <summary>Draws the desk's pages.</summary>
/// <remarks>
/// With the built-in templates and the brand's colours, never with a publisher's own: the desk is where a broken theme is
/// repaired.
/// </remarks>
public sealed class DeskPages(ISiteSettingsSource settings)
{
    internal const string StringsArea = "desk";

    private static readonly ConditionalWeakTable<Brand, ITheme> Looks = [];

    /// <summary>What one page is drawn with.</summary>
    /// <param name="section">Which entry of the navigation is the current one; null for none.</param>
    public async Task<DeskPage> BeginAsync(DeskVisit visit, string? section, CancellationToken cancellationToken) =>
        Of(await settings.GetAsync(cancellationToken), visit, section);

    /// <summary>As <see cref="BeginAsync"/>, also while storage is away: then without the site's name and colours.</summary>
    public async Task<DeskPage> BeginAnyhowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(visit, section: null, cancellationToken);
        }
        catch (StorageException)
        {
            return Of(new SiteSettings(), visit, section: null);
        }
    }

    /// <summary>A page that says one thing, from the texts <c>key</c>-title, <c>key</c>-1, <c>key</c>-2 and so on.</summary>
    public async Task<WebPage> MessageAsync(
        DeskVisit visit,
        int status,
        string key,
        CancellationToken cancellationToken
    ) => (await BeginAnyhowAsync(visit, cancellationToken)).Message(status, key);

    private static DeskPage Of(SiteSettings site, DeskVisit visit, string? section) =>
        new(
            site,
            Looks.GetValue(
                site.Brand,
                brand => Theme.From(new Dictionary<string, string>(StringComparer.Ordinal), brand)
            ),
            visit,
            section
        );
}

/// <summary>Settings, look and words for one page.</summary>
public sealed class DeskPage(SiteSettings site, ITheme theme, DeskVisit visit, string? section)
{
    /// <summary>In the order of the navigation; each is a path below the desk and a text <c>nav-…</c>.</summary>
    private static readonly string[] Sections =
    [
        "",
        "articles",
        "issues",
        "readers",
        "elsewhere",
        "health",
        "settings",
        "history",
    ];

    public SiteSettings Site => site;

    public DeskVisit Visit => visit;

    public StringTable Strings { get; } = StringTable.Load(DeskPages.StringsArea, site.Language);

    /// <summary>Of findings and refusals, which are written in English.</summary>
    public FindingTranslations Translations { get; } = FindingTranslations.For(site.Language);

    public CultureInfo Culture { get; } = IssueLines.CultureOf(site.Language);

    public DeskAddresses Addresses { get; } = new(site.FunctionsUrl);

    /// <param name="title">Of the window.</param>
    public WebPage Render(int status, string template, string title, DeskModel model) =>
        WebPage.Render(theme, status, template, model with { Frame = Frame(title), Strings = Strings.All });

    /// <summary>A page from the texts <c>key</c>-title, <c>key</c>-1, <c>key</c>-2 and so on.</summary>
    public WebPage Message(
        int status,
        string key,
        IReadOnlyList<DeskLink>? links = null,
        params ReadOnlySpan<(string Name, object? Value)> values
    )
    {
        var paragraphs = new List<string>();
        for (var i = 1; Strings.All.ContainsKey($"{key}-{i}"); i++)
            paragraphs.Add(Strings.Format($"{key}-{i}", values));
        var title = Strings.Format($"{key}-title", values);
        return Render(
            status,
            "desk-message",
            title,
            new DeskMessage
            {
                Title = title,
                Paragraphs = paragraphs,
                Links =
                    links
                    ??
                    [
                        visit.Person is null
                            ? new DeskLink(Strings["sign-in-link"], Addresses.Of("sign-in"))
                            : new DeskLink(Strings["overview-link"], Addresses.Of("")),
                    ],
            }
        );
    }

    /// <summary>What was asked for is refused: why, and the way back.</summary>
    /// <param name="back">Path below the desk.</param>
    public WebPage Refused(string reason, string back) =>
        Message(
            409,
            "refused",
            [new DeskLink(Strings["back-link"], Addresses.Of(back))],
            ("reason", Translations.Of(reason))
        );

    /// <summary>Day and time on the site's clock.</summary>
    public string When(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, site.TimeZone);
        return string.Create(
            Culture,
            $"{local.ToString("ddd d MMM yyyy", Culture)}, {local.ToString("HH:mm", CultureInfo.InvariantCulture)}"
        );
    }

    /// <summary>Of a time that may be a mere day, as a list gives it: midnight in UTC is one.</summary>
    public string WhenOrDay(DateTimeOffset at) =>
        at.UtcDateTime.TimeOfDay == TimeSpan.Zero ? at.UtcDateTime.ToString("ddd d MMM yyyy", Culture) : When(at);

    public string Number(long count) => count.ToString("N0", Culture);

    /// <summary>The text <c>key</c>-one or <c>key</c>-many with <c>{count}</c>.</summary>
    public string Counted(string key, long count) => Strings.Count(key, count);

    private DeskFrame Frame(string title) =>
        new()
        {
            Lang = Strings.Language,
            Title = $"{title} · {site.Name}",
            SiteName = site.Name,
            SiteUrl = site.Url.AbsoluteUri,
            Colours = $":root{{--accent:{site.Brand.Accent};--accent-dark:{site.Brand.AccentDark}}}",
            Style = Addresses.Of("assets/" + DeskAsset.Style.Name),
            Script = Addresses.Of("assets/" + DeskAsset.Script.Name),
            Home = Addresses.Of(""),
            Root = Addresses.Root,
            Person = visit.Person?.Address.Value,
            Token = visit.FormToken,
            Said = visit.Said,
            Sections = visit.Person is null
                ? []
                :
                [
                    .. Sections.Select(path => new DeskSection(
                        Strings["nav-" + (path.Length == 0 ? "overview" : path)],
                        Addresses.Of(path),
                        path == section
                    )),
                ],
        };
}

/// <summary>The desk's own addresses, as paths: it is read where it is served.</summary>
public sealed class DeskAddresses(Uri functions)
{
    /// <summary>Begins and ends with '/'.</summary>
    public string Root { get; } = new Uri(functions, "api/desk/").AbsolutePath;

    /// <param name="path">Below the desk; empty for the overview.</param>
    public string Of(string path) => path.Length == 0 ? Root[..^1] : Root + path;
}
