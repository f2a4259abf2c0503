using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// Some of an issue's requests under one batch id and one send time, as stored in <c>waves/&lt;nn&gt;.json</c>. The only
/// place that says whether its requests may be claimed.
/// </summary>
internal sealed record WaveRecord : Revised
{
    public required int Number { get; init; }

    public required WaveState State { get; init; }

    /// <summary>How often it was staged. A request that was posted under an older one reads as planned (rule S3).</summary>
    public required int Gen { get; init; }

    public required DateTimeOffset SendAt { get; init; }

    /// <summary>The provider's; null before it opens and always with <c>holdWindow: 0</c>.</summary>
    public string? Batch { get; init; }

    /// <summary>The issue was stopped: what is not posted never will be. Set once and never unset.</summary>
    public bool Stop { get; init; }

    /// <summary>When its requests were last put on the queue.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>When it was stored that the batch will be cancelled; the call comes after.</summary>
    public DateTimeOffset? CancelIntentAt { get; init; }

    /// <summary>When the provider's proof was dated that the batch is cancelled.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Batches that this wave had before and that were cancelled, oldest first.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];
}

internal enum WaveState
{
    /// <summary>Not opened yet.</summary>
    New,

    /// <summary>Its requests may be claimed until 16 minutes before the send time.</summary>
    Open,

    /// <summary>No new claims; waits for those that live to end.</summary>
    Closing,

    /// <summary>The intent to cancel is stored; the cancel is called and proven, or not.</summary>
    Cancelling,

    /// <summary>No claims any more; what is staged goes out at the send time. (Open, not claimable.)</summary>
    Held,

    /// <summary>Nothing of it is at the provider, and nothing ever will be.</summary>
    Stopped,

    /// <summary>A cancel could not be proven: what was posted may or may not go out.</summary>
    Unproven,

    /// <summary>It was in flight when this copy of the storage was adopted (rule S8): nothing about it is certain.</summary>
    Adopted,
}
