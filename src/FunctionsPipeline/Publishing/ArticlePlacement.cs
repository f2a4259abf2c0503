using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Site;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Puts an article up at its address, holds it back, or takes it back. Each may run twice or die half-way: the catalog
/// entry, which is swapped last, decides what readers find.
/// </summary>
internal sealed class ArticlePlacement(
    IBlobStore store,
    PublishingFollowUps followUps,
    ReportStore reports,
    TimeProvider time
)
{
    private readonly CatalogStore _catalog = new(store);
    private readonly ArticleAliases _aliases = new(new CatalogStore(store));
    private readonly ArticleFiles _files = new(store, followUps.MissingFiles);
    private readonly PublishedBlobs _published = new(store);

    /// <summary>Page, digest and content first, then the catalog entry that everything else is found by.</summary>
    /// <param name="claim">Something stands here without an entry.</param>
    /// <returns>Null if another writer came in between: start over from the file.</returns>
    public async Task<CatalogEntry?> PutUpAsync(PublishContext context, bool claim, CancellationToken cancellationToken)
    {
        var (article, slug) = (context.Article, context.Article.Slug);
        var entry = context.Entry;
        // A first version needs no claim: what it writes may not be there yet.
        claim |= entry is not null;
        if (claim)
        {
            var claimed = (context.Own ?? context.ToEntry(CatalogStatus.Draft, time.GetUtcNow())) with
            {
                Claimed = true,
            };
            entry = await _catalog.WriteAsync(claimed, entry, cancellationToken);
            if (entry is null)
                return null;
        }
        var links = ArticleLinks.Of(article, context.Source, context.Settings.Url);
        var files = await _files.PublishAsync(
            context.Source,
            slug,
            links.Images,
            context.Own?.Files ?? [],
            context.Findings,
            cancellationToken
        );
        var sources = await reports.LiveSlugsAsync(links.Sources, cancellationToken);
        // What arrives later publishes this article again.
        foreach (var missing in links.Sources.Where(s => !sources.ContainsKey(s)))
            await followUps.MissingFiles.WaitAsync(context.Source, missing, cancellationToken);
        var images = files.ImagesOf(slug, context.Settings.Url);
        var rendered = ArticlePrinter.Render(
            article,
            links,
            new FoundLinks(images, sources, files.Unfit),
            RenderContext.For(context.Settings, context.Theme, article.Language) with
            {
                Feeds = SiteAddresses.FeedsOf(context.Settings),
            },
            context.Findings
        );
        var digest = JsonSerializer.SerializeToUtf8Bytes(rendered.Digest, CatalogJson.Digest);
        if (!await _published.PutAsync(slug, rendered.Page, rendered.Content.Bytes, digest, claim, cancellationToken))
            return null;

        var published = context.ToEntry(CatalogStatus.Published, time.GetUtcNow(), rendered.Cover) with
        {
            Files = files.Files,
            WaitsFor =
            [
                .. links.Images.Where(i => !images.ContainsKey(i)),
                .. links.Sources.Where(s => !sources.ContainsKey(s)),
            ],
            PageHash = Sha256Hex.Of(rendered.Page.Span),
            ContentHash = HashOf(digest, [.. images.Values]),
            Aliases = await _aliases.OfAsync(context, cancellationToken),
        };
        if (
            published.Updated is null
            && context.Own is { ContentHash: { } hash, Status: CatalogStatus.Published } before
        )
        {
            // Not because of its surroundings, e.g. a link to an article that has only come now: the author has changed
            // nothing.
            var changed = hash != published.ContentHash && before.SourceETag != published.SourceETag;
            published = published with { Updated = changed ? time.GetUtcNow() : before.Updated };
        }
        var wantsForms = published.Files.Any(PictureAddresses.IsWaiting);
        if (wantsForms)
            await followUps.Pictures.NoteAsync(slug, cancellationToken);
        if (await _catalog.WriteAsync(published, entry, cancellationToken) is null)
            return null;
        if (wantsForms)
            await followUps.Pictures.AskAsync(slug, TimeSpan.Zero, cancellationToken);
        return published;
    }

    /// <summary>
    /// Of what a mail says, wherever its pictures are: that a picture has another size by now is no news for feeds, and
    /// nothing that is to be sent again elsewhere.
    /// </summary>
    private static string HashOf(byte[] digest, IReadOnlyCollection<PublishedImage> images)
    {
        if (images.All(i => i.Forms?.Mail is null))
            return Sha256Hex.Of(digest);
        var text = new StringBuilder(Encoding.UTF8.GetString(digest));
        foreach (var image in images)
        {
            if (image.Forms?.Mail is { } mail)
                text.Replace(mail.Url, image.Url);
        }
        return Sha256Hex.Of(text.ToString());
    }

    /// <summary>A draft, or not due yet.</summary>
    /// <returns>Null if another writer came in between: start over from the file.</returns>
    public async Task<CatalogEntry?> HoldBackAsync(PublishContext context, CancellationToken cancellationToken)
    {
        var status = context.Article.Draft ? CatalogStatus.Draft : CatalogStatus.Scheduled;
        var entry = context.ToEntry(status, time.GetUtcNow()) with
        {
            Aliases = await _aliases.OfAsync(context, cancellationToken),
        };
        if (await _catalog.WriteAsync(entry, context.Entry, cancellationToken) is null)
            return null;
        if (context.Entry is { Value.Status: CatalogStatus.Published })
            await _published.WithdrawAsync(context.Article.Slug, cancellationToken);
        return entry;
    }

    /// <summary>
    /// The article is no longer at this address: the site's next rebuild takes its page away, or leads on from it.
    /// </summary>
    /// <exception cref="StorageException">The entry changed meanwhile, or storage did not answer: try again.</exception>
    public async Task TakeBackAsync(Stored<CatalogEntry> entry, CancellationToken cancellationToken)
    {
        var slug = Slug.Parse(entry.Value.Slug);
        var removed = entry.Value with { Status = CatalogStatus.Removed, Claimed = false, Files = [], WaitsFor = [] };
        if (
            entry.Value.Status != CatalogStatus.Removed
            && await _catalog.WriteAsync(removed, entry, cancellationToken) is null
        )
            throw new StorageException("The catalog entry changed while its article was taken back.");
        await _published.WithdrawAsync(slug, cancellationToken);
        await followUps.Changes.RecordArticleAsync(slug, cancellationToken);
    }
}
