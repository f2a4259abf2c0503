using FunctionsPipeline.Branding.Fonts;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Sitemap;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Puts the pages on the site that frame its lists: front page, archive, past issues, and those that are always there.
/// </summary>
internal sealed class FramePages(IBlobStore store, SiteWriter writer, SiteView view)
{
    /// <param name="open">The lists that changed, by name.</param>
    /// <param name="newLook">Look at every page.</param>
    /// <returns>The state with what was written.</returns>
    public async Task<SiteState> TellAsync(
        SiteState state,
        IReadOnlyDictionary<string, PagedList<ListedArticle>> open,
        bool newLook,
        CancellationToken cancellationToken
    )
    {
        var months = new Dictionary<string, int>(state.Months, StringComparer.Ordinal);
        var years = new HashSet<int>();
        foreach (
            var list in open.Values.Where(l => l.Name.StartsWith(ListRouter.Months + "/", StringComparison.Ordinal))
        )
        {
            var month = list.Name[(ListRouter.Months.Length + 1)..];
            years.Add(ArchivePages.YearOf(month));
            if (list.Count > 0)
                months[month] = list.Count;
            else
                months.Remove(month);
        }
        if (newLook)
            years.UnionWith(months.Keys.Select(ArchivePages.YearOf));

        var outputs = new Dictionary<string, string>(state.Outputs, StringComparer.Ordinal);
        var gone = new List<int>();
        foreach (var year in years.Order())
        {
            if (months.Keys.Any(m => ArchivePages.YearOf(m) == year))
                await WriteAsync(
                    outputs,
                    ArchivePages.Year(year),
                    ArchivePages.RenderYear(view, year, months),
                    SiteHeaders.Page,
                    cancellationToken
                );
            else
                gone.Add(year);
        }
        await WriteAsync(
            outputs,
            ArchivePages.Index,
            ArchivePages.RenderIndex(view, months),
            SiteHeaders.Page,
            cancellationToken
        );
        foreach (var year in gone)
        {
            await writer.DeleteAsync(ArchivePages.Year(year), cancellationToken);
            outputs.Remove(ArchivePages.Year(year));
        }
        if (newLook)
        {
            foreach (var file in SiteFonts.Files)
                outputs[file.Path] = await writer.WriteAsync(
                    file.Path,
                    file.Content,
                    file.IsFont ? SiteHeaders.Font : SiteHeaders.FontLicense,
                    outputs.GetValueOrDefault(file.Path),
                    cancellationToken
                );
            await WriteAsync(
                outputs,
                StaticPages.NotFoundFile,
                StaticPages.NotFound(view),
                SiteHeaders.Page,
                cancellationToken
            );
            await WriteAsync(
                outputs,
                StaticPages.ScriptFile,
                StaticPages.Script,
                SiteHeaders.Script,
                cancellationToken
            );
            await WriteAsync(
                outputs,
                StaticPages.SearchFile,
                StaticPages.Search(view),
                SiteHeaders.Page,
                cancellationToken
            );
            await WriteAsync(
                outputs,
                SitemapFiles.Robots,
                SitemapFiles.WriteRobots(view.Settings),
                SiteHeaders.Robots,
                cancellationToken
            );
        }
        state = state with { Months = months, Outputs = outputs };
        return open.TryGetValue(ListRouter.Everything, out var all)
            ? await TellFrontAsync(state, all, cancellationToken)
            : state;
    }

    public async Task<SiteState> TellFrontAsync(
        SiteState state,
        PagedList<ListedArticle> all,
        CancellationToken cancellationToken
    )
    {
        var outputs = new Dictionary<string, string>(state.Outputs, StringComparer.Ordinal);
        var text = FrontPage.Render(view, all.Open.Reverse(), state.TopTags, state.HasIssues);
        await WriteAsync(outputs, FrontPage.File, text, SiteHeaders.Page, cancellationToken);
        return state with { Outputs = outputs };
    }

    public async Task<SiteState> TellIssuesAsync(SiteState state, CancellationToken cancellationToken)
    {
        var issues =
            (await store.ReadJsonAsync(PastIssues.Blob, SiteJson.Compact.PastIssues, cancellationToken))?.Value
            ?? new PastIssues();
        var outputs = new Dictionary<string, string>(state.Outputs, StringComparer.Ordinal);
        await WriteAsync(
            outputs,
            PastIssuesPage.File,
            PastIssuesPage.Render(view, issues),
            SiteHeaders.Page,
            cancellationToken
        );
        return state with { Outputs = outputs, HasIssues = issues.Issues.Count > 0 };
    }

    private async Task WriteAsync(
        Dictionary<string, string> outputs,
        string file,
        string text,
        BlobHeaders headers,
        CancellationToken cancellationToken
    ) =>
        outputs[file] = await writer.WriteAsync(
            file,
            text,
            headers,
            outputs.GetValueOrDefault(file),
            cancellationToken
        );
}
