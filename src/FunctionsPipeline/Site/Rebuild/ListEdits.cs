using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>What happens to one list.</summary>
internal sealed class ListEdits
{
    public HashSet<string> Removed { get; } = new(StringComparer.Ordinal);

    public List<ListedArticle> Put { get; } = [];

    /// <summary>By the list's name: out of every list that an article may be in, into those where it belongs.</summary>
    public static Dictionary<string, ListEdits> Of(IEnumerable<ArticleChange> news)
    {
        var edits = new Dictionary<string, ListEdits>(StringComparer.Ordinal);
        foreach (var change in news)
        {
            foreach (var placed in change.Before)
            {
                foreach (var list in placed.Lists)
                    In(list).Removed.Add(placed.Key);
            }
            foreach (var list in change.After?.Lists ?? [])
                In(list).Put.Add(change.Live!);
        }
        return edits;

        ListEdits In(string list)
        {
            if (!edits.TryGetValue(list, out var of))
                edits[list] = of = new ListEdits();
            return of;
        }
    }

    public async Task ApplyAsync(PagedList<ListedArticle> list, CancellationToken cancellationToken)
    {
        foreach (var key in Removed.Except(Put.Select(p => p.Key), StringComparer.Ordinal))
            await list.RemoveAsync(key, cancellationToken);
        foreach (var article in Put)
        {
            await list.PutAsync(article, cancellationToken);
            list.Title ??= ListRouter.TitleOf(list.Name, article);
        }
        list.Settle();
    }
}
