using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.Copies;

/// <summary>
/// Finds an article's ledger, also after its slug has changed: a copy that was made under a former address is the same
/// article's. The source says whose record it is, because two articles may swap their slugs.
/// </summary>
internal sealed class CopyRecords(IBlobStore store, ReportStore reports)
{
    /// <summary>An author can list any number of former addresses; an article that moved has few.</summary>
    private const int MaxAliases = 20;

    public async Task<CopyPlace> FindAsync(CatalogEntry article, string target, CancellationToken cancellationToken)
    {
        var home = DocumentOf(article.Slug, target);
        var here = await home.ReadAsync(cancellationToken);
        if (here?.Value.Source == article.Source)
            return new CopyPlace(home, here.Value, here);

        foreach (var alias in article.Aliases.Where(a => Slug.TryParse(a, out _)).Take(MaxAliases))
        {
            var former = DocumentOf(alias, target);
            if (await former.ReadAsync(cancellationToken) is { } there && there.Value.Source == article.Source)
                return here is null
                    ? await MoveAsync(there, former.Path, home, article, cancellationToken)
                    : new CopyPlace(former, there.Value, there);
        }
        if (here is null)
            return new CopyPlace(home, null, null);
        if (await SlugOfAsync(here.Value.Source, cancellationToken) is not { } other || other == article.Slug)
        {
            // The file was moved or renamed: to readers it is the same article.
            return new CopyPlace(home, here.Value, here);
        }
        // An article that lives elsewhere now left it behind; it goes there, and this address starts again.
        await DocumentOf(other, target).SwapAsync(null, here.Value with { Slug = other }, cancellationToken);
        return new CopyPlace(home, null, here);
    }

    /// <summary>The record of the copy that an article left behind when it went off the site.</summary>
    /// <returns>Null if there is none, or if its article is on the site under another address: then it is that one's.</returns>
    public async Task<CopyPlace?> FindLeftAsync(Slug slug, string target, CancellationToken cancellationToken)
    {
        var home = DocumentOf(slug.Value, target);
        if (await home.ReadAsync(cancellationToken) is not { } here)
            return null;
        var lives =
            Slug.TryParse(await SlugOfAsync(here.Value.Source, cancellationToken), out var other)
            && other != slug
            && await new CatalogStore(store).FindAsync(other, cancellationToken) is { Status: CatalogStatus.Published };
        return lives ? null : new CopyPlace(home, here.Value, here);
    }

    private async Task<CopyPlace> MoveAsync(
        Stored<CopyRecord> there,
        BlobPath from,
        JsonDocument<CopyRecord> home,
        CatalogEntry article,
        CancellationToken cancellationToken
    )
    {
        var moved = there.Value with { Slug = article.Slug };
        var stored =
            await home.SwapAsync(null, moved, cancellationToken)
            ?? throw new StorageException($"{home.Path} was changed by another writer.");
        // A record that stays behind because the process dies here is recognised by its source.
        await store.DeleteAsync(from, there.ETag, cancellationToken);
        return new CopyPlace(home, moved, stored);
    }

    /// <summary>Which slug a source holds now; null if none.</summary>
    private async Task<string?> SlugOfAsync(string source, CancellationToken cancellationToken) =>
        (await reports.ReadAsync(source, cancellationToken))?.Value is { Status: not ReportStatus.Removed } report
        && await store.StatAsync(new BlobPath(Containers.Articles, source), cancellationToken) is not null
            ? report.Slug
            : null;

    private JsonDocument<CopyRecord> DocumentOf(string slug, string target) =>
        new(store, CopyRecord.BlobOf(slug, target), SyndicationJson.Readable.CopyRecord);
}
