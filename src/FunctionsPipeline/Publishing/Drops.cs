using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing;

/// <summary>One version of a file in <c>articles</c>.</summary>
/// <param name="Content">Null if it is too large to be read, or its name leads elsewhere.</param>
internal sealed record Drop(
    string Source,
    ReadOnlyMemory<byte>? Content,
    long Length,
    string ETag,
    DateTimeOffset LastModified
)
{
    /// <summary>The address that the source holds already; null for none.</summary>
    public Slug? Address { get; init; }

    /// <summary>The entry of a feed that it was made from; null for a file of staff.</summary>
    public FeedArticle? Taken { get; init; }
}

/// <summary>Reads what staff dropped. Each file ends in an article or in findings.</summary>
internal sealed class Drops(IBlobStore store, ILogger logger)
{
    /// <returns>Null if the file is gone.</returns>
    public async Task<Drop?> OpenAsync(string source, CancellationToken cancellationToken)
    {
        if (SourceBlobs.IsFromFeed(source))
            return await FeedArticle.OpenAsync(store, source, cancellationToken);
        var path = new BlobPath(Containers.Articles, source);
        if (!path.IsAddressable)
            return await ListedAsync(source, cancellationToken);
        await using var blob = await store.OpenReadAsync(path, cancellationToken);
        if (blob is null)
            return null;
        if (blob.Length > ArticleLimits.MaxBytes)
            return new Drop(source, null, blob.Length, blob.ETag, blob.LastModified);
        var content = new byte[blob.Length];
        var read = await blob.Content.ReadAtLeastAsync(
            content,
            content.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        return new Drop(source, content.AsMemory(0, read), blob.Length, blob.ETag, blob.LastModified);
    }

    /// <summary>A file whose name can be listed and not asked for.</summary>
    private async Task<Drop?> ListedAsync(string source, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(Containers.Articles, source, cancellationToken))
        {
            if (entry.Name == source)
                return new Drop(source, null, entry.Length, entry.ETag, entry.LastModified);
        }
        return null;
    }

    /// <summary>Every mistake of ours becomes an answer too: a drop that always fails would go round for ever.</summary>
    /// <param name="now">
    /// The moment at which it is decided whether the article is live: the findings speak of the same.
    /// </param>
    /// <param name="findings">Gets what reading and lint found.</param>
    /// <returns>Without an article if it was rejected.</returns>
    public ArticleReading Read(
        Drop drop,
        DropKind kind,
        SiteSettings settings,
        DateTimeOffset now,
        List<Finding> findings
    )
    {
        if (!new BlobPath(Containers.Articles, drop.Source).IsAddressable)
            return Rejected(
                new Finding(
                    "file-name",
                    Severity.Error,
                    "The file's name has '.' or '..' as a folder. Programs take that for another place, so that the file cannot be opened.",
                    "Upload the file again under a plain name, and delete this one with the tool that made it."
                )
            );
        if (kind == DropKind.Unsupported)
            return Rejected(
                new Finding(
                    "unsupported",
                    Severity.Error,
                    $"Files of the kind '{ArticleName.ExtensionOf(drop.Source)}' cannot be published.",
                    "Save the text as Markdown (.md) or plain text (.txt) and drop that. In Word: Save as, Plain text, UTF-8."
                )
            );
        if (drop.Content is not { } content)
            return Rejected(ArticleLimits.TooLarge(drop.Length));
        try
        {
            return ArticlePrinter.Read(
                new ArticleSource(drop.Source, content, drop.LastModified, drop.Address)
                {
                    IsMarkdownOnly = drop.Taken is not null,
                },
                settings,
                now,
                findings
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Rejected(OwnMistake(e, drop));
        }

        ArticleReading Rejected(Finding finding)
        {
            findings.Add(finding);
            return new ArticleReading(null, [], [], null);
        }
    }

    /// <summary>
    /// Reads and lints what stands below front matter that was refused, so that its author sees all mistakes at once.
    /// </summary>
    /// <param name="findings">Of the front matter; gets those of the text.</param>
    /// <returns>Null if there is nothing more to say: it is unknown where the text begins, or it cannot be read either.</returns>
    public (Article Article, int FirstLine)? ReadBelow(
        Drop drop,
        DropKind kind,
        SiteSettings settings,
        DateTimeOffset now,
        List<Finding> findings
    )
    {
        if (kind != DropKind.Article || drop.Content is not { } content)
            return null;
        try
        {
            return BelowFrontMatter.Read(
                new ArticleSource(drop.Source, content, drop.LastModified),
                settings,
                now,
                findings
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            findings.Add(OwnMistake(e, drop));
            return null;
        }
    }

    private Finding OwnMistake(Exception exception, Drop drop)
    {
        OperationalEvents.RenderFailed(logger, exception, ReportStore.Fingerprint(drop.Source));
        return new Finding(
            "internal",
            Severity.Error,
            "This file cannot be read because of a mistake in this program, not in your text.",
            "Please tell the person who looks after the site. Your file is safe."
        );
    }
}
