namespace FunctionsPipeline.Sources.Feeds;

/// <summary>A feed of any format, as far as it is needed here.</summary>
/// <param name="Title">What it calls itself, plain text; null for nothing.</param>
/// <param name="Entries">In the order of the feed; at most <see cref="FeedLimits.Entries"/>, with different ids.</param>
/// <param name="Deleted">Ids of entries that the feed itself says are gone (RFC 6721).</param>
internal sealed record ParsedFeed(
    string? Title,
    IReadOnlyList<FeedEntry> Entries,
    IReadOnlyList<string> Deleted,
    string? Language = null
);

/// <summary>One entry of a feed. Everything in it is hostile.</summary>
internal sealed record FeedEntry
{
    /// <summary>The same for the same entry in every read.</summary>
    public required string Id { get; init; }

    /// <summary>Its page, absolute, http or https; null for none.</summary>
    public Uri? Link { get; init; }

    /// <summary>HTML.</summary>
    public string? Title { get; init; }

    /// <summary>HTML.</summary>
    public string? Summary { get; init; }

    /// <summary>HTML, the whole text.</summary>
    public string? Content { get; init; }

    /// <summary>What relative addresses in the HTML are relative to.</summary>
    public required Uri Base { get; init; }

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>HTML.</summary>
    public string? Author { get; init; }

    /// <summary>A picture that stands for it, absolute; null for none.</summary>
    public Uri? Picture { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>What one read may take.</summary>
internal static class FeedLimits
{
    /// <summary>Of an answer, unpacked: a feed of 200 long articles has about three.</summary>
    public const int Bytes = 5 * 1024 * 1024;

    /// <summary>Ten times what feeds usually hold.</summary>
    public const int Entries = 200;

    /// <summary>Elements inside elements: XHTML in Atom has some thirty.</summary>
    public const int Depth = 256;

    /// <summary>Characters of one text of an entry; of a longer one nothing is taken.</summary>
    public const int Text = 1024 * 1024;

    /// <summary>Characters of what stands on one line.</summary>
    public const int Line = 2_000;

    public const int Categories = 20;
}

/// <summary>Why an answer is no feed that can be read.</summary>
internal enum FeedProblem
{
    Empty,

    /// <summary>A page for people.</summary>
    WebPage,

    /// <summary>XML or JSON, but no feed.</summary>
    OtherFormat,

    /// <summary>It breaks the rules of its format, or is nested without end.</summary>
    Broken,

    /// <summary>It has a document type, which may define text that grows without end or is read from elsewhere.</summary>
    DocumentType,
}

/// <param name="Feed">Null if there is a problem.</param>
internal sealed record FeedReading(ParsedFeed? Feed, FeedProblem? Problem)
{
    public static implicit operator FeedReading(ParsedFeed feed) => new(feed, null);

    public static implicit operator FeedReading(FeedProblem problem) => new(null, problem);
}
