namespace FunctionsPipeline.Site.Index;

/// <summary>A list as it is stored: what is sealed by reference, what is newest in full.</summary>
internal sealed record PagedListState<T>
    where T : IListItem
{
    /// <summary>What readers call the list, for lists that are named by what authors wrote; null for others.</summary>
    public string? Title { get; init; }

    /// <summary>The number that the next sealed page gets. Numbers are never used twice.</summary>
    public int NextPage { get; init; } = 1;

    /// <summary>
    /// In the order of their items; the numbers are in order too, unless a page in the middle had to be split.
    /// </summary>
    public IReadOnlyList<SealedPage> Pages { get; init; } = [];

    /// <summary>The newest items, in order: fewer than two pages' worth.</summary>
    public IReadOnlyList<T> Open { get; init; } = [];

    /// <summary>
    /// Files of the site that show the list (other than its sealed pages), with the hash of what was last written.
    /// </summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A page that no longer grows by itself.</summary>
/// <param name="Id">Part of its address, for good.</param>
/// <param name="First">The key of its first item.</param>
/// <param name="Last">The key of its last item.</param>
/// <param name="Hash">Of the file that shows it, as last written; null if never.</param>
internal sealed record SealedPage(int Id, string First, string Last, int Count, string? Hash);
