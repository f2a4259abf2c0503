using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Site;

/// <summary>Where things are on the site. Every feed is a folder with one file per format.</summary>
public static class SiteAddresses
{
    public const string Feeds = "feeds/";

    public static string TagFeeds(string slug) => $"feeds/tags/{slug}/";

    public static string NewsletterFeeds(string id) => $"feeds/newsletters/{id}/";

    /// <summary>The whole site's feeds, for the head of every page (<see cref="Shell.Feeds"/>).</summary>
    public static IReadOnlyList<ShellFeed> FeedsOf(SiteSettings settings) =>
        FeedsOf(settings, Feeds, settings.Name, atFoot: true);

    internal static IReadOnlyList<ShellFeed> FeedsOf(
        SiteSettings settings,
        string folder,
        string title,
        bool atFoot = false
    ) =>
        [
            new ShellFeed(
                $"{title} (RSS)",
                "application/rss+xml",
                Absolute(settings, folder + "rss.xml"),
                atFoot ? "RSS" : null
            ),
            new ShellFeed(
                $"{title} (Atom)",
                "application/atom+xml",
                Absolute(settings, folder + "atom.xml"),
                atFoot ? "Atom" : null
            ),
            new ShellFeed(
                $"{title} (JSON)",
                "application/feed+json",
                Absolute(settings, folder + "feed.json"),
                atFoot ? "JSON Feed" : null
            ),
        ];

    /// <summary>A path from the site's root as an absolute address.</summary>
    internal static string Absolute(SiteSettings settings, string path) => new Uri(settings.Url, path).AbsoluteUri;
}
