using System.Buffers;
using System.Collections.Frozen;

namespace FunctionsPipeline.Articles;

/// <summary>A former address on the site, as aliases name it: a path without a slash at either end.</summary>
internal static class FormerPath
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>
    /// Files that browsers, search engines and mail clients ask a site for at its root, without their extensions.
    /// </summary>
    private static readonly FrozenSet<string> WellKnown = FrozenSet.Create(
        StringComparer.Ordinal,
        "ads",
        "app-ads",
        "apple-app-site-association",
        "apple-touch-icon",
        "atom",
        "browserconfig",
        "crossdomain",
        "favicon",
        "humans",
        "llms",
        "manifest",
        "opensearch",
        "security",
        "service-worker",
        "site",
        "sw"
    );

    /// <summary>
    /// True for up to eight parts of small letters, digits, '-', '_' and '.', that begin at no address of the site's
    /// own.
    /// </summary>
    public static bool IsPlain(string path)
    {
        var parts = path.Split('/');
        // The site's own names are its own with an extension, too: robots.txt, sitemap.xml.
        var first = parts[0].Split('.')[0];
        return path.Length <= 300
            && parts.Length <= 8
            && !Slug.Reserved.Contains(first)
            && !(WellKnown.Contains(first) && first != parts[0])
            && parts.All(p => p.Length > 0 && p[0] != '.' && p[^1] != '.' && !p.AsSpan().ContainsAnyExcept(Plain));
    }
}
