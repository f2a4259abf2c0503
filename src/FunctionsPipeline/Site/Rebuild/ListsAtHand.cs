using System.Collections.Concurrent;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>The lists that a round has changed, and others that it only looks into.</summary>
/// <param name="changed">By name.</param>
internal sealed class ListsAtHand(ArticleLists lists, IReadOnlyDictionary<string, PagedList<ListedArticle>> changed)
{
    private readonly ConcurrentDictionary<string, PagedList<ListedArticle>> _read = new(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">It was not read.</exception>
    public PagedList<ListedArticle> this[string name] => changed.TryGetValue(name, out var list) ? list : _read[name];

    /// <summary>Reads those that are not at hand yet, several at a time.</summary>
    public Task ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            names
                .Where(name => !changed.ContainsKey(name) && !_read.ContainsKey(name))
                .Distinct(StringComparer.Ordinal),
            Concurrency.Storage(cancellationToken),
            async (name, token) => _read[name] = await lists.OpenAsync(name, token)
        );
}
