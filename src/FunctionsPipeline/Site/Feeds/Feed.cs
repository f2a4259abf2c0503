namespace FunctionsPipeline.Site.Feeds;

/// <summary>A feed's content, for any format to write. All addresses are absolute, all text is safe for XML.</summary>
internal sealed record Feed
{
    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>The page that the feed belongs to.</summary>
    public required string HomeUrl { get; init; }

    /// <summary>Of the folder of this feed: each format's own address is this and its file name.</summary>
    public required string FolderUrl { get; init; }

    public required string Language { get; init; }

    /// <summary>Who publishes: the author of what names none.</summary>
    public required string Publisher { get; init; }

    public string? LogoUrl { get; init; }

    /// <summary>WebSub hubs that notify subscribers of changes (W3C WebSub, section 4).</summary>
    public IReadOnlyList<string> Hubs { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FeedItem> Items { get; init; } = [];

    /// <summary>When something in it last changed; for an empty feed, a fixed date: it must not change by itself.</summary>
    public DateTimeOffset Updated => Items.Count == 0 ? DateTimeOffset.UnixEpoch : Items.Max(i => i.Updated);
}

/// <summary>One article in a feed.</summary>
internal sealed record FeedItem
{
    /// <summary>A URN that never changes, regardless of changes to title, text and address.</summary>
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>The full text as HTML.</summary>
    public required string Html { get; init; }

    public required DateTimeOffset Published { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public required string Language { get; init; }

    public string? Author { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public FeedEnclosure? Enclosure { get; init; }

    /// <summary>Of the text: if the existing feed has the same, the text need not be read again.</summary>
    public required string Version { get; init; }
}

/// <param name="Length">In bytes; 0 if it is not known.</param>
internal sealed record FeedEnclosure(string Url, string ContentType, long Length);
