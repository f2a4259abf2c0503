using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security;
using FunctionsPipeline.Branding.Fonts;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Branding;

/// <summary>
/// What the partials <c>head</c>, <c>header</c>, <c>signup</c> and <c>footer</c> need: the frame that articles, index
/// pages and forms share. A page's model carries it in a property <c>Shell</c>; its template reads
/// <c>{{&gt; head}} {{&gt; header}} &lt;main id="content"&gt; … &lt;/main&gt; {{&gt; footer}}</c>.
/// </summary>
/// <remarks>
/// Every address is absolute: forms answer from another host than the site. The style sheet is written into each page, so
/// that a page is whole in one request and never waits for, or races with, an asset of its own.
/// </remarks>
public sealed record Shell
{
    /// <summary>
    /// By the language of the words, and whether the page is in another: what every page of a site has in common is put together once.
    /// </summary>
    private static readonly ConditionalWeakTable<
        SiteSettings,
        ConcurrentDictionary<(string Language, bool IsForeign), Shell>
    > Frames = [];

    private Shell() { }

    /// <summary>BCP 47 language of the page's content.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>HTML's <c>dir</c> of that language.</summary>
    public string Dir => Cultures.Direction(Lang);

    /// <summary>For the window's title; the site's name is part of it.</summary>
    public string Title { get; init; } = "";

    /// <summary>Null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Absolute; null for pages that have no lasting address.</summary>
    public string? Canonical { get; init; }

    /// <summary>True for pages that search engines should leave alone.</summary>
    public bool NoIndex { get; init; }

    /// <summary>The body's CSS class: <c>article</c>, <c>index</c>, <c>form</c>, <c>report</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The theme's style sheet.</summary>
    public string Css { get; init; } = "";

    /// <summary>The style sheet of the site's own fonts; empty where the page does without (<see cref="OnSite"/>).</summary>
    public string Fonts { get; init; } = "";

    /// <summary>A font to be loaded beside the page; null for none.</summary>
    public string? Preload { get; init; }

    /// <summary>What the page may load and do (<see cref="PagePolicy"/>).</summary>
    public required string Policy { get; init; }

    /// <summary>More markup for the head, written as it is: the caller escapes it.</summary>
    public string Head { get; init; } = "";

    public required ShellSite Site { get; init; }

    public required IReadOnlyList<ShellLink> Navigation { get; init; }

    /// <summary>Feeds that readers' programs find; empty until the site has some.</summary>
    public IReadOnlyList<ShellFeed> Feeds { get; init; } = [];

    /// <summary>Where one signs up for the newsletters.</summary>
    public required string SubscribeUrl { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    /// <summary>The frame for one page. Set the rest with <c>with</c>.</summary>
    /// <param name="title">The page's own title; null for the front page.</param>
    /// <param name="language">BCP 47; null for the site's.</param>
    public static Shell For(SiteSettings settings, ITheme theme, string? title, string? language = null)
    {
        var lang = language ?? settings.Language;
        var strings = StringTable.Load("shell", lang);
        var isForeign = !LanguageTag.Includes(strings.Language, lang);
        var frame = Frames
            .GetOrCreateValue(settings)
            .GetOrAdd(
                (strings.Language, isForeign),
                static (key, site) => Frame(site.settings, site.strings, key.IsForeign),
                (settings, strings)
            );
        return frame with
        {
            Lang = lang,
            Title = title is null ? settings.Name : $"{title} · {settings.Name}",
            Css = theme.StyleSheet,
        };
    }

    /// <summary>
    /// The frame for one page that stands on the site itself: with the site's own fonts, which browsers load from no other
    /// host without its leave.
    /// </summary>
    /// <inheritdoc cref="For"/>
    internal static Shell OnSite(SiteSettings settings, ITheme theme, string? title, string? language = null)
    {
        var shell = For(settings, theme, title, language);
        return shell with { Css = theme.SiteStyleSheet, Fonts = shell.Site.Fonts, Preload = shell.Site.FirstFont };
    }

    /// <summary>The first letter of the publication's name on its colour.</summary>
    private static string Letterhead(SiteSettings settings)
    {
        var letter = SecurityElement.Escape(StringInfo.GetNextTextElement(settings.Name + " ").ToUpperInvariant());
        return "data:image/svg+xml,"
            + Uri.EscapeDataString(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
                    + $"<rect width='32' height='32' rx='7' fill='{settings.Brand.Accent}'/>"
                    + "<text x='16' y='23' font-family='Georgia,serif' font-size='20' font-weight='bold' text-anchor='middle' fill='#fff'>"
                    + $"{letter}</text></svg>"
            );
    }

    private static string FontsOf(SiteSettings settings)
    {
        var css = SiteFonts.StyleSheetFor(settings.Url);
        EncodedTexts.Add(css);
        return css;
    }

    private static Shell Frame(SiteSettings settings, StringTable strings, bool isForeign) =>
        new()
        {
            Site = new ShellSite
            {
                Name = settings.Name,
                Tagline = settings.Tagline,
                Url = settings.Url.AbsoluteUri,
                Logo = settings.Brand.Logo is { } logo ? new Uri(settings.Url, logo).AbsoluteUri : null,
                LogoAlt = settings.Brand.LogoAlt ?? settings.Name,
                Icon = Letterhead(settings),
                Fonts = FontsOf(settings),
                FirstFont = SiteFonts.FirstOf(settings.Url),
                Address = string.Join(
                    ", ",
                    [settings.Organisation.LegalName ?? settings.Name, .. settings.Organisation.PostalAddress]
                ),
                Medical = settings.Medical,
                WordsLang = isForeign ? strings.Language : null,
            },
            Navigation =
            [
                new ShellLink(strings["all-articles"], new Uri(settings.Url, "archive/").AbsoluteUri),
                new ShellLink(strings["topics"], new Uri(settings.Url, "tags/").AbsoluteUri),
                new ShellLink(strings["search"], new Uri(settings.Url, "search/").AbsoluteUri),
            ],
            Policy = PagePolicy.Of(settings),
            SubscribeUrl =
                new Uri(settings.FunctionsUrl, "api/subscribe").AbsoluteUri
                + Languages.QueryFor(settings.Language, strings.Language),
            Strings = strings.All,
        };
}

/// <summary>
/// The publication, as the frame shows it. All pages in one language share one object while the settings stay: with it,
/// <c>{{#once "name" shell.site}}</c> keeps what a template makes of the frame alone.
/// </summary>
public sealed record ShellSite
{
    public required string Name { get; init; }

    public string? Tagline { get; init; }

    /// <summary>Absolute, ending in '/'.</summary>
    public required string Url { get; init; }

    /// <summary>Absolute; null for none.</summary>
    public string? Logo { get; init; }

    public required string LogoAlt { get; init; }

    /// <summary>For the browser's tab, as a <c>data:</c> address: a request less for every page.</summary>
    public required string Icon { get; init; }

    /// <summary>Who publishes and where, on one line.</summary>
    public required string Address { get; init; }

    public bool Medical { get; init; }

    /// <summary>The language of the frame's own words; null if it is the page's.</summary>
    public string? WordsLang { get; init; }

    /// <summary>The style sheet of the site's own fonts; empty for none.</summary>
    internal string Fonts { get; init; } = "";

    /// <summary>Absolute; null for none.</summary>
    internal string? FirstFont { get; init; }
}

public sealed record ShellLink(string Text, string Href);

/// <param name="Type">Its media type.</param>
/// <param name="Label">For the foot of every page; null where the page itself names the feed.</param>
public sealed record ShellFeed(string Title, string Type, string Href, string? Label = null);
