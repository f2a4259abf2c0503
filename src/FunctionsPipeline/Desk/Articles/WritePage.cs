using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Where an article is written, or corrected.</summary>
public sealed class WritePage(
    DeskPages pages,
    IBlobStore store,
    ArticlePreview preview,
    FileDrops files,
    TimeProvider time
)
{
    private static readonly string[] YesOrNo = ["", "true", "false"];

    /// <summary>Bytes of the form. An article has a few dozen kilobytes.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>An empty form, or the article as it is stored.</summary>
    /// <param name="source">Null for a new article.</param>
    public async Task<WebPage> ShowAsync(DeskVisit visit, string? source, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (string.IsNullOrEmpty(source))
            return Form(
                page,
                200,
                new ArticleDraft(
                    "",
                    "",
                    ArticleFields.Empty with
                    {
                        Values = new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["date"] = TimeZoneInfo
                                .ConvertTime(time.GetUtcNow(), page.Site.TimeZone)
                                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                        },
                    }
                )
            );
        var path = new BlobPath(Containers.Articles, source);
        if (
            FileDrops.Clean(source) != source
            || ArticleName.Classify(source) != DropKind.Article
            || await store.StatAsync(path, cancellationToken) is not { Length: <= MostBytes / 2 }
            || await store.ReadAsync(path, cancellationToken) is not { } blob
        )
            return page.Message(404, "not-found");
        return ArticleFields.Read(blob.Content.Span) is { } fields
            ? Form(page, 200, new ArticleDraft(source, blob.ETag, fields))
            : page.Message(
                409,
                "write-no-text",
                [new DeskLink(page.Strings["back-link"], OneArticlePage.AddressOf(page, source))]
            );
    }

    /// <summary>
    /// Stores the text over the version that the person began with. Where someone else was first, both versions are shown and
    /// nothing is stored.
    /// </summary>
    public async Task<DeskAnswer> SaveAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        var draft = ArticleDraft.Of(form);
        if (draft.Name is not { } name)
            return DeskAnswer.Show(Form(page, 422, draft, page.Strings["write-no-name"]));
        var text = Encoding.UTF8.GetBytes(draft.Fields.Write());
        using var content = new MemoryStream(text);
        var saved = await files.SaveAsync(
            visit.Who,
            name,
            content,
            draft.Version.Length == 0 ? null : draft.Version,
            cancellationToken
        );
        draft = draft with { File = saved.Name };
        return saved.Outcome switch
        {
            DropOutcome.Saved => DeskAnswer.Go(
                $"articles/one?file={Uri.EscapeDataString(saved.Name)}",
                page.Strings["said-saved"]
            ),
            // Someone who writes something new has seen no other version.
            DropOutcome.Exists when draft.Version.Length == 0 => DeskAnswer.Show(
                Form(page, 409, draft with { File = name }, page.Strings.Format("write-exists", ("file", saved.Name)))
            ),
            DropOutcome.Exists or DropOutcome.Changed => DeskAnswer.Show(
                await ConflictAsync(page, draft, saved, cancellationToken)
            ),
            _ => DeskAnswer.Show(Form(page, 422, draft, page.Strings["write-no-name"])),
        };
    }

    /// <summary>What the form would become, for the live preview.</summary>
    public async Task<TriedArticle> TryAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        var draft = ArticleDraft.Of(form);
        var file = draft.Fields.Write();
        var previewed = await preview.OfTextAsync(
            FileDrops.Clean(draft.Name) ?? "article.md",
            Encoding.UTF8.GetBytes(file),
            cancellationToken
        );
        return new TriedArticle(
            previewed.Rendered is { } rendered ? FramedHtml.Still(Encoding.UTF8.GetString(rendered.Page.Span)) : null,
            previewed.Mail,
            [.. previewed.Findings.Select(finding => DeskFinding.Of(page, draft.InText(finding, file)))]
        );
    }

    /// <summary>The preview for a browser without scripts: the page or mail itself, or what keeps it from being one.</summary>
    public async Task<(byte[]? Document, WebPage? Instead)> TryDocumentAsync(
        DeskVisit visit,
        FormValues form,
        CancellationToken cancellationToken
    )
    {
        var tried = await TryAsync(visit, form, cancellationToken);
        if ((form.One("as") == "mail" ? tried.Mail : tried.Page) is { } html)
            return (Encoding.UTF8.GetBytes(html), null);
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        return (null, Form(page, 200, ArticleDraft.Of(form), page.Strings["write-mistake"], tried.Findings));
    }

    private async Task<WebPage> ConflictAsync(
        DeskPage page,
        ArticleDraft draft,
        SavedFile there,
        CancellationToken cancellationToken
    )
    {
        var blob = await store.ReadAsync(new BlobPath(Containers.Articles, there.Name), cancellationToken);
        var theirs = blob is null ? null : FileText.Decode(blob.Content.Span, []);
        // Saving once more is an informed decision: it replaces what is shown beside it.
        return Form(
            page,
            409,
            draft with
            {
                Version = blob?.ETag ?? "",
            },
            page.Strings[blob is null ? "write-deleted" : "write-conflict"],
            theirs: theirs
        );
    }

    private static WebPage Form(
        DeskPage page,
        int status,
        ArticleDraft draft,
        string? problem = null,
        IReadOnlyList<DeskFinding>? findings = null,
        string? theirs = null
    )
    {
        var isNew = draft.Version.Length == 0;
        var title = isNew ? page.Strings["write-title"] : page.Strings.Format("write-title-of", ("file", draft.File));
        return page.Render(
            status,
            "desk-write",
            title,
            new WriteModel
            {
                Title = title,
                Back = isNew ? page.Addresses.Of("articles") : OneArticlePage.AddressOf(page, draft.File),
                SaveTo = page.Addresses.Of("articles/save"),
                TryTo = page.Addresses.Of("articles/try"),
                FrameOf = page.Addresses.Of("articles/frame"),
                UploadTo = page.Addresses.Of("articles/upload-file"),
                IsNew = isNew,
                File = draft.File,
                Version = draft.Version,
                IsWhole = draft.Fields.IsWhole,
                Fields = draft.Fields.IsWhole ? [] : [.. ArticleFields.Keys.Select(key => FieldOf(page, key, draft))],
                Others = draft.Fields.Others,
                Text = draft.Fields.Body,
                Problem = problem,
                Theirs = theirs,
                Findings = findings ?? [],
            }
        );
    }

    private static WriteField FieldOf(DeskPage page, string key, ArticleDraft draft)
    {
        var value = draft.Fields.Values.GetValueOrDefault(key, "");
        var choices = key is "newsletter" or "draft"
            ? YesOrNo
                .Append(value)
                .Distinct(StringComparer.Ordinal)
                .Select(choice => new WriteChoice(
                    choice,
                    page.Strings.All.GetValueOrDefault(
                        $"choice-{key}-{(choice.Length == 0 ? "none" : choice)}",
                        choice
                    ),
                    choice == value
                ))
                .ToList()
            : null;
        return new WriteField(
            key,
            page.Strings["field-" + key],
            page.Strings.All.GetValueOrDefault("hint-" + key),
            value,
            key == "summary",
            choices
        );
    }
}

/// <summary>What <c>desk-write.hbs</c> is rendered over.</summary>
public sealed record WriteModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required string SaveTo { get; init; }

    public required string TryTo { get; init; }

    public required string FrameOf { get; init; }

    public required string UploadTo { get; init; }

    public required bool IsNew { get; init; }

    public required string File { get; init; }

    public required string Version { get; init; }

    public required bool IsWhole { get; init; }

    public required IReadOnlyList<WriteField> Fields { get; init; }

    public required string Others { get; init; }

    public required string Text { get; init; }

    public string? Problem { get; init; }

    /// <summary>The version that someone else stored meanwhile; null for none.</summary>
    public string? Theirs { get; init; }

    public required IReadOnlyList<DeskFinding> Findings { get; init; }
}

/// <param name="IsLong">Takes several lines.</param>
/// <param name="Choices">Null for a text.</param>
public sealed record WriteField(
    string Key,
    string Label,
    string? Hint,
    string Value,
    bool IsLong,
    IReadOnlyList<WriteChoice>? Choices
);

public sealed record WriteChoice(string Value, string Text, bool Chosen);
