using System.Runtime.CompilerServices;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.Ledger;

/// <summary>
/// Finds an article's ledger, also after its slug has changed: a copy that was made under a former address is the same
/// article's. The source tells whose a ledger is, because two articles may swap their slugs.
/// </summary>
internal sealed class Ledgers(IBlobStore store)
{
    /// <summary>An author can list any number of former addresses; an article that moved has few.</summary>
    private const int MaxAliases = 20;

    public async Task<LedgerPlace> FindAsync(CatalogEntry article, string target, CancellationToken cancellationToken)
    {
        var home = LedgerEntry.BlobOf(article.Slug, target);
        var here = await ReadAsync(home, cancellationToken);
        if (here?.Value.Source == article.Source)
            return new LedgerPlace(home, here.Value, here.ETag);

        foreach (var alias in article.Aliases.Where(a => Slug.TryParse(a, out _)).Take(MaxAliases))
        {
            var path = LedgerEntry.BlobOf(alias, target);
            if (await ReadAsync(path, cancellationToken) is { } there && there.Value.Source == article.Source)
                return here is null
                    ? await MoveAsync(there, path, home, article, cancellationToken)
                    : new LedgerPlace(path, there.Value, there.ETag);
        }
        if (here is null)
            return new LedgerPlace(home, null, null);
        if (await SlugOfAsync(here.Value.Source, cancellationToken) is not { } other || other == article.Slug)
        {
            // The file was moved or renamed: to readers it is the same article.
            return new LedgerPlace(home, here.Value, here.ETag);
        }
        // An article that lives elsewhere now left it behind; it goes there, and this address starts again.
        await WriteIfAbsentAsync(
            LedgerEntry.BlobOf(other, target),
            here.Value with
            {
                Slug = other,
            },
            cancellationToken
        );
        return new LedgerPlace(home, null, here.ETag);
    }

    /// <summary>Everything that is known of one article, in the order of the targets' names.</summary>
    public async IAsyncEnumerable<LedgerEntry> OfArticleAsync(
        Slug slug,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var blob in store.ListAsync(Containers.Newsletter, $"syndication/{slug}/", cancellationToken))
        {
            if (await ReadAsync(new BlobPath(Containers.Newsletter, blob.Name), cancellationToken) is { } entry)
                yield return entry.Value;
        }
    }

    private async Task<LedgerPlace> MoveAsync(
        Stored<LedgerEntry> there,
        BlobPath from,
        BlobPath home,
        CatalogEntry article,
        CancellationToken cancellationToken
    )
    {
        var moved = there.Value with { Slug = article.Slug };
        var eTag =
            await WriteIfAbsentAsync(home, moved, cancellationToken)
            ?? throw new StorageException($"{home} was written by another.");
        // A copy that stays behind because we die here is told by its source.
        await store.DeleteAsync(from, there.ETag, cancellationToken);
        return new LedgerPlace(home, moved, eTag);
    }

    /// <summary>Which slug a source holds now; null if none.</summary>
    private async Task<string?> SlugOfAsync(string source, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(ArticleReport.JsonOf(source), ArticleJson.Report, cancellationToken))?.Value
            is { Status: not ReportStatus.Removed } report
        && await store.StatAsync(new BlobPath(Containers.Articles, source), cancellationToken) is not null
            ? report.Slug
            : null;

    private Task<Stored<LedgerEntry>?> ReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(path, SyndicationJson.Readable.LedgerEntry, cancellationToken);

    private Task<string?> WriteIfAbsentAsync(BlobPath path, LedgerEntry entry, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(
            path,
            entry,
            SyndicationJson.Readable.LedgerEntry,
            WriteCondition.IfAbsent,
            cancellationToken
        );
}
