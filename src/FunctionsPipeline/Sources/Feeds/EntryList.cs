namespace FunctionsPipeline.Sources.Feeds;

/// <summary>The entries of a feed with different ids.</summary>
internal static class EntryList
{
    /// <summary>
    /// The first of those that are the same. Entries with one id and different pages are different entries: some programs give
    /// all of a feed the same id.
    /// </summary>
    public static List<FeedEntry> Of(IEnumerable<FeedEntry> entries)
    {
        var list = new List<FeedEntry>();
        foreach (var group in entries.GroupBy(e => e.Id, StringComparer.Ordinal))
        {
            var different = group.DistinctBy(e => e.Link).ToList();
            list.AddRange(
                different.Count == 1
                    ? different
                    : different.Where(e => e.Link is not null).Select(e => e with { Id = $"{e.Id}\n{e.Link}" })
            );
        }
        return list;
    }
}
