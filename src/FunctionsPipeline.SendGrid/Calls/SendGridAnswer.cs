using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>What came back from one call, or that nothing did.</summary>
/// <param name="Status">Null if there was no answer.</param>
/// <param name="Began">
/// Whether a byte of the request's body may have left this machine: if not, nothing can have happened.
/// </param>
/// <param name="Date">SendGrid's clock.</param>
/// <param name="NotBefore">When a 429 allows the next call.</param>
/// <param name="Failure">Why there was no answer, in words without addresses; null if there was one.</param>
internal sealed record SendGridAnswer(
    HttpStatusCode? Status,
    bool Began,
    DateTimeOffset? Date = null,
    DateTimeOffset? NotBefore = null,
    string? MessageId = null,
    byte[]? Body = null,
    string? Failure = null
)
{
    /// <summary>A 4xx: read, judged and refused.</summary>
    public bool IsRefusal => Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError;

    /// <summary>
    /// A wrong key or credits used up (401), or a right that the key lacks (403): no other request fares better.
    /// </summary>
    public bool IsAccountRefused => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <returns>Null if the body is empty or not what SendGrid is known to answer.</returns>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Body is { Length: > 0 } body ? JsonSerializer.Deserialize(body, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
