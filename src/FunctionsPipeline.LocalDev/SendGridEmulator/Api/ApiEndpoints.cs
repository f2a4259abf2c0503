using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPipeline.LocalDev.SendGridEmulator.Events;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Api;

/// <summary>The part of SendGrid's v3 API that senders use.</summary>
internal sealed class ApiEndpoints(
    EmulatorOptions options,
    TimeProvider clock,
    Faults faults,
    BatchBook batches,
    SuppressionBook suppressions,
    Outbox outbox,
    EventPoster events
)
{
    private const int PageLimit = 500;

    public void Map(IEndpointRouteBuilder routes)
    {
        var v3 = routes.MapGroup("/v3").AddEndpointFilter(AuthorizeAsync);
        v3.MapPost("/mail/send", (Delegate)SendAsync);
        v3.MapPost("/mail/batch", CreateBatch);
        v3.MapGet(
            "/mail/batch/{id}",
            (string id) =>
                batches.IsValid(id)
                    ? Json(new BatchAnswer(id), StatusCodes.Status200OK)
                    : Refuse(StatusCodes.Status400BadRequest, new ApiError("invalid batch id", "batch_id"))
        );
        v3.MapPost("/user/scheduled_sends", (Delegate)HoldAsync);
        v3.MapGet(
            "/user/scheduled_sends",
            () => Json(batches.All().Select(h => new ScheduledSendAnswer(h.Id, h.Status)).ToList())
        );
        v3.MapGet(
            "/user/scheduled_sends/{id}",
            (string id) =>
                Json(
                    batches.StatusOf(id) is { } status
                        ? [new ScheduledSendAnswer(id, status)]
                        : Array.Empty<ScheduledSendAnswer>()
                )
        );
        v3.MapPatch("/user/scheduled_sends/{id}", ChangeAsync);
        v3.MapDelete("/user/scheduled_sends/{id}", Release);
        v3.MapGet("/suppression/{list}", ListSuppressions);
        v3.MapDelete(
            "/suppression/{list}/{address}",
            (string list, string address) =>
                suppressions.Has(list) && suppressions.Remove(list, address) ? Results.NoContent() : NotFound()
        );
        v3.MapGet("/scopes", () => Results.Json(new ScopesAnswer(options.Scopes), ApiJson.Default.ScopesAnswer));
        v3.MapGet(
            "/user/webhooks/event/settings/all",
            () => Results.Json(new WebhooksAnswer(1, [.. Webhooks()]), ApiJson.Default.WebhooksAnswer)
        );
        v3.MapFallback(() => NotFound());
    }

    private IEnumerable<WebhookAnswer> Webhooks()
    {
        if (options.Webhook is { } webhook)
            yield return new WebhookAnswer(true, webhook.AbsoluteUri, events.PublicKey);
    }

    private async ValueTask<object?> AuthorizeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        string? authorization = http.Request.Headers.Authorization;
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            return Refuse(StatusCodes.Status401Unauthorized, new ApiError("authorization required"));
        if (faults.KeyRevoked || (options.ApiKey is { } key && authorization["Bearer ".Length..] != key))
            return Refuse(
                StatusCodes.Status401Unauthorized,
                new ApiError("The provided authorization grant is invalid, expired, or revoked")
            );
        return await next(context);
    }

    private async Task<IResult> SendAsync(HttpContext http)
    {
        outbox.CountReceived(http.Request.ContentLength ?? 0);
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(http.Request.Body);
        }
        catch (JsonException)
        {
            return Refuse(StatusCodes.Status400BadRequest, new ApiError("Bad Request"));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, new ApiError("Payload too large: the limit is 30 MB."));
        }
        using (body)
        {
            // Not tied to the caller's connection: a request that was read completely is handled even if its caller has
            // gone.
            if (faults.Strikes(Fault.Slow))
                await Task.Delay(faults.Slowness, clock);
            if (faults.Strikes(Fault.DropBeforeAccepting))
                return Drop(http);
            if (faults.Strikes(Fault.RefuseWith503))
                return Refuse(StatusCodes.Status503ServiceUnavailable, new ApiError("Service unavailable"));
            if (faults.Strikes(Fault.CreditsExceeded))
                return Refuse(StatusCodes.Status401Unauthorized, new ApiError("Maximum credits exceeded"));
            if (faults.Strikes(Fault.TooManyRequests))
            {
                http.Response.Headers["X-RateLimit-Reset"] = (clock.GetUtcNow().ToUnixTimeSeconds() + 30).ToString(
                    CultureInfo.InvariantCulture
                );
                return Refuse(StatusCodes.Status429TooManyRequests, new ApiError("too many requests"));
            }
            var now = clock.GetUtcNow();
            if (MailSendJudge.Judge(body.RootElement, now, batches.IsValid) is { Count: > 0 } errors)
                return Refuse(StatusCodes.Status400BadRequest, [.. errors]);
            if (WhoIsRefused(body.RootElement) is { Length: > 0 } refused)
                return Refuse(StatusCodes.Status400BadRequest, refused);
            if (MailSendReader.IsSandbox(body.RootElement))
                return Results.Ok();

            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(11));
            outbox.Accept(MailSendReader.Read(body.RootElement, id, now, options, events.Webhook is not null));
            if (faults.Strikes(Fault.AcceptAndDrop))
                return Drop(http);
            if (faults.Strikes(Fault.AcceptAnd500))
                return Refuse(StatusCodes.Status500InternalServerError, new ApiError("Internal server error"));
            http.Response.Headers["X-Message-Id"] = id;
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
    }

    private ApiError[] WhoIsRefused(JsonElement root) =>
        [
            .. root.GetProperty("personalizations")
                .EnumerateArray()
                .Select((p, i) => (Address: p.GetProperty("to")[0].GetProperty("email").GetString()!, Index: i))
                .Where(r => faults.IsRefused(r.Address))
                .Select(r => new ApiError(
                    $"Does not contain a valid address: {r.Address}",
                    string.Create(CultureInfo.InvariantCulture, $"personalizations.{r.Index}.to.0.email")
                )),
        ];

    private IResult CreateBatch() =>
        faults.Strikes(Fault.BatchFails)
            ? Refuse(StatusCodes.Status500InternalServerError, new ApiError("Internal server error"))
            : Json(new BatchAnswer(batches.Issue()), StatusCodes.Status201Created);

    private async Task<IResult> HoldAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { BatchId.Length: > 0, Status: BatchBook.Cancel or BatchBook.Pause } asked)
            return Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("batch_id and a status of cancel or pause are required", "status")
            );
        if (faults.Strikes(Fault.DropCancel))
            return Drop(http);
        if (faults.Strikes(Fault.CancelLimit))
            return Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("maximum number of cancelled or paused batches reached")
            );
        var answer = batches.Set(asked.BatchId, asked.Status);
        outbox.HoldsChanged();
        if (faults.Strikes(Fault.SlowCancel))
            await Task.Delay(faults.Slowness, clock);
        if (faults.Strikes(Fault.CancelAndDrop))
            return Drop(http);
        return answer switch
        {
            HoldAnswer.Done => Json(new ScheduledSendAnswer(asked.BatchId, asked.Status), StatusCodes.Status201Created),
            HoldAnswer.UnknownBatch => Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("invalid batch id", "batch_id")
            ),
            HoldAnswer.AlreadySet => Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("batch id already has a status; use PATCH", "batch_id")
            ),
            _ => Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("maximum number of cancelled or paused batches reached")
            ),
        };
    }

    private async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        if (await ReadAsync(http) is not { Status: BatchBook.Cancel or BatchBook.Pause } asked)
            return Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("a status of cancel or pause is required", "status")
            );
        if (!batches.Change(id, asked.Status))
            return NotFound();
        outbox.Reconsider(id);
        return Results.NoContent();
    }

    private IResult Release(string id)
    {
        if (!batches.Release(id, outbox.LastSendAt(id)))
            return NotFound();
        outbox.Reconsider(id);
        return Results.NoContent();
    }

    private IResult ListSuppressions(string list, HttpRequest request)
    {
        if (!suppressions.Has(list))
            return NotFound();
        var (start, end) = (Number(request, "start_time"), Number(request, "end_time"));
        var (limit, offset) = (Number(request, "limit") ?? PageLimit, Number(request, "offset") ?? 0);
        if (limit is < 1 or > PageLimit || offset is < 0 or > int.MaxValue)
            return Refuse(
                StatusCodes.Status400BadRequest,
                new ApiError("limit must be 1 to 500, offset 0 or more", "limit")
            );
        return Json(
            suppressions
                .Page(list, start, end, (int)limit, (int)offset)
                .Select(e => new SuppressionAnswer(e.At.ToUnixTimeSeconds(), e.Address, e.Reason, e.Status))
                .ToList()
        );
    }

    private static long? Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static async Task<ScheduledSendAnswer?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(
                http.Request.Body,
                ApiJson.Default.ScheduledSendAnswer,
                http.RequestAborted
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Drop(HttpContext http)
    {
        http.Abort();
        return Results.Empty;
    }

    private static IResult NotFound() => Refuse(StatusCodes.Status404NotFound, new ApiError("Resource not found"));

    private static IResult Refuse(int status, params ApiError[] errors) =>
        Results.Json(new ApiErrors(errors), ApiJson.Default.ApiErrors, statusCode: status);

    private static IResult Json(BatchAnswer value, int status) =>
        Results.Json(value, ApiJson.Default.BatchAnswer, statusCode: status);

    private static IResult Json(ScheduledSendAnswer value, int status) =>
        Results.Json(value, ApiJson.Default.ScheduledSendAnswer, statusCode: status);

    private static IResult Json(IReadOnlyList<ScheduledSendAnswer> value) =>
        Results.Json(value, ApiJson.Default.IReadOnlyListScheduledSendAnswer);

    private static IResult Json(IReadOnlyList<SuppressionAnswer> value) =>
        Results.Json(value, ApiJson.Default.IReadOnlyListSuppressionAnswer);
}
