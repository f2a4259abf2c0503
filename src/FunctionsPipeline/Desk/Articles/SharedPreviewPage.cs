using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>An article's preview for someone with a link, and how staff make the link or take it back.</summary>
public sealed class SharedPreviewPage(
    DeskPages pages,
    IBlobStore store,
    ArticlePreview preview,
    SharedPreviews shared,
    DeskHistory history
)
{
    /// <summary>The preview in a frame, with words that say what it is. No session is needed.</summary>
    public async Task<WebPage> ShowAsync(string? token, string? kind, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(new DeskVisit(null, ""), section: null, cancellationToken);
        if (
            await shared.OpenAsync(token, cancellationToken) is not { } link
            || await preview.OfFileAsync(link.Source, PicturesOf(page, link), cancellationToken) is not { } previewed
        )
            return page.Message(404, "shared-over", links: []);
        if (previewed.Rendered is not { } rendered)
            return page.Message(200, "preview-none", links: []);
        var isMail = kind == "mail";
        var here = new Uri(AddressOf(page, link)).AbsolutePath;
        return page.Render(
            200,
            "desk-shared",
            rendered.Digest.Title,
            new SharedPreviewModel
            {
                Title = rendered.Digest.Title,
                Text = page.Strings.Format("shared-text", ("until", page.When(link.Until))),
                Kinds =
                [
                    new DeskSection(page.Strings["preview-page"], here, !isMail),
                    new DeskSection(page.Strings["preview-mail"], here + "?as=mail", isMail),
                ],
                Document = here + "/document" + (isMail ? "?as=mail" : ""),
            }
        );
    }

    /// <summary>The document for the frame; null if the link does not work.</summary>
    public async Task<byte[]?> DocumentAsync(string? token, string? kind, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(new DeskVisit(null, ""), section: null, cancellationToken);
        return
            await shared.OpenAsync(token, cancellationToken) is { } link
            && await preview.OfFileAsync(link.Source, PicturesOf(page, link), cancellationToken)
                is { Rendered: { } rendered, Mail: { } mail }
            ? kind == "mail"
                ? Encoding.UTF8.GetBytes(mail)
                : rendered.Page.ToArray()
            : null;
    }

    /// <summary>A picture that the article shows, and no other file. Dispose it.</summary>
    public async Task<BlobReadStream?> PictureAsync(string? token, string? file, CancellationToken cancellationToken) =>
        file is not null
        && ArticleName.Classify(file) == DropKind.Companion
        && await shared.OpenAsync(token, cancellationToken) is { } link
        && await preview.ShowsAsync(link.Source, file, cancellationToken)
            ? await store.OpenReadAsync(new BlobPath(Containers.Articles, file), cancellationToken)
            : null;

    /// <summary>Makes a link.</summary>
    public async Task<DeskAnswer> ShareAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (
            OneArticlePage.Addressable(form.One("file")) is not { } name
            || ArticleName.Classify(name) != DropKind.Article
            || await store.StatAsync(new BlobPath(Containers.Articles, name), cancellationToken) is null
        )
            return DeskAnswer.Show(page.Message(404, "not-found"));
        await history.AddAsync(visit.Who, new DeskAct("preview-shared", name), cancellationToken);
        await shared.ShareAsync(name, cancellationToken);
        return DeskAnswer.Go(BackTo(name), page.Strings["said-shared"]);
    }

    /// <summary>Takes the link back.</summary>
    public async Task<DeskAnswer> EndAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        if (OneArticlePage.Addressable(form.One("file")) is not { } name)
            return DeskAnswer.Show(page.Message(404, "not-found"));
        await history.AddAsync(visit.Who, new DeskAct("preview-unshared", name), cancellationToken);
        await shared.EndAsync(name, cancellationToken);
        return DeskAnswer.Go(BackTo(name), page.Strings["said-unshared"]);
    }

    /// <summary>The whole address, to be sent to someone.</summary>
    internal static string AddressOf(DeskPage page, SharedPreview link) =>
        new Uri(page.Site.FunctionsUrl, "api/shared/" + link.Token).AbsoluteUri;

    private static Func<string, Uri> PicturesOf(DeskPage page, SharedPreview link) =>
        file => new Uri(AddressOf(page, link) + "/picture?file=" + Uri.EscapeDataString(file));

    private static string BackTo(string name) => "articles/one?file=" + Uri.EscapeDataString(name);
}

/// <summary>What <c>desk-shared.hbs</c> is rendered over.</summary>
public sealed record SharedPreviewModel : DeskModel
{
    public required string Title { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<DeskSection> Kinds { get; init; }

    public required string Document { get; init; }
}
