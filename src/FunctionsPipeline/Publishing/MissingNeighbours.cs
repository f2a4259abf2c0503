using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Finds what an article refers to and that is not there, without publishing anything: for a file that is refused or held
/// back, whose author wants to fix everything at once. When it comes, the file is answered again.
/// </summary>
internal sealed class MissingNeighbours(IBlobStore store, ReportStore reports, MissingFileWatch watch)
{
    /// <param name="article">Its addresses are changed: it can no longer be rendered.</param>
    /// <param name="source">Its blob name.</param>
    /// <param name="site">The site's address, ending in '/'.</param>
    public async Task<IReadOnlyList<Finding>> FindAsync(
        Article article,
        string source,
        Uri site,
        CancellationToken cancellationToken
    )
    {
        var links = ArticleLinks.Of(article, source, site);
        var pictures = (await FilesBeside.FindAsync(store, links.Images, cancellationToken)).ToDictionary(
            f => f.Key,
            _ => new PublishedImage(site.AbsoluteUri),
            StringComparer.Ordinal
        );
        var articles = await reports.LiveSlugsAsync(links.Sources, cancellationToken);
        foreach (
            var missing in links
                .Images.Where(i => !pictures.ContainsKey(i))
                .Concat(links.Sources.Where(s => !articles.ContainsKey(s)))
        )
            await watch.WaitAsync(source, missing, cancellationToken);
        var findings = new List<Finding>();
        links.Resolve(pictures, articles, findings);
        return findings;
    }
}
