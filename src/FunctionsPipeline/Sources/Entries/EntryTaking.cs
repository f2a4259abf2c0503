using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Sources.Feeds;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Sources.Entries;

/// <summary>
/// Makes articles of entries, and takes them back. Each step may run twice: the same entry has the same key, its article the
/// same source, and the catalog knows whose an address is.
/// </summary>
internal sealed class EntryTaking(IBlobStore store, ArticlePublisher publisher)
{
    private readonly CatalogStore _catalog = new(store);

    /// <summary>The same for the same entry of the same source, whatever its id holds.</summary>
    public static string KeyOf(FeedEntry entry) => KeyOf(entry.Id);

    /// <inheritdoc cref="KeyOf(FeedEntry)"/>
    public static string KeyOf(string id) => Sha256Hex.Of(id, 10);

    /// <summary>Takes an entry that was not there before.</summary>
    /// <param name="taken">Without an address.</param>
    public async Task<TakenEntry> TakeAsync(
        string source,
        string key,
        FeedEntry entry,
        TakenEntry taken,
        EntryArticle article,
        CancellationToken cancellationToken
    )
    {
        var name = SourceBlobs.NameOf(source, key);
        var wished = article.SlugOf(entry);
        taken = taken with { Slug = (await FreeAsync(wished, key, name, cancellationToken)).Value };
        var published = await PublishAsync(name, article.Write(entry, taken), taken, cancellationToken);
        if (!published.IsRefused || taken.Slug != wished.Value)
            return published;
        // A file of staff may have come in between.
        taken = taken with
        {
            Slug = With(wished, key).Value,
        };
        return await PublishAsync(name, article.Write(entry, taken), taken, cancellationToken);
    }

    /// <summary>Publishes an entry again that was taken, if anything of it changed or it had gone.</summary>
    public async Task<TakenEntry> UpdateAsync(
        string source,
        string key,
        FeedEntry entry,
        TakenEntry taken,
        EntryArticle article,
        CancellationToken cancellationToken
    )
    {
        var text = article.Write(entry, taken);
        return !taken.IsGone && HashOf(text) == taken.Hash
            ? taken with
            {
                Missing = 0,
            }
            : await PublishAsync(SourceBlobs.NameOf(source, key), text, taken, cancellationToken);
    }

    public async Task<TakenEntry> TakeBackAsync(
        string source,
        string key,
        TakenEntry taken,
        CancellationToken cancellationToken
    )
    {
        var name = SourceBlobs.NameOf(source, key);
        await store.DeleteAsync(SourceBlobs.Of(name), ifMatch: null, cancellationToken);
        await publisher.PublishAsync(name, cancellationToken);
        return taken with { IsGone = true, Missing = 0 };
    }

    private async Task<TakenEntry> PublishAsync(
        string name,
        FeedArticle article,
        TakenEntry taken,
        CancellationToken cancellationToken
    )
    {
        await FeedArticle.DocumentOf(store, name).WriteAsync(article, cancellationToken);
        var result = await publisher.PublishAsync(name, cancellationToken);
        return taken with
        {
            Hash = HashOf(article),
            Missing = 0,
            IsGone = false,
            IsRefused = result.Report is null or { Status: ReportStatus.Rejected },
        };
    }

    /// <summary>The address that is wished for, or one like it if another article has that.</summary>
    private async Task<Slug> FreeAsync(Slug wished, string key, string name, CancellationToken cancellationToken) =>
        await _catalog.ReadAsync(wished, cancellationToken) is { Value: var entry }
        && entry.Source != name
        && await _catalog.IsTakenAsync(entry, cancellationToken)
            ? With(wished, key)
            : wished;

    private static Slug With(Slug wished, string key)
    {
        const int Digits = 6;
        var stem =
            wished.Value.Length + 1 + Digits <= Slug.MaxLength
                ? wished.Value
                : wished.Value[..(Slug.MaxLength - 1 - Digits)].TrimEnd('-');
        return Slug.Parse($"{stem}-{key[..Digits]}");
    }

    private static string HashOf(FeedArticle article) =>
        Sha256Hex.Of($"{article.Home}\n{article.IsOld}\n{article.Markdown}", 16);
}
