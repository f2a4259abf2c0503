using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// The issue as stored in <c>issues/&lt;id&gt;/issue.json</c>. Who planned it, who stopped it and which waves it has are
/// decided by compare-and-swap on this blob and nowhere else.
/// </summary>
public sealed record IssueRecord : Revised
{
    public required IssueId Id { get; init; }

    public required string Newsletter { get; init; }

    public required DateTimeOffset Due { get; init; }

    public required TimeSpan HoldWindow { get; init; }

    public required AudienceQuery Audience { get; init; }

    public required IssueState State { get; init; }

    /// <summary>Which <c>plan-&lt;n&gt;/</c> won; null while planning.</summary>
    public int? Plan { get; init; }

    public int Candidates { get; init; }

    /// <summary>Why candidates are no recipients, by reason.</summary>
    public IReadOnlyDictionary<Exclusion, int> Excluded { get; init; } = new Dictionary<Exclusion, int>();

    public int Recipients { get; init; }

    /// <summary>How many recipients each request has, in order: request 1 is the first.</summary>
    public IReadOnlyList<int> Requests { get; init; } = [];

    /// <summary>
    /// The language of each request, in the same order: one of the content's translations, or empty for its own. Null if
    /// all have its own. Frozen with the recipients, so that a request that is tried again says the same.
    /// </summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>
    /// How many consecutive requests make a <see cref="Records.Bundle"/>. 0 in an issue that was planned before there were
    /// bundles: one.
    /// </summary>
    public int BundleSize { get; init; }

    public IReadOnlyList<WavePlan> Waves { get; init; } = [];

    /// <summary>Subject and articles, repeated from the content so that a list of issues need not open it.</summary>
    public string Subject { get; init; } = "";

    public IReadOnlyList<string> Articles { get; init; } = [];

    public DateTimeOffset? PlannedAt { get; init; }

    /// <summary>Set once and never unset.</summary>
    public StopOrder? Stop { get; init; }

    /// <summary>Staff were notified that it is planned.</summary>
    public bool Announced { get; init; }

    /// <summary>What staff were alerted to, so that each alert is sent once. Keys of <see cref="IssueAlert"/>.</summary>
    public IReadOnlyList<AlertKind> Told { get; init; } = [];

    /// <summary>The closed account; null until nothing more is expected.</summary>
    public IssueAccount? Account { get; init; }

    /// <summary>The language of one request; null for the content's own.</summary>
    /// <param name="request">From 1.</param>
    public string? LanguageOf(int request) => Languages?[request - 1] is { Length: > 0 } language ? language : null;

    [System.Text.Json.Serialization.JsonIgnore]
    public SendTimes Times => new(Due, HoldWindow);
}

public enum IssueState
{
    /// <summary>A person is freezing content and recipients.</summary>
    Planning,

    /// <summary>Frozen; on its way or gone. <see cref="IssueAccount"/> says how far.</summary>
    Planned,

    /// <summary>The account is closed: nothing more is expected.</summary>
    Finished,
}

/// <summary>Staff (or the late limit) ended the issue.</summary>
/// <param name="By">Who, in words without an address: <c>staff</c>, <c>late limit</c>.</param>
public sealed record StopOrder(DateTimeOffset At, string By);

/// <summary>Which requests go under one batch at one time.</summary>
/// <param name="Number">From 1.</param>
/// <param name="SendAt">Never changes once the wave exists (rule S4).</param>
/// <param name="First">First request of a planned wave, from 1; 0 for a tail wave.</param>
/// <param name="Last">Last request of a planned wave.</param>
/// <param name="Moved">
/// The requests of a tail wave: those that an earlier wave could not post in time, or a person planned again.
/// </param>
/// <param name="Gen">The generation that it starts with: above any under which its requests may have been posted.</param>
/// <param name="Decision">
/// Who decided that what was uncertain goes again in this wave; null for a wave that came about by itself.
/// </param>
public sealed record WavePlan(
    int Number,
    DateTimeOffset SendAt,
    int First,
    int Last,
    IReadOnlyList<int>? Moved = null,
    int Gen = 1,
    Decision? Decision = null
)
{
    /// <summary>True if some of its recipients may get a second copy, and a person took that upon them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ByPerson => Decision is not null;
}

/// <summary>Something that only a person may decide.</summary>
/// <param name="By">Who, in words without an address.</param>
public sealed record Decision(DateTimeOffset At, string By);
