using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site;

/// <summary>
/// With what each kind of file is served. Nothing is kept for long without asking: storage answers a conditional request
/// (ETag, Last-Modified) with 304 at the price of a header, and a page that is taken back must go.
/// </summary>
public static class SiteHeaders
{
    /// <summary>Pages: a minute, so that a reader who goes back and forth does not load them again.</summary>
    public static BlobHeaders Page { get; } = new("text/html; charset=utf-8", "public, max-age=60, must-revalidate");

    /// <summary>Feed readers poll at most every few minutes.</summary>
    public static BlobHeaders Rss { get; } = new("application/rss+xml; charset=utf-8", "public, max-age=300");

    public static BlobHeaders Atom { get; } = new("application/atom+xml; charset=utf-8", "public, max-age=300");

    public static BlobHeaders JsonFeed { get; } = new("application/feed+json; charset=utf-8", "public, max-age=300");

    public static BlobHeaders Sitemap { get; } = new("application/xml; charset=utf-8", "public, max-age=300");

    public static BlobHeaders Robots { get; } = new("text/plain; charset=utf-8", "public, max-age=3600");

    /// <summary>The list of the search index's parts.</summary>
    public static BlobHeaders SearchIndex { get; } = new("application/json; charset=utf-8", "public, max-age=60");

    /// <summary>
    /// Parts of the search index and scripts are asked for with their hash in the query: what was got once is right.
    /// </summary>
    public static BlobHeaders SearchPart { get; } =
        new("application/json; charset=utf-8", "public, max-age=604800, immutable");

    /// <summary>The fonts' names have their hash.</summary>
    public static BlobHeaders Font { get; } = new("font/woff2", "public, max-age=31536000, immutable");

    public static BlobHeaders FontLicense { get; } =
        new("text/plain; charset=utf-8", "public, max-age=31536000, immutable");

    public static BlobHeaders Script { get; } =
        new("text/javascript; charset=utf-8", "public, max-age=604800, immutable");
}
