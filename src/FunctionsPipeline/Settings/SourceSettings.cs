namespace FunctionsPipeline.Settings;

/// <summary>A feed whose entries become articles. Its address is shown to people without its query, which may be a secret.</summary>
public sealed record SourceSettings
{
    /// <summary>How often a source is read that says nothing else.</summary>
    public static readonly TimeSpan UsualInterval = TimeSpan.FromHours(1);

    /// <summary>Stable id, shaped like a slug; what was taken is kept under it.</summary>
    public required string Id { get; init; }

    /// <summary>RSS, Atom or JSON Feed; https (http only on this machine).</summary>
    public required Uri Feed { get; init; }

    /// <summary>What readers call it; null: what the feed calls itself.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// True: the publication's own; its entries become full articles. False: a title, a summary and a link to the original.
    /// </summary>
    public bool IsOwn { get; init; }

    /// <summary>
    /// Ids of the newsletters that carry its entries. Empty: of an own source as of any article, by topics; of another, none.
    /// </summary>
    public IReadOnlyList<string> Newsletters { get; init; } = [];

    /// <summary>Tags that each of its articles gets.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>True where its owner permits that its pictures are shown.</summary>
    public bool ShowsPictures { get; init; }

    /// <summary>15 minutes to one day.</summary>
    public TimeSpan Every { get; init; } = UsualInterval;

    /// <summary>The feed's address for people and logs: host and path only.</summary>
    public string ShownAddress => Shown(Feed);

    /// <summary>An address for people and logs: host and path only.</summary>
    public static string Shown(Uri address) => address.Host + address.AbsolutePath;
}
