using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>What events reported about one request, as stored in <c>outcomes/r&lt;nnnnn&gt;.json</c>.</summary>
internal sealed record OutcomeRecord : Revised
{
    /// <summary>By generation: an event proves only that the generation was accepted which it carries.</summary>
    public SortedDictionary<int, GenOutcome> Gens { get; init; } = [];
}

/// <param name="People">By subscriber id.</param>
internal sealed record GenOutcome(SortedDictionary<string, PersonOutcome> People);

/// <param name="Detail">A short code such as an SMTP status.</param>
/// <param name="Complained">Set once and never unset; null for no.</param>
internal sealed record PersonOutcome(
    OutcomeState State,
    DateTimeOffset At,
    string? Detail = null,
    bool? Complained = null
);

/// <summary>In the order in which a state may follow another; never backwards.</summary>
internal enum OutcomeState
{
    Processed,
    Deferred,
    Dropped,
    Delivered,
    Bounced,
}
