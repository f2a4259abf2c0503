using FunctionsPipeline.Articles;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Catalog;

/// <summary>The addresses of what is stored of each published article, one blob of each kind per slug.</summary>
public static class CatalogBlobs
{
    internal const string Folder = "catalog/";
    private const string Digests = "digests/";
    private const string Extension = ".json";

    /// <summary>The <see cref="CatalogEntry"/>, JSON.</summary>
    public static BlobPath Entry(Slug slug) => new(Containers.State, $"{Folder}{slug}{Extension}");

    /// <summary>
    /// The article's text as an HTML fragment for places that bring their own frame: feeds and cross-posts. Addresses
    /// in it are absolute, it holds no title, script or style. Written before the entry.
    /// </summary>
    public static BlobPath Content(Slug slug) => new(Containers.State, $"content/{slug}.html");

    /// <summary>
    /// The <see cref="Articles.Digest.ArticleDigest"/>, JSON: what newsletters show of the article. Written before the
    /// entry.
    /// </summary>
    public static BlobPath Digest(Slug slug) => new(Containers.State, $"{Digests}{slug}{Extension}");

    /// <summary>Is it the address of a digest?</summary>
    public static bool IsDigest(BlobPath path) =>
        path.Container == Containers.State && path.Name.StartsWith(Digests, StringComparison.Ordinal);

    /// <summary>The slug of an entry that was listed.</summary>
    internal static string SlugOf(BlobEntry entry) => Path.GetFileNameWithoutExtension(entry.Name[Folder.Length..]);
}
