using System.Text;
using System.Text.Json.Serialization;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Where an article is written, or corrected.</summary>
public sealed class WritePage(
    DeskPages pages,
    IBlobStore store,
    ArticlePreview preview,
    DroppedFiles files,
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
                new Draft(
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
            DroppedFiles.Clean(source) != source
            || ArticleName.Classify(source) != DropKind.Article
            || await store.StatAsync(path, cancellationToken) is not { Length: <= MostBytes / 2 }
            || await store.ReadAsync(path, cancellationToken) is not { } blob
        )
            return page.Message(404, "not-found");
        return ArticleFields.Read(blob.Content.Span) is { } fields
            ? Form(page, 200, new Draft(source, blob.ETag, fields))
            : page.Message(
                409,
                "write-no-text",
                [new DeskLink(page.Strings["back-link"], ArticlePage.AddressOf(page, source))]
            );
    }

    /// <summary>
    /// Stores the text over the version that the person began with. Where someone else was first, both versions are shown and
    /// nothing is stored.
    /// </summary>
    public async Task<DeskAnswer> SaveAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        var draft = DraftOf(form);
        if (NameOf(draft) is not { } name)
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
        var draft = DraftOf(form);
        var file = draft.Fields.Write();
        var previewed = await preview.OfTextAsync(
            NameOf(draft) is { } name ? DroppedFiles.Clean(name) ?? "article.md" : "article.md",
            Encoding.UTF8.GetBytes(file),
            time.GetUtcNow(),
            cancellationToken
        );
        return new TriedArticle(
            previewed.Rendered is { } rendered ? Encoding.UTF8.GetString(rendered.Page.Span) : null,
            previewed.Mail,
            [.. previewed.Findings.Select(finding => ArticlePage.RowOf(page, InText(finding, file, draft)))]
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
        return (null, Form(page, 200, DraftOf(form), page.Strings["write-mistake"], tried.Findings));
    }

    /// <summary>Lines are those of the text that is written; of front matter, which is fields, there are none.</summary>
    private static Finding InText(Finding finding, string file, Draft draft)
    {
        var above = file.Count(c => c == '\n') - draft.Fields.Body.Count(c => c == '\n');
        return finding.Line is { } line ? finding with { Line = line > above ? line - above : null } : finding;
    }

    private async Task<WebPage> ConflictAsync(
        DeskPage page,
        Draft draft,
        DroppedFile there,
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
        Draft draft,
        string? problem = null,
        IReadOnlyList<FindingRow>? findings = null,
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
                Back = isNew ? page.Addresses.Of("articles") : ArticlePage.AddressOf(page, draft.File),
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

    private static WriteField FieldOf(DeskPage page, string key, Draft draft)
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

    private static Draft DraftOf(FormValues form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in ArticleFields.Keys)
        {
            if (form.One("field-" + key) is { Length: > 0 } value)
                values[key] = value;
        }
        return new Draft(
            form.One("file").Trim(),
            form.One("version"),
            new ArticleFields(values, form.One("others"), form.One("text"), form.One("whole").Length > 0)
        );
    }

    /// <summary>A new article that got no name is named by its title.</summary>
    private static string? NameOf(Draft draft)
    {
        if (draft.File.Length > 0)
            return ArticleName.ExtensionOf(draft.File).Length > 0 ? draft.File : draft.File + ".md";
        return draft.Fields.Values.GetValueOrDefault("title", "") is { Length: > 0 } title
            ? SlugWriter.From(title).Value + ".md"
            : null;
    }

    /// <param name="File">Its name in <c>articles</c>; empty for a new article.</param>
    /// <param name="Version">The ETag that the person began with; empty for a new article.</param>
    private sealed record Draft(string File, string Version, ArticleFields Fields);
}

/// <summary>What a text would become.</summary>
/// <param name="Page">Null if a mistake keeps it off the site.</param>
public sealed record TriedArticle(string? Page, string? Mail, IReadOnlyList<FindingRow> Findings);

/// <summary>What became of a file that was sent.</summary>
/// <param name="Outcome">One of <see cref="DropOutcome"/>, in camelCase.</param>
/// <param name="Text">The same in words.</param>
public sealed record UploadedFile(string Name, DropOutcome Outcome, string Text, string? Version, string Href);

/// <summary>How far the answer to a file has come.</summary>
/// <param name="State">CSS class.</param>
/// <param name="IsAnswered">False: ask again.</param>
public sealed record AnsweredFile(string State, string Text, bool IsAnswered);

[JsonSerializable(typeof(TriedArticle))]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(AnsweredFile))]
public sealed partial class ArticleJson : JsonSerializerContext
{
    /// <summary>For the desk's script.</summary>
    public static ArticleJson Script { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
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

    public required IReadOnlyList<FindingRow> Findings { get; init; }
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
