using System.Text.Json.Serialization;

namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>What SendGrid answers, as far as we read it, and what small calls say.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(ScopesBody))]
[JsonSerializable(typeof(WebhooksBody))]
[JsonSerializable(typeof(ScheduledSend))]
[JsonSerializable(typeof(ScheduledSend[]))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(SuppressionPage))]
[JsonSerializable(typeof(SuppressionRow[]))]
internal sealed partial class SendGridJson : JsonSerializerContext;

internal sealed record BatchBody(string? BatchId);

internal sealed record ScopesBody(string[]? Scopes);

internal sealed record WebhooksBody(WebhookBody[]? Webhooks);

internal sealed record WebhookBody(bool Enabled, string? Url, string? PublicKey);

internal sealed record ScheduledSend(string? BatchId, string? Status);

internal sealed record ErrorBody(ErrorItem[]? Errors);

/// <param name="Field">
/// Where in the request, e.g. <c>personalizations.3.to.0.email</c>; null or absent otherwise.
/// </param>
internal sealed record ErrorItem(string? Message, string? Field);

/// <param name="Created">Unix seconds.</param>
internal sealed record SuppressionRow(string? Email, long Created, string? Status = null, string? Reason = null);

/// <summary>Which rows of a list. Times in Unix seconds; the end is included.</summary>
internal sealed record SuppressionPage(long StartTime, long EndTime, int Limit, int Offset);
