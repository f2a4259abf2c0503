using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Keeps the directories of tags and authors, and puts them on the site.</summary>
internal sealed class Directories(IBlobStore store, SiteWriter writer, SiteView view)
{
    /// <summary>How many of the terms with most articles are kept at hand; a few more than any page shows.</summary>
    private const int Top = 48;

    /// <summary>Counts the articles of terms again and writes the pages that show them.</summary>
    /// <param name="terms">Each with its count now; 0 takes it out.</param>
    /// <param name="top">The terms with most articles before.</param>
    /// <returns>The terms with most articles now.</returns>
    public async Task<IReadOnlyList<ListedTerm>> PublishAsync(
        TermKind kind,
        IReadOnlyList<ListedTerm> terms,
        IReadOnlyList<ListedTerm> top,
        bool everything,
        CancellationToken cancellationToken
    )
    {
        var list = await PagedList<ListedTerm>.OpenAsync(store, kind.DirectoryList, ListKinds.Terms, cancellationToken);
        foreach (var term in terms)
        {
            if (term.Count > 0)
                await list.PutAsync(term, cancellationToken);
            else
                await list.RemoveAsync(term.Key, cancellationToken);
        }
        list.Settle();
        var most = top.ExceptBy(terms.Select(t => t.Slug), t => t.Slug, StringComparer.Ordinal)
            .Concat(terms.Where(t => t.Count > 0))
            .OrderByDescending(t => t.Count)
            .ThenBy(t => t.Slug, StringComparer.Ordinal)
            .Take(Top)
            .ToList();

        foreach (var page in list.Pages.Where(p => everything || p.IsStale).ToList())
        {
            var html = DirectoryPages.RenderPage(
                view,
                kind,
                DirectoryPages.Page(kind, page.Id),
                await list.ItemsAsync(page, cancellationToken)
            );
            page.Hash = await writer.WriteAsync(
                DirectoryPages.Page(kind, page.Id),
                html,
                SiteHeaders.Page,
                page.Hash,
                cancellationToken
            );
        }
        if (list.Pages.Any() && list.Open.Count > 0)
            await WriteAsync(
                list,
                DirectoryPages.Last(kind),
                DirectoryPages.RenderPage(view, kind, DirectoryPages.Last(kind), list.Open),
                cancellationToken
            );
        await WriteAsync(
            list,
            DirectoryPages.Index(kind),
            DirectoryPages.RenderIndex(view, kind, list, most),
            cancellationToken
        );
        foreach (var page in list.EmptyPages)
            await writer.DeleteAsync(DirectoryPages.Page(kind, page.Id), cancellationToken);
        await list.SaveAsync(cancellationToken);
        await list.DropEmptyPagesAsync(cancellationToken);
        return most;
    }

    private async Task WriteAsync(
        PagedList<ListedTerm> list,
        string file,
        string html,
        CancellationToken cancellationToken
    ) =>
        list.SetOutputHash(
            file,
            await writer.WriteAsync(file, html, SiteHeaders.Page, list.OutputHash(file), cancellationToken)
        );
}
