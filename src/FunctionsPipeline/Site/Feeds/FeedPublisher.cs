using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Feeds.Json;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds;

/// <summary>What a feed is of.</summary>
/// <param name="Folder">From the site's root, ending in '/'.</param>
/// <param name="HomePath">Its page, from the site's root; empty for the front page.</param>
internal sealed record FeedPlace(string Folder, string HomePath, string Title, string Description);

/// <summary>Writes a feed in every format.</summary>
internal sealed class FeedPublisher(IBlobStore store, SiteWriter writer, FeedTexts texts, SiteSettings settings)
{
    private readonly IReadOnlyList<string> _hubs = FeedHubs.Of(settings);

    /// <param name="newestFirst">All that the feed shows.</param>
    /// <param name="known">What this returned when the feed was last written; null if it never was.</param>
    /// <returns>
    /// A hash of everything that the feed is made from. Nothing is read or written if it is as known: the texts need not
    /// be at hand to see that a feed is as it was.
    /// </returns>
    public async Task<string> PublishAsync(
        FeedPlace place,
        IReadOnlyList<ListedArticle> newestFirst,
        string? known,
        CancellationToken cancellationToken
    )
    {
        var hash = HashOf(place, newestFirst);
        if (hash == known)
            return hash;
        // The feed's own text first: one read instead of one an article.
        if (
            known is not null
            && newestFirst.Count(a => !texts.Knows(a)) > 1
            && await store.ReadAsync(new BlobPath(Containers.Web, place.Folder + JsonFormat.Name), cancellationToken)
                is { } old
        )
        {
            texts.Learn(JsonFormat.Texts(old.Content));
        }
        var items = new List<FeedItem>(newestFirst.Count);
        foreach (var article in newestFirst)
            items.Add(await ItemAsync(article, cancellationToken));
        var feed = new Feed
        {
            Title = SafeXml.Clean(place.Title),
            Description = SafeXml.Clean(place.Description),
            HomeUrl = SiteAddresses.Absolute(settings, place.HomePath),
            FolderUrl = SiteAddresses.Absolute(settings, place.Folder),
            Language = settings.Language,
            Publisher = SafeXml.Clean(settings.Organisation.LegalName ?? settings.Name),
            LogoUrl = settings.Brand.Logo is { } logo ? SiteAddresses.Absolute(settings, logo) : null,
            Hubs = _hubs,
            Items = items,
        };
        foreach (var format in FeedFormats.All)
        {
            using var buffer = new MemoryStream();
            format.Write(feed, buffer);
            await writer.WriteAsync(
                place.Folder + format.FileName,
                buffer.ToArray(),
                format.Headers,
                null,
                cancellationToken
            );
        }
        return hash;
    }

    public async Task DeleteAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var format in FeedFormats.All)
            await writer.DeleteAsync(folder + format.FileName, cancellationToken);
    }

    private string HashOf(FeedPlace place, IReadOnlyList<ListedArticle> articles)
    {
        var parts = new StringBuilder()
            .Append(place)
            .Append('\n')
            .Append(settings.Url)
            .Append('\n')
            .Append(settings.Language)
            .Append('\n')
            .Append(settings.Organisation.LegalName ?? settings.Name)
            .Append('\n')
            .Append(settings.Brand.Logo)
            .Append('\n')
            .AppendJoin(' ', _hubs)
            .Append('\n');
        foreach (var article in articles)
            parts.Append(JsonSerializer.Serialize(article, SiteJson.Compact.ListedArticle)).Append('\n');
        return SiteWriter.Hash(parts.ToString());
    }

    private async Task<FeedItem> ItemAsync(ListedArticle article, CancellationToken cancellationToken) =>
        new()
        {
            Id = FeedIds.Of(article),
            Url = SiteAddresses.Absolute(settings, article.Path),
            Title = SafeXml.Clean(article.Title),
            Summary = SafeXml.Clean(article.Summary),
            Html = await texts.OfAsync(article, cancellationToken),
            Published = article.Date,
            Updated = article.Modified,
            Language = article.Language,
            Author = article.Author is { } author ? SafeXml.Clean(author) : null,
            Tags = [.. article.Tags.Select(SafeXml.Clean)],
            Enclosure = await EnclosureAsync(article, cancellationToken),
            Version = article.Version,
        };

    /// <summary>
    /// The article's picture. One elsewhere is named with the type that its address suggests, or not at all.
    /// </summary>
    private async Task<FeedEnclosure?> EnclosureAsync(ListedArticle article, CancellationToken cancellationToken)
    {
        if (SafeUrl.Picture(settings.Url, article.Image) is not { } picture)
            return null;
        var url = new Uri(picture);
        if (settings.Url.IsBaseOf(url))
        {
            var path = Uri.UnescapeDataString(url.AbsolutePath[settings.Url.AbsolutePath.Length..]);
            return await store.StatAsync(new BlobPath(Containers.Web, path), cancellationToken) is { } blob
                ? new FeedEnclosure(url.AbsoluteUri, blob.ContentType ?? "application/octet-stream", blob.Length)
                : null;
        }
        var type = Path.GetExtension(url.AbsolutePath).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".png" => "image/png",
            ".gif" => "image/gif",
            ".webp" => "image/webp",
            ".svg" => "image/svg+xml",
            ".mp3" => "audio/mpeg",
            ".m4a" => "audio/mp4",
            _ => null,
        };
        return type is null ? null : new FeedEnclosure(url.AbsoluteUri, type, 0);
    }
}
