using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// One POST of at most 1,000 recipients, as stored in <c>requests/r&lt;nnnnn&gt;.json</c>. No blob means planned. Read it
/// together with its wave (<see cref="EffectiveState"/>): alone it may speak of an older generation.
/// </summary>
internal sealed record RequestRecord : Revised
{
    public required int Number { get; init; }

    /// <summary>The wave that it belongs to now.</summary>
    public required int Wave { get; init; }

    public required int Gen { get; init; }

    public required RequestState State { get; init; }

    /// <summary>The worker's exclusive try; kept when the outcome is unknown, because a cancel waits for its end.</summary>
    public Claim? Claim { get; init; }

    /// <summary>The provider's message id, if it returned one.</summary>
    public string? MessageId { get; init; }

    /// <summary>Subscribers who left between planning and this claim. Stored before the call.</summary>
    public IReadOnlyList<string> Withdrawn { get; init; } = [];

    /// <summary>Subscribers whose address the provider refused; they stay refused in each later try.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Why the last try did not succeed, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided that it be planned again although its fate was unknown.</summary>
    public string? Decision { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal enum RequestState
{
    Planned,
    Submitting,
    Staged,
    Uncertain,

    /// <summary>Never stored: planned, in a wave that was stopped.</summary>
    Stopped,
}

/// <summary>A worker's exclusive right to try one request once.</summary>
/// <param name="Until">By the provider's clock. The call has ended by then, regardless of the worker.</param>
internal sealed record Claim(string Id, DateTimeOffset Until, string? Batch);

/// <summary>How a request and its wave read together.</summary>
internal static class EffectiveState
{
    /// <param name="request">Null: never touched.</param>
    /// <param name="wave">The request's own wave; null: not opened yet.</param>
    public static RequestState Read(RequestRecord? request, WaveRecord? wave)
    {
        var state =
            request is null || (wave is not null && request.Gen < wave.Gen) ? RequestState.Planned : request.State;
        return (state, wave?.State) switch
        {
            (_, WaveState.Stopped) => RequestState.Stopped,
            (not RequestState.Submitting, WaveState.Adopted) => RequestState.Uncertain,
            (RequestState.Planned, _) when wave is { Stop: true, State: WaveState.Held or WaveState.Unproven } =>
                RequestState.Stopped,
            (RequestState.Staged, WaveState.Unproven) => RequestState.Uncertain,
            _ => state,
        };
    }

    /// <summary>As <see cref="Read(RequestRecord?, WaveRecord?)"/>, with what events reported.</summary>
    /// <remarks>
    /// Any event of the same generation proves that the provider accepted the request. Where a cancel was called, that is
    /// not enough: only an event that comes after the send time proves that the request was not discarded.
    /// </remarks>
    public static RequestState Read(RequestRecord? request, WaveRecord? wave, OutcomeRecord? outcome)
    {
        var state = Read(request, wave);
        if (state != RequestState.Uncertain || EventsOf(request, wave, outcome) is not { } gen)
            return state;
        return wave?.State is not (WaveState.Unproven or WaveState.Adopted) || HasGone(outcome!.Gens[gen])
            ? RequestState.Staged
            : RequestState.Uncertain;
    }

    /// <summary>
    /// The generation whose events speak of the request: its own. In an adopted wave the lost storage may have staged it
    /// again, or at all, unknown to this one: there the newest of which something has gone.
    /// </summary>
    /// <returns>Null if no event speaks of it.</returns>
    public static int? EventsOf(RequestRecord? request, WaveRecord? wave, OutcomeRecord? outcome)
    {
        if (outcome is null)
            return null;
        if (
            wave?.State == WaveState.Adopted
            && outcome.Gens.LastOrDefault(g => HasGone(g.Value)) is { Value: not null } gone
        )
            return gone.Key;
        return request is not null && outcome.Gens.ContainsKey(request.Gen) ? request.Gen : null;
    }

    private static bool HasGone(GenOutcome events) =>
        events.People.Values.Any(p =>
            p.State is OutcomeState.Deferred or OutcomeState.Delivered or OutcomeState.Bounced
        );
}
