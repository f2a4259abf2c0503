using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Branding;

/// <summary>
/// What a page may load and do, as a Content-Security-Policy (W3C CSP level 3) for its head: static storage sends no headers
/// of ours. The second line of defence: should an escape ever fail, nothing runs.
/// </summary>
internal static class PagePolicy
{
    /// <summary>
    /// Pictures and films come from anywhere, because articles show them; frames from the players that articles may
    /// embed.
    /// </summary>
    private const string Still =
        "default-src 'none'; img-src * data:; media-src *; style-src 'unsafe-inline'; "
        + "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; base-uri 'none'";

    /// <summary>A page on which no script runs. Its forms lead to the site and to the app.</summary>
    public static string Of(SiteSettings settings) =>
        $"{Still}; font-src {Origin(settings.Url)}; form-action 'self' {Origin(settings.Url)} {Origin(settings.FunctionsUrl)}";

    /// <summary>An article's page: only <see cref="PageScript"/> runs, and it loads nothing.</summary>
    public static string OfArticle(SiteSettings settings) => $"{Of(settings)}; script-src {PageScript.Source}";

    /// <summary>A page with this script of ours, which may read from the site.</summary>
    /// <param name="script">Absolute; its query is not part of the rule.</param>
    public static string WithScript(SiteSettings settings, Uri script) =>
        $"{Of(settings)}; script-src {script.GetLeftPart(UriPartial.Path)}; connect-src {Origin(settings.Url)}";

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
