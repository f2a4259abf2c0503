using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Takes files from a browser, and says what becomes of each.</summary>
public sealed class UploadPage(DeskPages pages, FileDrops files, IBlobStore store, ILogger<UploadPage> logger)
{
    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken) =>
        Render(await pages.BeginAsync(visit, "articles", cancellationToken), 200, []);

    /// <summary>Stores one file.</summary>
    /// <param name="over">See <see cref="FileDrops.SaveAsync"/>.</param>
    public async Task<TakenFile> TakeAsync(
        DeskVisit visit,
        string name,
        Stream content,
        string? over,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        SavedFile saved;
        try
        {
            saved = await files.SaveAsync(visit.Who, name, content, over, cancellationToken);
        }
        catch (IOException)
        {
            // The stream says so where the file is larger than is taken.
            saved = new SavedFile(FileDrops.Clean(name) ?? name, DropOutcome.TooLarge);
        }
        return new TakenFile(
            saved.Name,
            saved.Outcome,
            page.Strings["upload-" + saved.Outcome.ToString().ToLowerInvariant()],
            saved.ETag,
            ArticleName.Classify(saved.Name) == DropKind.Article ? OneArticlePage.AddressOf(page, saved.Name) : ""
        );
    }

    /// <summary>The page after an upload without scripts.</summary>
    public async Task<WebPage> ShowResultAsync(
        DeskVisit visit,
        IReadOnlyList<TakenFile> taken,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        return Render(page, taken.All(file => file.Outcome == DropOutcome.Saved) ? 200 : 409, taken);
    }

    /// <summary>What became of a file so far.</summary>
    public async Task<AnsweredFile> AnswerAsync(DeskVisit visit, string? source, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (
            FileDrops.Clean(source) is not { } name
            || ArticleName.Classify(name) != DropKind.Article
            || await store.StatAsync(new BlobPath(Containers.Articles, name), cancellationToken) is not { } entry
        )
            return new AnsweredFile("published", page.Strings["upload-saved"], true);
        var report = (await new ReportStore(store, logger).ReadAsync(name, cancellationToken))?.Value;
        var state = report?.SourceETag == entry.ETag ? ArticleIndex.StateOf(report.Status) : DropState.Open;
        var row = ArticlesPage.RowOf(
            page,
            new ListedDrop(name, entry.LastModified, state, report is null ? null : IndexedReport.Of("", "", report))
        );
        return new AnsweredFile(
            row.Kind,
            state != DropState.Open && row.Findings.Length > 0 ? $"{row.State}: {row.Findings}" : row.State,
            state != DropState.Open
        );
    }

    private static WebPage Render(DeskPage page, int status, IReadOnlyList<TakenFile> taken)
    {
        var title = page.Strings["upload-title"];
        return page.Render(
            status,
            "desk-upload",
            title,
            new UploadModel
            {
                Title = title,
                Back = page.Addresses.Of("articles"),
                To = page.Addresses.Of("articles/upload"),
                FileTo = page.Addresses.Of("articles/upload-file"),
                AnswerOf = page.Addresses.Of("articles/answer"),
                Megabytes = FileDrops.MostBytes / 1_000_000,
                Taken = taken,
            }
        );
    }
}

/// <summary>What <c>desk-upload.hbs</c> is rendered over.</summary>
public sealed record UploadModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required string To { get; init; }

    public required string FileTo { get; init; }

    public required string AnswerOf { get; init; }

    public required int Megabytes { get; init; }

    public required IReadOnlyList<TakenFile> Taken { get; init; }
}
