using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Syndication.Http;

/// <summary>What came of one call.</summary>
/// <param name="Status">The HTTP status; 0 if there was no answer.</param>
/// <param name="Body">Null if there was none, or far too much.</param>
/// <param name="RetryAfter">
/// How long the server asked us to wait: a second to a day; null if it did not say so understandably.
/// </param>
public sealed record TargetAnswer(
    TargetFailure Failure,
    int Status = 0,
    byte[]? Body = null,
    TimeSpan? RetryAfter = null
)
{
    /// <summary>What else the server said of its answer; null if there was none.</summary>
    public AnswerHeaders? Headers { get; init; }

    public bool IsOk => Failure == TargetFailure.None && Status is >= 200 and < 300;

    /// <summary>What was to be taken away had been already.</summary>
    public bool IsGone => Failure == TargetFailure.None && Status is 404 or 410;

    /// <summary>The body, if it is what it should be; null for anything else.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Body is null ? null : JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What an answer means that is not the one that was hoped for.</summary>
    /// <param name="wrote">True if the call, had it been done, would have made or changed something.</param>
    public Outcome Trouble(bool wrote) =>
        (Failure, Status) switch
        {
            (TargetFailure.Forbidden, _) => new Outcome.Refused(Problem.Forbidden),
            (TargetFailure.NotSent, _) => new Outcome.Postponed(Problem.Unreachable),
            (TargetFailure.NoAnswer, _) => new Outcome.Postponed(Problem.NoAnswer, MayHaveHappened: wrote),
            (_, >= 200 and < 300) => new Outcome.Postponed(Problem.Garbage, Status, MayHaveHappened: wrote),
            (_, >= 300 and < 400) => new Outcome.Refused(Problem.Redirected, Status),
            (_, 401 or 403) => new Outcome.Refused(Problem.Unauthorised, Status),
            (_, 429) => new Outcome.Postponed(Problem.RateLimited, Status, RetryAfter, WholeTarget: true),
            (_, 408 or 425 or >= 500) => new Outcome.Postponed(
                Problem.ServerError,
                Status,
                RetryAfter,
                wrote,
                WholeTarget: RetryAfter is not null
            ),
            _ => new Outcome.Refused(Problem.Refused, Status),
        };
}

/// <summary>What conditional requests, caches and redirects need of an answer (RFC 9110, RFC 9111).</summary>
/// <param name="ETag">As it came, to be sent back; null for none, or for one that is no header's text.</param>
/// <param name="LastModified">Likewise.</param>
/// <param name="MaxAge">How long the answer stays fresh; null if it does not say.</param>
/// <param name="Location">Absolute; null for none, or for what is no address.</param>
/// <param name="Charset">Of the content type; null for none.</param>
public sealed record AnswerHeaders(
    string? ETag,
    string? LastModified,
    TimeSpan? MaxAge,
    Uri? Location,
    string? Charset
);

/// <summary>Why there is no answer.</summary>
public enum TargetFailure
{
    None,

    /// <summary>Not https, or not a public address: nothing was sent.</summary>
    Forbidden,

    /// <summary>No connection: nothing was sent.</summary>
    NotSent,

    /// <summary>Too late, or broken off: what was sent may have been done.</summary>
    NoAnswer,
}
