using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles;

/// <summary>Absolute addresses on the site of paths that hold nothing to escape, as slugs and terms do not.</summary>
internal static class SiteAddress
{
    public static string Of(SiteSettings settings, Slug slug) => settings.Url.AbsoluteUri + slug.Value + "/";

    /// <param name="path">From the site's root, beginning with '/'.</param>
    public static string Of(SiteSettings settings, string path) =>
        string.Concat(settings.Url.AbsoluteUri, path.AsSpan(1));
}
