using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>One article: its answer, its previews, its file, and how it is taken away.</summary>
public sealed class OneArticlePage(
    DeskPages pages,
    IBlobStore store,
    ArticlePreview preview,
    ArticleRemoval removal,
    SharedPreviews shared,
    IIssuesAhead planned,
    ILogger<OneArticlePage> logger
)
{
    /// <summary>What was inferred and is worth a look.</summary>
    private static readonly string[] Inferred = ["title", "date", "summary", "author", "slug"];

    public async Task<WebPage> ShowAsync(DeskVisit visit, string? source, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (Addressable(source) is not { } name)
            return page.Message(404, "not-found");
        var entry = await store.StatAsync(new BlobPath(Containers.Articles, name), cancellationToken);
        var report = (await new ReportStore(store, logger).ReadAsync(name, cancellationToken))?.Value;
        if (entry is null && report is null)
            return page.Message(404, "not-found");
        var state =
            entry is null ? DropState.Removed
            : report?.SourceETag != entry.ETag ? DropState.Open
            : ArticleIndex.StateOf(report.Status);
        var row = ArticlesPage.RowOf(
            page,
            new ListedDrop(name, entry?.LastModified, state, report is null ? null : IndexedReport.Of("", "", report))
        );
        var isLive = report?.Link is not null && state != DropState.Removed;
        return page.Render(
            200,
            "desk-article",
            row.Title,
            new OneArticleModel
            {
                Title = row.Title,
                ListHref = page.Addresses.Of("articles"),
                Kind = row.Kind,
                State = row.State,
                Waiting = state == DropState.Open ? page.Strings["article-waiting"] : null,
                Source = name,
                File = entry is null ? null : AddressOf(page, name, "file"),
                Link = isLive ? report!.Link : null,
                Inferred =
                [
                    .. (report?.Inferred ?? [])
                        .Where(i => Inferred.Contains(i.Key))
                        .Select(i => new DeskFact(
                            page.Strings.Format("article-inferred", ("key", page.Strings["field-" + i.Key])),
                            i.Value
                        )),
                ],
                Findings =
                    state == DropState.Open ? [] : [.. (report?.Findings ?? []).Select(f => DeskFinding.Of(page, f))],
                Copies = [.. (report?.Copies ?? []).Select(copy => CopyOf(page, copy))],
                Previews =
                    entry is null || ArticleName.Classify(name) != DropKind.Article
                        ? []
                        :
                        [
                            .. Kinds.Select(kind => new DeskLink(
                                page.Strings["preview-" + kind],
                                AddressOf(page, name, "preview") + "&as=" + kind
                            )),
                        ],
                Edit =
                    entry is null || ArticleName.Classify(name) != DropKind.Article
                        ? null
                        : AddressOf(page, name, "write"),
                Shared = await shared.FindAsync(name, cancellationToken) is { } link
                    ? new DeskLink(
                        page.Strings.Format("article-shared-until", ("until", page.When(link.Until))),
                        SharedPreviewPage.AddressOf(page, link)
                    )
                    : null,
                ShareTo = page.Addresses.Of("articles/share"),
                UnshareTo = page.Addresses.Of("articles/unshare"),
                InMail =
                    isLive
                    && (await planned.AheadAsync(cancellationToken)).FirstOrDefault(i =>
                        i.Articles.Contains(report!.Slug, StringComparer.Ordinal)
                    )
                        is { } issue
                        ? page.Strings.Format(
                            "article-in-mail",
                            ("subject", issue.Subject),
                            ("when", page.When(issue.Due))
                        )
                        : null,
                IsThere = entry is not null,
                Version = entry?.ETag ?? "",
                CanUnpublish = entry is not null && isLive && ArticleName.Classify(name) == DropKind.Article,
                UnpublishTo = page.Addresses.Of("articles/unpublish"),
                DeleteText = page.Strings[isLive ? "article-delete-live" : "article-delete-text"],
                DeleteTo = page.Addresses.Of("articles/delete"),
            }
        );
    }

    /// <summary>The page, the mail or its text, as readers would get it.</summary>
    /// <param name="kind"><c>page</c>, <c>mail</c> or <c>text</c>.</param>
    public async Task<WebPage> PreviewAsync(
        DeskVisit visit,
        string? source,
        string? kind,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        kind = Kinds.Contains(kind) ? kind! : Kinds[0];
        if (
            Addressable(source) is not { } name
            || await preview.OfFileAsync(name, pictures: null, cancellationToken) is not { } previewed
        )
            return page.Message(404, "not-found");
        if (previewed.Rendered is not { } rendered)
            return page.Message(200, "preview-none", [new DeskLink(page.Strings["back-link"], AddressOf(page, name))]);
        var title = page.Strings.Format("preview-title", ("title", rendered.Digest.Title));
        return page.Render(
            200,
            "desk-preview",
            title,
            new PreviewModel
            {
                Title = title,
                Back = AddressOf(page, name),
                Kinds =
                [
                    .. Kinds.Select(k => new DeskSection(
                        page.Strings["preview-" + k],
                        AddressOf(page, name, "preview") + "&as=" + k,
                        k == kind
                    )),
                ],
                Text = kind == "text" ? rendered.Digest.FullText.ToString() : null,
                Frames =
                    kind == "text" ? [] : PreviewFrame.All(page, AddressOf(page, name, "document") + "&as=" + kind),
            }
        );
    }

    /// <summary>The document for a frame; null if there is none.</summary>
    public async Task<byte[]?> DocumentAsync(
        string? source,
        string? kind,
        string? look,
        CancellationToken cancellationToken
    ) =>
        Addressable(source) is { } name
        && await preview.OfFileAsync(name, pictures: null, cancellationToken)
            is { Rendered: { } rendered, Mail: { } mail }
            ? FramedHtml.Of(kind == "mail" ? mail : Encoding.UTF8.GetString(rendered.Page.Span), look)
            : null;

    /// <summary>A file as it was dropped; null if it is not there. Dispose it.</summary>
    public async Task<BlobReadStream?> FileAsync(string? source, CancellationToken cancellationToken) =>
        Addressable(source) is { } name
            ? await store.OpenReadAsync(new BlobPath(Containers.Articles, name), cancellationToken)
            : null;

    /// <summary>Takes the article off the site and keeps its file, as a draft.</summary>
    public Task<DeskAnswer> UnpublishAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken) =>
        RemoveAsync(visit, form, removal.UnpublishAsync, "said-unpublished", cancellationToken);

    /// <summary>Deletes the file, and with it the page.</summary>
    public Task<DeskAnswer> DeleteAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken) =>
        RemoveAsync(visit, form, removal.DeleteAsync, "said-deleted", cancellationToken);

    internal static string AddressOf(DeskPage page, string source, string what = "one") =>
        page.Addresses.Of($"articles/{what}?file={Uri.EscapeDataString(source)}");

    private static string[] Kinds { get; } = ["page", "mail", "text"];

    private async Task<DeskAnswer> RemoveAsync(
        DeskVisit visit,
        FormValues form,
        Func<string, string, string, CancellationToken, Task<Refusal?>> remove,
        string said,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (Addressable(form.One("file")) is not { } name)
            return DeskAnswer.Show(page.Message(404, "not-found"));
        return await remove(visit.Who, name, form.One("version"), cancellationToken) is { } refusal
            ? DeskAnswer.Show(
                page.Refused(page.Strings[refusal.Reason], $"articles/one?file={Uri.EscapeDataString(name)}")
            )
            : DeskAnswer.Go($"articles/one?file={Uri.EscapeDataString(name)}", page.Strings[said]);
    }

    private static DeskCopy CopyOf(DeskPage page, ReportedCopy copy) =>
        new(page.Strings.Format(TextOf(copy.State), ("target", copy.Target)), copy.Link, copy.Problem);

    /// <summary>The name of the words for it, about a <c>target</c>.</summary>
    internal static string TextOf(CopyState state) => "copy-" + state.ToString().ToLowerInvariant();

    /// <returns>Null for what cannot be the name of a dropped file.</returns>
    internal static string? Addressable(string? source) =>
        source is { Length: > 0 and <= 1024 }
        && source[0] != '/'
        && new BlobPath(Containers.Articles, source).IsAddressable
            ? source
            : null;
}

