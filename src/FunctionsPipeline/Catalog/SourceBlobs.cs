using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Catalog;

/// <summary>Where the source of an article lies: in <c>articles</c>, or among what was taken from feeds.</summary>
public static class SourceBlobs
{
    /// <summary>
    /// Begins the source of an article that came from a feed. A file of staff with such a name is private, so that it is no
    /// article's source.
    /// </summary>
    public const string FromFeeds = "_sources/";

    private const string Extension = ".md";

    public static bool IsFromFeed(string source) => source.StartsWith(FromFeeds, StringComparison.Ordinal);

    public static BlobPath Of(string source) =>
        IsFromFeed(source)
            ? new BlobPath(Containers.State, Path.ChangeExtension(source, ".json"))
            : new BlobPath(Containers.Articles, source);

    /// <param name="feed">The id of the source in the settings.</param>
    /// <param name="key">Letters and digits that stand for one entry of it.</param>
    public static string NameOf(string feed, string key) => $"{FromFeeds}{feed}/{key}{Extension}";
}
