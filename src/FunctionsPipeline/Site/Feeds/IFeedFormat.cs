using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds;

/// <summary>
/// One way to write a feed. Adding a folder with one of these and naming it in <see cref="FeedFormats"/> adds a format.
/// </summary>
internal interface IFeedFormat
{
    /// <summary>In the feed's folder.</summary>
    string FileName { get; }

    BlobHeaders Headers { get; }

    void Write(Feed feed, Stream output);
}

internal static class FeedFormats
{
    /// <summary>The JSON feed comes last: texts that are in it are taken as published in all formats.</summary>
    public static IReadOnlyList<IFeedFormat> All { get; } =
    [new Rss.RssFormat(), new Atom.AtomFormat(), new Json.JsonFormat()];
}