/// <summary>What <c>desk-article.hbs</c> is rendered over.</summary>
public sealed record OneArticleModel : DeskModel
{
    public required string Title { get; init; }

    public required string ListHref { get; init; }

    public required string Kind { get; init; }

    public required string State { get; init; }

    /// <summary>Null once the file is answered.</summary>
    public string? Waiting { get; init; }

    public required string Source { get; init; }

    public string? File { get; init; }

    public string? Link { get; init; }

    public required IReadOnlyList<DeskFact> Inferred { get; init; }

    public required IReadOnlyList<DeskFinding> Findings { get; init; }

    public required IReadOnlyList<DeskCopy> Copies { get; init; }

    public required IReadOnlyList<DeskLink> Previews { get; init; }

    /// <summary>The link that shows the preview to others; null if there is none.</summary>
    public DeskLink? Shared { get; init; }

    public required string ShareTo { get; init; }

    public required string UnshareTo { get; init; }

    /// <summary>Null for what is no text.</summary>
    public string? Edit { get; init; }

    /// <summary>That an issue goes soon whose mail links to the article; null if none does.</summary>
    public string? InMail { get; init; }

    public required bool IsThere { get; init; }

    /// <summary>Of the file that is shown: another one is neither unpublished nor deleted.</summary>
    public required string Version { get; init; }

    public required bool CanUnpublish { get; init; }

    public required string UnpublishTo { get; init; }

    public required string DeleteText { get; init; }

    public required string DeleteTo { get; init; }
}

public sealed record DeskCopy(string Text, string? Link, string? Problem);
