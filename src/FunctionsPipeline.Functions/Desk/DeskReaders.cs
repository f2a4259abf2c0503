using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Readers;
using FunctionsPipeline.Functions.Subscribers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Readers in numbers, and one of them.</summary>
public sealed class DeskReaders(DeskGate gate, ReadersPage page, PersonPage person)
{
    [Function("ShowDeskReaders")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/readers")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    /// <summary>By POST: who was exported is a line of the history, and no link may do it.</summary>
    [Function("DeskExportReaders")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/export")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.FormAsync(
            request,
            FormReader.MostBytes,
            async (visit, form) =>
            {
                var newsletter = form.One("newsletter") is { Length: > 0 } one ? one : null;
                if (await page.ExportAsync(visit, newsletter, cancellationToken) is not { } write)
                    return new DeskPageResult(await page.NotFoundAsync(visit, cancellationToken));
                PrivateHeaders.Set(request.HttpContext.Response);
                return await WholeFile.MakeAsync(write, "text/csv; charset=utf-8", "subscribers.csv");
            },
            cancellationToken
        );

    [Function("DeskFindReader")]
    public Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/find")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.FormAsync(
            request,
            FormReader.MostBytes,
            async (visit, form) => new DeskPageResult(await person.FindAsync(visit, form, cancellationToken)),
            cancellationToken
        );

    [Function("DeskUnsubscribeReader")]
    public Task<IResult> LeaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/leave")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.FormAsync(
            request,
            FormReader.MostBytes,
            async (visit, form) => new DeskPageResult(await person.LeaveAsync(visit, form, cancellationToken)),
            cancellationToken
        );

    [Function("DeskEraseReader")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/erase")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => person.EraseAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskReaderEvidence")]
    public Task<IResult> EvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/evidence")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.FormAsync(
            request,
            FormReader.MostBytes,
            async (visit, form) =>
                await person.EvidenceAsync(visit, form, cancellationToken) is { } evidence
                    ? new PrivatePageResult(evidence)
                    : new DeskPageResult(await person.UnknownAsync(visit, cancellationToken)),
            cancellationToken
        );
}

/// <summary>Imports of lists.</summary>
public sealed class DeskImports(DeskGate gate, ImportPage page)
{
    [Function("ShowDeskImport")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/readers/import")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ShowAsync(visit, request.Query["after"], cancellationToken),
            cancellationToken
        );

    [Function("DeskImportReaders")]
    public Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/readers/import")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.BodyAsync(
            request,
            async (visit, isValid) =>
            {
                if (MultipartFile.BoundaryOf(request) is not { } boundary)
                    return null;
                await foreach (
                    var file in MultipartFile.ReadAsync(request, boundary, ImportPage.MostBytes, cancellationToken)
                )
                {
                    // The fields stand before the file, so that nothing of a forged form is stored.
                    if (!await isValid(file.Fields.One(DeskVisit.TokenField)))
                        return null;
                    return file.Name.Length == 0
                        ? new DeskPageResult(await page.NoFileAsync(visit, file.Fields, cancellationToken))
                        : await gate.AnswerAsync(
                            request.HttpContext,
                            visit,
                            await page.TakeAsync(visit, file.Fields, file.Name, file.Content, cancellationToken),
                            cancellationToken
                        );
                }
                return null;
            },
            cancellationToken
        );

    [Function("ShowDeskImportProgress")]
    public Task<IResult> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/readers/import/one")]
            HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ProgressAsync(visit, request.Query["id"], cancellationToken),
            cancellationToken
        );

    [Function("DeskImportResult")]
    public Task<IResult> ResultAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/readers/import/result")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            async _ =>
            {
                string? id = request.Query["id"];
                if (await page.ResultAsync(id, cancellationToken) is not { } write)
                    return Results.NotFound();
                PrivateHeaders.Set(request.HttpContext.Response);
                return await WholeFile.MakeAsync(write, "text/csv; charset=utf-8", $"{id}.csv");
            },
            cancellationToken
        );
}
