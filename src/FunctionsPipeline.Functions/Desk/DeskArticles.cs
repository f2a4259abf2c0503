using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Desk.Articles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The articles, one by one and all together.</summary>
public sealed class DeskArticles(DeskGate gate, ArticlesPage list, OneArticlePage page)
{
    [Function("ShowDeskArticles")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/articles")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit =>
                list.ShowAsync(
                    visit,
                    new ArticleFilter(request.Query["state"], request.Query["search"], request.Query["page"]),
                    cancellationToken
                ),
            cancellationToken
        );

    [Function("ShowDeskArticle")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/articles/one")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ShowAsync(visit, request.Query["file"], cancellationToken),
            cancellationToken
        );

    [Function("ShowDeskArticlePreview")]
    public Task<IResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/articles/preview")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.PreviewAsync(visit, request.Query["file"], request.Query["as"], cancellationToken),
            cancellationToken
        );

    /// <summary>For the frames of the preview.</summary>
    [Function("DeskArticleDocument")]
    public Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/articles/document")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            async _ =>
                await page.DocumentAsync(
                    request.Query["file"],
                    request.Query["as"],
                    request.Query["look"],
                    cancellationToken
                )
                    is { } document
                    ? new FramedDocument(document)
                    : Results.NotFound(),
            cancellationToken
        );

    /// <summary>The file as it was dropped. It is saved, never shown: it may hold anything.</summary>
    [Function("DeskArticleFile")]
    public Task<IResult> FileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/articles/file")] HttpRequest request,
        CancellationToken cancellationToken
    ) => SendFileAsync(request, isPicture: false, cancellationToken);

    /// <summary>A picture for the previews.</summary>
    [Function("DeskArticlePicture")]
    public Task<IResult> PictureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/articles/picture")] HttpRequest request,
        CancellationToken cancellationToken
    ) => SendFileAsync(request, isPicture: true, cancellationToken);

    [Function("DeskUnpublishArticle")]
    public Task<IResult> UnpublishAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/unpublish")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ActAsync(request, (visit, form) => page.UnpublishAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskDeleteArticle")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/delete")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.DeleteAsync(visit, form, cancellationToken), cancellationToken);

    private Task<IResult> SendFileAsync(HttpRequest request, bool isPicture, CancellationToken cancellationToken) =>
        gate.SendAsync(
            request,
            async _ =>
            {
                string? name = request.Query["file"];
                if (
                    await page.FileAsync(name, cancellationToken) is not { } file
                    || (isPicture && ArticleName.Classify(name!) != DropKind.Companion)
                )
                    return Results.NotFound();
                return DroppedFile.Send(request.HttpContext.Response, file, isPicture ? null : Path.GetFileName(name));
            },
            cancellationToken
        );
}
