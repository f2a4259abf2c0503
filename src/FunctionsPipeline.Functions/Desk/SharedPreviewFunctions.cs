using FunctionsPipeline.Desk.Articles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The preview of an article for someone with a link. The link is the permission; no session is asked for.</summary>
public sealed class SharedPreviewFunctions(DeskGate gate, SharedPreviewPage page)
{
    [Function("ShowSharedPreview")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "shared/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        gate.AnyoneAsync(
            request,
            async () => new DeskPageResult(await page.ShowAsync(token, request.Query["as"], cancellationToken)),
            cancellationToken
        );

    [Function("SharedPreviewDocument")]
    public Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "shared/{token}/document")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        gate.AnyoneAsync(
            request,
            async () =>
                await page.DocumentAsync(token, request.Query["as"], cancellationToken) is { } document
                    ? new FramedDocument(document)
                    : Results.NotFound(),
            cancellationToken
        );

    [Function("SharedPreviewPicture")]
    public Task<IResult> PictureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "shared/{token}/picture")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        gate.AnyoneAsync(
            request,
            async () =>
                await page.PictureAsync(token, request.Query["file"], cancellationToken) is { } picture
                    ? DroppedFile.Send(request.HttpContext.Response, picture, saveAs: null)
                    : Results.NotFound(),
            cancellationToken
        );
}

/// <summary>How staff make such a link, and take it back.</summary>
public sealed class DeskSharing(DeskGate gate, SharedPreviewPage page)
{
    [Function("DeskSharePreview")]
    public Task<IResult> ShareAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/share")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.ShareAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskUnsharePreview")]
    public Task<IResult> EndAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/unshare")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.EndAsync(visit, form, cancellationToken), cancellationToken);
}
