using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Index;

/// <summary>
/// The root of what the site knows of itself: <c>state/index/site.json</c>. Its size does not grow with the
/// articles.
/// </summary>
internal sealed record SiteState
{
    /// <summary>Which look (templates, style sheet, settings that pages show) every page was last written with.</summary>
    public string? Look { get; init; }

    /// <summary>Which settings decided on the lists that an article belongs to.</summary>
    public string? Layout { get; init; }

    /// <summary>Live articles by month, <c>2026-03</c>.</summary>
    public IReadOnlyDictionary<string, int> Months { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The tags with the most articles, most first.</summary>
    public IReadOnlyList<ListedTerm> TopTags { get; init; } = [];

    /// <summary>True once an issue is listed: the front page links to the past issues.</summary>
    public bool HasIssues { get; init; }

    /// <summary>Files of the site that belong to no list, with the hash of what was last written.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Where articles were, and may have been put by rebuilds that have not finished, by slug: written before anything else,
    /// so that after a death half-way the next rebuild knows where to look. Empty between rebuilds.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Placement>> Pending { get; init; } =
        new Dictionary<string, IReadOnlyList<Placement>>(StringComparer.Ordinal);

    public static BlobPath Blob { get; } = new(Containers.State, "index/site.json");

    /// <summary>One rebuild at a time.</summary>
    public static BlobPath Lock { get; } = new(Containers.State, "index/lock");
}
