using System.Text.Json.Serialization;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Api;

/// <summary>One error as SendGrid words it.</summary>
/// <param name="Field">
/// Where in the request, e.g. <c>personalizations.3.to.0.email</c>; null if nowhere in particular.
/// </param>
internal sealed record ApiError(string Message, string? Field = null, string? Help = null);

internal sealed record ApiErrors(IReadOnlyList<ApiError> Errors);

internal sealed record BatchAnswer(string BatchId);

internal sealed record ScheduledSendAnswer(string BatchId, string Status);

internal sealed record SuppressionAnswer(long Created, string Email, string? Reason, string? Status);

internal sealed record ScopesAnswer(IReadOnlyList<string> Scopes);

internal sealed record WebhooksAnswer(int MaxAllowed, IReadOnlyList<WebhookAnswer> Webhooks);

internal sealed record WebhookAnswer(bool Enabled, string Url, string PublicKey);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiErrors))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(ScopesAnswer))]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ScheduledSendAnswer>))]
[JsonSerializable(typeof(ScheduledSendAnswer))]
[JsonSerializable(typeof(IReadOnlyList<SuppressionAnswer>))]
internal sealed partial class ApiJson : JsonSerializerContext;
