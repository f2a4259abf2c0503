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

    /// <summary>Of other systems, without meaning here; plain (small letters, no hyphens).</summary>
    public static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "layout", "type", "weight", "toc", "comments", "comment", "math", "mermaid", "menu", "menus", "id", "uuid", "sitemap", "series", "sidebar",
        "theme", "template", "extra", "taxonomies", "params", "cascade", "outputs", "markup", "render", "guid", "eleventycomputed", "pagination",
        "featured", "visibility", "primarytag", "primaryauthor", "metatitle", "ogtitle", "ogdescription", "ogimage", "twittertitle", "postid",
        "twitterdescription", "twitterimage", "codeinjectionhead", "codeinjectionfoot", "readingtime", "classes", "share", "related", "excerptseparator",
    };
}
