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
public sealed class ImportSubscribers(Imports imports, ImportRunner runner, StorageRetry retry, TimeProvider time)
{
    /// <summary>
    /// Bytes of a body. The Functions host holds a body with a length in memory before the function sees it (some 4.5
    /// bytes for each of its own), and answers a bare 500 above 100 MiB: this limit stays below that, so that the
    /// caller gets a reason. A million rows are about 60 MB.
    /// </summary>
    public const long MostBytes = 100_000_000;

    /// <summary>
    /// Then the message is sent again and the import goes on with its next batch: no invocation may take 10 minutes.
    /// </summary>
    private static readonly TimeSpan RunFor = TimeSpan.FromMinutes(7);

    [Function("ImportSubscribers")]
    public async Task<IResult> AcceptAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "subscribers/imports")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        if (request.ContentLength > MostBytes)
            return TooLarge();
        // The server's own limit is lower, and for a body without a length it would end the connection without a reason.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        try
        {
            var order = ImportQuery.Read(request.Query);
            var id = await imports.AcceptAsync(request.Body, order, MostBytes, cancellationToken);
            await imports.EnqueueAsync(id, cancellationToken);
            return Results.Json(
                await imports.ProgressAsync(id, cancellationToken),
                SubscriberJson.Conventional.ImportProgress,
                statusCode: StatusCodes.Status202Accepted
            );
        }
        catch (ImportFileTooLargeException)
        {
            return TooLarge();
        }
        catch (ImportFileException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    [Function("ImportProgress")]
    public async Task<IResult> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/imports/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        return await imports.ProgressAsync(id, cancellationToken) is { } progress
            ? Results.Json(progress, SubscriberJson.Conventional.ImportProgress)
            : Results.NotFound();
    }

    [Function("ImportResult")]
    public async Task<IResult> ResultAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "subscribers/imports/{id}/result")]
            HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        PrivateHeaders.Set(request.HttpContext.Response);
        return await imports.ProgressAsync(id, cancellationToken) switch
        {
            null => Results.NotFound(),
            { State: ImportState.Waiting or ImportState.Running } progress => Results.Problem(
                $"The import is not finished ({progress.Percent} %), so its result is not whole. Ask again when its state is done or failed.",
                statusCode: StatusCodes.Status409Conflict
            ),
            _ => await WholeFile.MakeAsync(
                output => imports.WriteResultAsync(id, output, cancellationToken),
                "text/csv; charset=utf-8",
                $"{id}.csv"
            ),
        };
    }

    [Function("RunImport")]
    public async Task RunAsync([QueueTrigger(Queues.Imports)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, SubscriberJson.Compact.ImportMessage) is not { } import)
            return;
        using var limit = new CancellationTokenSource(RunFor, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await retry.RunAsync(token => runner.RunAsync(import.Id, report: null, token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await imports.EnqueueAsync(import.Id, cancellationToken);
        }
    }

    [Function("RemindImports")]
    public Task RemindAsync([TimerTrigger("0 7 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        imports.RemindAsync(cancellationToken);

    private static IResult TooLarge() =>
        Results.Problem(
            $"A file over HTTP may have {MostBytes / 1_000_000} MB. Import a larger one with the command line, which stores the file itself and imports it from there: fp subscribers import FILE.",
            statusCode: StatusCodes.Status413PayloadTooLarge
        );

    /// <summary>
    /// The query: <c>newsletter</c> (one or more), <c>basis</c>, <c>date</c>, <c>evidence</c>, <c>column</c> (any
    /// number), <c>file</c>, <c>welcome</c>,
    /// <c>dry</c>. A typing mistake must not turn a trial into an import: everything that is not understood is refused.
    /// </summary>
    private static class ImportQuery
    {
        private static readonly string[] Parameters =
        [
            "newsletter",
            "basis",
            "date",
            "evidence",
            "column",
            "file",
            "welcome",
            "dry",
        ];

        /// <exception cref="ImportFileException">A parameter or its value is not known.</exception>
        public static ImportRequest Read(IQueryCollection query)
        {
            if (QueryParameters.WhyUnknown(query, Parameters) is { } unknown)
                throw new ImportFileException(unknown.Reason);
            return new()
            {
                FileName = Path.GetFileName(Text(query["file"])),
                Newsletters = [.. query["newsletter"].OfType<string>()],
                Basis = ImportRequest.BasisOf(query["basis"]),
                ConsentedAt = ImportRequest.DateOf(query["date"]),
                Statement = Text(query["evidence"]),
                Columns = query["column"] is { Count: > 0 } columns ? [.. columns.OfType<string>()] : null,
                Welcome = query.ContainsKey("welcome") && IsTrue("welcome", query["welcome"].ToString()),
                DryRun = query.ContainsKey("dry") && IsTrue("dry", query["dry"].ToString()),
            };
        }

        private static bool IsTrue(string parameter, string value) =>
            value.ToUpperInvariant() switch
            {
                "TRUE" or "1" => true,
                "FALSE" or "0" => false,
                _ => throw new ImportFileException($"The parameter '{parameter}' is one of true, 1, false and 0."),
            };

        private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
