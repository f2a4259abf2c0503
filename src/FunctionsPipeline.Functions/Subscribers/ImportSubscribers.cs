using System.Text.Json;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>
/// Imports for staff and programs that hold a function key: the file is the body, all else is in the query. See
/// Subscribers/README.md.
/// </summary>
public sealed class ImportSubscribers(Imports imports, ImportRunner runner)
{
    [Function("ImportSubscribers")]
    public async Task<IResult> AcceptAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "subscribers/imports")] HttpRequest request, CancellationToken cancellationToken)
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Imports.MostBytes;
        try
        {
            var order = ImportQuery.Read(request.Query);
            var id = await imports.AcceptAsync(request.Body, order, cancellationToken);
            await imports.EnqueueAsync(id, cancellationToken);
            return Results.Json(
                await imports.ProgressAsync(id, cancellationToken), SubscriberJson.Conventional.ImportProgress, statusCode: StatusCodes.Status202Accepted);
        }
        catch (ImportFileException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    [Function("ImportProgress")]
    public async Task<IResult> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/imports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        return await imports.ProgressAsync(id, cancellationToken) is { } progress
            ? Results.Json(progress, SubscriberJson.Conventional.ImportProgress)
            : Results.NotFound();
    }

    [Function("ImportResult")]
    public async Task<IResult> ResultAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/imports/{id}/result")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        return await imports.ProgressAsync(id, cancellationToken) is null
            ? Results.NotFound()
            : Results.Stream(output => imports.WriteResultAsync(id, output, cancellationToken), "text/csv; charset=utf-8", $"{id}.csv");
    }

    [Function("RunImport")]
    public Task RunAsync([QueueTrigger(Queues.Imports)] string message, CancellationToken cancellationToken)
        => JsonSerializer.Deserialize(message, SubscriberJson.Compact.ImportMessage) is { } import
            ? runner.RunAsync(import.Id, report: null, cancellationToken)
            : Task.CompletedTask;

    [Function("RemindImports")]
    public Task RemindAsync([TimerTrigger("0 7 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        => imports.RemindAsync(cancellationToken);

    /// <summary>
    /// The query: <c>newsletter</c> (one or more), <c>basis</c>, <c>date</c>, <c>evidence</c>, <c>file</c>, <c>dry</c>. A slip of
    /// the pen must not turn a trial into an import: whatever is not understood is refused.
    /// </summary>
    private static class ImportQuery
    {
        private static readonly string[] Parameters = ["newsletter", "basis", "date", "evidence", "file", "dry"];

        /// <summary>The function key may stand in the query too; the host has judged it.</summary>
        private const string FunctionKey = "code";

        /// <exception cref="ImportFileException">A parameter or its value is not known.</exception>
        public static ImportRequest Read(IQueryCollection query)
        {
            if (query.Keys.FirstOrDefault(key => !Parameters.Append(FunctionKey).Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw new ImportFileException($"There is no parameter '{unknown}'. There are: {string.Join(", ", Parameters)}.");
            return new()
            {
                FileName = Path.GetFileName(Text(query["file"])),
                Newsletters = [.. query["newsletter"].OfType<string>()],
                Basis = ImportRequest.BasisOf(query["basis"]),
                ConsentedAt = ImportRequest.DateOf(query["date"]),
                Statement = Text(query["evidence"]),
                DryRun = query.ContainsKey("dry") && IsTrue("dry", query["dry"].ToString()),
            };
        }

        private static bool IsTrue(string parameter, string value) => value.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw new ImportFileException($"The parameter '{parameter}' is one of true, 1, false and 0."),
        };

        private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
