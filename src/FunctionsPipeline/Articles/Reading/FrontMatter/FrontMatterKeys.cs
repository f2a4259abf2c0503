namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>The keys of front matter that need no reading to be known.</summary>
internal static class FrontMatterKeys
{
    /// <summary>Ours, as they are documented.</summary>
    public static readonly string[] Own =
    [
        "title", "slug", "date", "updated", "publishAt", "draft", "tags", "summary", "author", "image", "imageAlt", "lang", "canonical", "aliases",
        "newsletter", "reviewedBy", "lastReviewed", "reviewBy", "references", "social",
    ];

    /// <summary>Other systems' names for them, plain; <see cref="FrontMatterReader"/> gives each its meaning.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "permalink", "url", "published", "publishedat", "pubdate", "publish", "publishdate", "updatedat", "updateddate", "lastmod", "lastmodified",
        "lastmodifiedat", "modified", "isdraft", "drafts", "private", "isprivate", "unpublished", "public", "visibility", "status", "poststatus", "tag",
        "categories", "category", "keywords", "topics", "description", "excerpt", "customexcerpt", "metadescription", "authors", "byline", "images",
        "cover", "coverimage", "featureimage", "featuredimage", "heroimage", "thumbnail", "alt", "language", "locale", "canonicalurl", "alias",
        "redirectfrom", "medicallyreviewedby", "reviewed", "sources", "citations", "layout", "subtitle",
    };

    /// <summary>Those that decide whether and when readers see the article or get it by mail, plain.</summary>
    public static readonly HashSet<string> Visibility = new(StringComparer.Ordinal)
    {
        "draft", "drafts", "isdraft", "private", "isprivate", "unpublished", "published", "publish", "public", "visibility", "status", "poststatus",
        "publishat", "publishdate", "date", "newsletter",
    };

    /// <summary>Of other systems, without meaning here; plain (small letters, no hyphens).</summary>
    public static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "layout", "type", "weight", "toc", "comments", "comment", "math", "mermaid", "menu", "menus", "id", "uuid", "sitemap", "series", "sidebar",
        "theme", "template", "extra", "taxonomies", "params", "cascade", "outputs", "markup", "render", "guid", "eleventycomputed", "pagination",
        "featured", "primarytag", "primaryauthor", "metatitle", "ogtitle", "ogdescription", "ogimage", "twittertitle", "postid",
        "twitterdescription", "twitterimage", "codeinjectionhead", "codeinjectionfoot", "readingtime", "classes", "share", "related", "excerptseparator",
    };

    private static readonly HashSet<string> Plain = new(Own.Select(MapEntry.Plain), StringComparer.Ordinal);

    /// <summary>Is it read here, under this or another name?</summary>
    public static bool IsRead(string plainKey) => Plain.Contains(plainKey) || Others.Contains(plainKey);
}
