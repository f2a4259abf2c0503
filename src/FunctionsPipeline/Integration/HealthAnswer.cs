using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Integration;

/// <summary>What <c>GET /api/health</c> answers, as JSON. Public: no personal data, no account names.</summary>
/// <param name="Status">
/// <c>healthy</c>; <c>degraded</c>: the app runs and something below needs a person; <c>unhealthy</c>: storage does not
/// answer.
/// </param>
/// <param name="Storage"><c>ok</c>, or what is wrong. If it does not answer, nothing else is known.</param>
/// <param name="Sending">Whether issues are sent: <c>ok</c>, or why all sending is halted and since when.</param>
/// <param name="Mail">Whether mail can leave: <c>ok</c>, or what prevents it.</param>
/// <param name="Timer">Whether the newsletter timer runs: <c>ok</c>, or since when it does not.</param>
/// <param name="Poison">Messages that failed too often, by poison queue; empty if there are none.</param>
public sealed record HealthAnswer(
    string Status,
    string Storage,
    string? Sending,
    string? Mail,
    string? Timer,
    IReadOnlyDictionary<string, int>? Poison
)
{
    /// <summary>What was read to answer; null if it could not be read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SendingStatus? Standing { get; init; }

    public const string Ok = "ok";
    public const string Healthy = "healthy";

    public static HealthAnswer Unhealthy { get; } = new("unhealthy", "does not answer", null, null, null, null);

    public static HealthAnswer Of(string sending, string mail, string timer, IReadOnlyDictionary<string, int> poison)
    {
        var all = sending == Ok && mail == Ok && timer == Ok && poison.Count == 0;
        return new(all ? Healthy : "degraded", Ok, sending, mail, timer, poison);
    }
}
