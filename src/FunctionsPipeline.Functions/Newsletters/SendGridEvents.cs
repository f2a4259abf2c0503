using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.SendGrid.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>
/// SendGrid's event webhook: verified over the raw bytes, stored, answered. Anything but success makes SendGrid repeat the
/// post for a day, so a fault of ours loses nothing.
/// </summary>
public sealed class SendGridEvents(SendGridEventWebhook webhook, IEventInbox inbox)
{
    [Function(nameof(SendGridEvents))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sendgrid/events")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (
            !webhook.IsAuthentic(
                request.Headers[SendGridEventWebhook.SignatureHeader],
                request.Headers[SendGridEventWebhook.TimestampHeader],
                body.Span
            )
        )
            return Results.Unauthorized();
        try
        {
            await inbox.StoreAsync(body, cancellationToken);
            return Results.Ok();
        }
        catch (JsonException)
        {
            // Signed and yet no list of events: to take it again would not fix it.
            return Results.BadRequest();
        }
    }

    /// <summary>Null if there is more than the webhook ever sends.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > SendGridEventWebhook.MaxBodyBytes)
            return null;
        using var body = new MemoryStream();
        await using var bounded = new BoundedStream(request.Body, SendGridEventWebhook.MaxBodyBytes);
        try
        {
            await bounded.CopyToAsync(body, cancellationToken);
        }
        catch (IOException) when (bounded.IsOver)
        {
            return null;
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
