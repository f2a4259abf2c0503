using System.Text.Json;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Lists and proof, for staff and programs that hold a function key.</summary>
public sealed class ExportSubscribers(SubscriberExport export, EvidenceFiles files, EvidencePage page)
{
    /// <summary>Everyone, or one list: <c>?newsletter=</c>. CSV.</summary>
    [Function("ExportSubscribers")]
    public async Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/export")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        string? newsletter = request.Query.ContainsKey("newsletter") ? request.Query["newsletter"].ToString() : null;
        var refusal =
            QueryParameters.WhyUnknown(request.Query, "newsletter")
            ?? await export.RefusalAsync(newsletter, cancellationToken);
        return refusal is not null
            ? Results.Problem(refusal.Reason, statusCode: StatusCodes.Status422UnprocessableEntity)
            : await WholeFile.MakeAsync(
                output => export.WriteAsync(newsletter, output, cancellationToken),
                "text/csv; charset=utf-8",
                "subscribers.csv"
            );
    }

    /// <summary>
    /// Everything that answers a regulator about one subscriber, as JSON, or as a page with <c>?format=html</c>.
    /// </summary>
    [Function("SubscriberEvidence")]
    public async Task<IResult> EvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/{id}/evidence")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        if (QueryParameters.WhyUnknown(request.Query, "format") is { } refusal)
            return Results.Problem(refusal.Reason, statusCode: StatusCodes.Status422UnprocessableEntity);
        if (
            !SubscriberId.TryParse(id, out var subscriber)
            || await files.OfAsync(subscriber, cancellationToken) is not { } file
        )
            return Results.NotFound();
        return request.Query["format"] == "html"
            ? new PrivatePageResult(await page.WriteAsync(file, cancellationToken))
            : Results.Bytes(
                JsonSerializer.SerializeToUtf8Bytes(file, SubscriberJson.Conventional.EvidenceFile),
                "application/json; charset=utf-8"
            );
    }
}
