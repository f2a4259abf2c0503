using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// Rule S2: how long a claim holds, and until when its worker may begin to post. The simulation replaces this class to
/// show what the rule is for.
/// </summary>
internal class ClaimTerms(ProviderClock clock, TimeProvider time)
{
    /// <summary>How long a claim holds, by the provider's clock.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan FirstByteWithin = TimeSpan.FromSeconds(25);

    /// <summary>True while the call of the claim may still be going on, even if its worker has lost the answer.</summary>
    public bool IsLive(Claim? claim) => claim is not null && clock.Earliest < claim.Until;

    /// <summary>True once nothing more can come of the claim: others may decide about its request.</summary>
    public virtual bool HasEnded(Claim? claim) => !IsLive(claim);

    /// <summary>The check immediately before the first byte, by the monotonic clock and by the provider's.</summary>
    /// <param name="startedAt">Timestamp from before the claim was written.</param>
    public virtual bool MayPost(long startedAt, WaveRecord wave) =>
        time.GetElapsedTime(startedAt) <= FirstByteWithin
        && (wave.Batch is null || clock.Latest <= wave.SendAt - SendTimes.PostLead);
}
