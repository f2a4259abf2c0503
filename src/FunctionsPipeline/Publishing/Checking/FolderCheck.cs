using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing.Checking;

/// <summary>
/// What publishing would report of a whole folder, without publishing it: by the same reader, rules, links and pictures. All
/// findings of a file at once, also those below front matter that cannot be read. What depends on earlier versions is left
/// out: an address that an article keeps, and whether it comes from an archive.
/// </summary>
/// <param name="store">Holds <c>articles</c>. What is written to it may be dropped.</param>
public sealed class FolderCheck(IBlobStore store, TimeProvider time, ILogger logger)
{
    /// <summary>Characters of a mail that no construct makes of fewer bytes: shorter files cannot be too long for mail.</summary>
    private const int MailCharactersPerByte = 200;

    private readonly Drops _drops = new(store, logger);
    private readonly ArticleFiles _files = new(store, new MissingFileWatch(store));

    /// <summary>Of two articles with one slug, the one whose name comes first has it.</summary>
    /// <param name="sources">Names of all files in <c>articles</c> that are not pictures.</param>
    /// <param name="advance">Called once for each file that was read; from several threads.</param>
    /// <returns>In the order of the names.</returns>
    public async Task<IReadOnlyList<CheckedFile>> RunAsync(
        IEnumerable<string> sources,
        SiteSettings settings,
        Action? advance,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var files = sources.Order(StringComparer.Ordinal).Select(s => new OpenedFile(s)).ToArray();
        await Parallel.ForEachAsync(
            files,
            cancellationToken,
            async (file, token) =>
            {
                await ReadAsync(file, settings, now, token);
                advance?.Invoke();
            }
        );
        var neighbours = Neighbours.Of(files);
        await Parallel.ForEachAsync(
            files.Where(f => f.Links is not null),
            cancellationToken,
            async (file, token) => await FollowAsync(file, neighbours, settings, token)
        );
        return [.. files.Select(f => f.Close())];
    }

    private async Task ReadAsync(
        OpenedFile file,
        SiteSettings settings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await _drops.OpenAsync(file.Source, cancellationToken) is not { } drop)
        {
            file.Findings.Add(Unreadable);
            return;
        }
        var kind = ArticleName.Classify(file.Source);
        var reading = _drops.Read(drop, kind, settings, now, file.Findings);
        if (reading.Article is { } article)
        {
            file.Slug = article.Slug;
            file.Aliases = article.Aliases;
            file.DateIsOfFile = article.DateOrigin == DateOrigin.FileTime;
            file.Status =
                article.Draft ? ReportStatus.Draft
                : article.LiveFrom > now ? ReportStatus.Scheduled
                : ReportStatus.Published;
            if (drop.Length > ArticleLimits.MaxMail / MailCharactersPerByte)
                CheckMail(article, settings, file.Findings);
            file.Follow(article, settings.Url);
        }
        else if (_drops.ReadBelow(drop, kind, settings, now, file.Findings) is { } below)
        {
            file.Follow(below.Article, settings.Url, below.FirstLine);
        }
    }

    private async Task FollowAsync(
        OpenedFile file,
        Neighbours neighbours,
        SiteSettings settings,
        CancellationToken cancellationToken
    )
    {
        var links = file.Links!;
        var found = new List<Finding>();
        // The slug only names where the pictures would go.
        var slug = file.Slug ?? SlugWriter.From(file.Source);
        var files = await _files.PublishAsync(file.Source, slug, links.Images, [], found, cancellationToken);
        links.Resolve(files.ImagesOf(slug, settings.Url), neighbours.Live, found, files.Unfit);
        file.Add(found);
    }

    private static void CheckMail(Article article, SiteSettings settings, List<Finding> findings) =>
        DigestRenderer.Render(
            article,
            RenderContext.For(
                settings,
                Theme.From(new Dictionary<string, string>(StringComparer.Ordinal), settings.Brand),
                article.Language
            ),
            findings
        );

    private static Finding Unreadable { get; } =
        new(
            "unreadable",
            Severity.Error,
            "The file cannot be opened.",
            "Check that it is still there, and that you may read it."
        );
}
