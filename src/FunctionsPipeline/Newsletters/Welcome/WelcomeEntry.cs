using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// The ledger of one person and one newsletter: <c>welcome/people/&lt;id&gt;/&lt;newsletter&gt;.json</c>. Holds no address.
/// </summary>
internal sealed record WelcomeEntry : Revised
{
    public required WelcomeState State { get; init; }

    /// <summary>The minute of the confirmation.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>
    /// What the times of the steps are counted from: <see cref="BeganAt"/>, and later by as much as a step went late.
    /// </summary>
    public required DateTimeOffset CountedFrom { get; init; }

    /// <summary>When the next step's turn came or comes. Lateness is measured from here.</summary>
    public required DateTimeOffset TurnAt { get; init; }

    /// <summary>The one look that counts (<see cref="DueLook.At"/>); null unless the series is running.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>True while the next step waits for a file that can be sent.</summary>
    public bool LacksText { get; init; }

    /// <summary>Why the series ended before its last step; null if it did not.</summary>
    public Exclusion? EndedBy { get; init; }

    /// <summary>Every step that the person had, or was passed over for. Never removed while the person is here.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>
    /// The step after the last one that the person had. What staff put in before it is for those who come later.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public WelcomeStep? NextStep(IReadOnlyList<WelcomeStep> steps)
    {
        var last = steps.Index().LastOrDefault(s => Steps.Any(had => had.File == s.Item.File), (-1, null!)).Index;
        return steps.Skip(last + 1).FirstOrDefault();
    }
}

internal enum WelcomeState
{
    /// <summary>A step is to come.</summary>
    Running,

    /// <summary>There was no step left.</summary>
    Finished,

    /// <summary>The person left or was suppressed.</summary>
    Ended,
}

/// <summary>What became of one step for one person.</summary>
internal sealed record StepRecord
{
    /// <summary><see cref="WelcomeStep.File"/>.</summary>
    public required string File { get; init; }

    public required StepState State { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The look under which it was recorded: a repeated look counts it under the same name.</summary>
    public required DateTimeOffset Look { get; init; }

    /// <summary>While <see cref="StepState.Sending"/>: when the claim ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For a person who operates the system; never holds an address.</summary>
    public string? Reason { get; init; }

    /// <summary>What the provider reported, the furthest of it.</summary>
    public MailEventKind? Outcome { get; init; }
}

/// <summary>Names are stored.</summary>
internal enum StepState
{
    /// <summary>A call may be under way.</summary>
    Sending,

    /// <summary>The provider took it. Not the same as delivered.</summary>
    Sent,

    /// <summary>It may have gone. Never sent again by itself.</summary>
    Uncertain,

    /// <summary>The provider does not take the address.</summary>
    Refused,

    /// <summary>Passed over: too late.</summary>
    Late,

    /// <summary>Passed over: no file that can be sent was there in time.</summary>
    NoText,

    /// <summary>Passed over: the storage that this one is a copy of may have sent it.</summary>
    MayHaveGone,
}

/// <summary>People of an import who wait to be looked at, one by one.</summary>
/// <param name="People">Subscriber id to the ids of newsletters.</param>
internal sealed record NewPeople(IReadOnlyDictionary<string, IReadOnlyList<string>> People);

[JsonSerializable(typeof(WelcomeEntry))]
[JsonSerializable(typeof(NewPeople))]
[JsonSerializable(typeof(WelcomeTotals))]
internal sealed partial class WelcomeJson : JsonSerializerContext
{
    public static WelcomeJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
