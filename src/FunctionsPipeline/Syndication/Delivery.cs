using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Syndication;

/// <summary>One article on its way to one target.</summary>
public sealed record Delivery : TargetAccess
{
    public required SiteSettings Settings { get; init; }

    public required CatalogEntry Article { get; init; }

    /// <summary>Which rebuild of the site asked for it: articles with the same one went live together.</summary>
    public required string Round { get; init; }

    public required IBlobStore Store { get; init; }

    /// <summary>As stored before this call.</summary>
    public CopyRecord Copy { get; init; } = CopyRecord.None;

    /// <summary>The page's own address: every copy leads there.</summary>
    public Uri Link => new(Settings.Url, Article.Slug + "/");

    /// <summary>The address that copies name as the original's.</summary>
    public string Canonical => Article.Canonical ?? Link.AbsoluteUri;

    /// <summary>The address of the article's picture; null for none.</summary>
    public string? Picture =>
        SafeUrl.Picture(Settings.Url, Article.Image) is { } picture ? Addresses.PublicLink(picture) : null;

    /// <summary>What the author wrote for this target, by its name or its type; null for nothing.</summary>
    public string? OwnText =>
        Article
            .TargetTexts.Where(t => Is(t.Key, Target.Name))
            .Concat(Article.TargetTexts.Where(t => Is(t.Key, Target.Type)))
            .Select(t => t.Value)
            .FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));

    /// <summary>The article's text as an HTML fragment with absolute addresses.</summary>
    /// <exception cref="StorageException">It is not there (yet).</exception>
    public async Task<string> ContentAsync(CancellationToken cancellationToken) =>
        await Store.ReadAsync(CatalogBlobs.Content(Slug.Parse(Article.Slug)), cancellationToken) is { } blob
            ? System.Text.Encoding.UTF8.GetString(blob.Content.Span)
            : throw new StorageException($"The text of '{Article.Slug}' is not stored.");

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
}
