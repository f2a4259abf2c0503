using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Articles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Writing and correcting articles.</summary>
public sealed class DeskWriting(DeskGate gate, WritePage page)
{
    [Function("ShowDeskWriting")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/articles/write")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ShowAsync(visit, request.Query["file"], cancellationToken),
            cancellationToken
        );

    [Function("DeskSaveArticle")]
    public Task<IResult> SaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/save")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ActAsync(
            request,
            WritePage.MostBytes,
            (visit, form) => page.SaveAsync(visit, form, cancellationToken),
            cancellationToken
        );

    /// <summary>What the form would become: JSON for the script, the document itself for a browser without.</summary>
    [Function("DeskTryArticle")]
    public Task<IResult> TryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/try")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.FormAsync(
            request,
            WritePage.MostBytes,
            async (visit, form) =>
            {
                if (form.One("as").Length == 0)
                {
                    PrivateHeaders.Set(request.HttpContext.Response);
                    return Results.Json(
                        await page.TryAsync(visit, form, cancellationToken),
                        ArticleJson.Script.TriedArticle
                    );
                }
                var (document, instead) = await page.TryDocumentAsync(visit, form, cancellationToken);
                return document is not null ? new FramedDocument(document) : new DeskPageResult(instead!);
            },
            cancellationToken
        );

    /// <summary>An empty document, which the script fills.</summary>
    [Function("DeskArticleFrame")]
    public Task<IResult> FrameAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/articles/frame")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            _ => Task.FromResult<IResult>(new FramedDocument("<!doctype html><title>Preview</title>"u8.ToArray())),
            cancellationToken
        );
}

/// <summary>Files from a browser.</summary>
public sealed class DeskUploads(DeskGate gate, UploadPage page)
{
    /// <summary>Files of one form without scripts; with scripts each file is a request of its own.</summary>
    private const int MostFiles = 500;

    private const long MostDrained = 100_000_000;

    [Function("ShowDeskUpload")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/articles/upload")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    /// <summary>A form with any number of files, one after the other, none of them held in memory.</summary>
    [Function("DeskUploadForm")]
    public Task<IResult> FormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/upload")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.BodyAsync(
            request,
            async (visit, isValid) =>
            {
                if (MultipartFile.BoundaryOf(request) is not { } boundary)
                    return null;
                var taken = new List<TakenFile>();
                var isTrusted = false;
                await foreach (
                    var file in MultipartFile.ReadAsync(request, boundary, FileDrops.MostBytes, cancellationToken)
                )
                {
                    // The token stands before the files, so that nothing of a forged form is stored.
                    isTrusted = isTrusted || await isValid(file.Fields.One(DeskVisit.TokenField));
                    if (!isTrusted || taken.Count == MostFiles)
                        return null;
                    if (file.Name.Length > 0)
                        taken.Add(
                            await page.TakeAsync(
                                visit,
                                file.Name,
                                file.Content,
                                file.Fields.One("replace").Length > 0 ? "*" : null,
                                cancellationToken
                            )
                        );
                }
                return isTrusted
                    ? new DeskPageResult(await page.ShowResultAsync(visit, taken, cancellationToken))
                    : null;
            },
            cancellationToken
        );

    /// <summary>One file as the body, for the script. The token is in a header.</summary>
    [Function("DeskUploadFile")]
    public Task<IResult> FileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/articles/upload-file")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.BodyAsync(
            request,
            async (visit, isValid) =>
            {
                if (!await isValid(request.Headers[DeskHttp.TokenHeader].ToString()))
                    return null;
                PrivateHeaders.Set(request.HttpContext.Response);
                if (request.ContentLength > FileDrops.MostBytes)
                {
                    // A browser that is not read to the end reports a broken connection, and no reason.
                    if (request.ContentLength <= MostDrained)
                        await request.Body.CopyToAsync(Stream.Null, cancellationToken);
                    return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
                }
                return Results.Json(
                    await page.TakeAsync(
                        visit,
                        request.Query["name"].ToString(),
                        new BoundedStream(request.Body, FileDrops.MostBytes),
                        request.Query["over"] is { Count: 1 } over && over != "*" ? over.ToString() : null,
                        cancellationToken
                    ),
                    ArticleJson.Script.TakenFile
                );
            },
            cancellationToken
        );

    [Function("DeskFileAnswer")]
    public Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/articles/answer")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            async visit =>
            {
                PrivateHeaders.Set(request.HttpContext.Response);
                return Results.Json(
                    await page.AnswerAsync(visit, request.Query["file"], cancellationToken),
                    ArticleJson.Script.AnsweredFile
                );
            },
            cancellationToken
        );
}
