using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Index;

/// <summary>
/// Where an article is in the site's lists, so that it can be found there again when its date or tags have changed.
/// </summary>
internal sealed record Placement
{
    /// <summary>Its key in each of the lists.</summary>
    public required string Key { get; init; }

    /// <summary>The names of the lists that it is in.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Of everything that lists show of it: shows whether there is anything to do at all.</summary>
    public required string Hash { get; init; }

    /// <summary>Of what decides which pages of other articles lead to it, and of what they say; null if not known.</summary>
    public string? Link { get; init; }

    public static BlobPath BlobOf(string slug) => new(Containers.State, $"index/articles/{slug}.json");
}

/// <summary>An address that leads elsewhere: <c>state/index/aliases/&lt;alias&gt;.json</c>.</summary>
/// <param name="Target">The slug that it leads to.</param>
/// <param name="PageETag">The version of the page that was written there for it; null if none was.</param>
internal sealed record AliasState(string Target, string? PageETag)
{
    public static BlobPath BlobOf(string alias) => new(Containers.State, $"index/aliases/{alias}.json");
}
