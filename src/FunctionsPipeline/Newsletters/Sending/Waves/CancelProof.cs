using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// Rule S1: when a cancel may be called, and which answer proves it. The simulation replaces this class to show what
/// the rule is for.
/// </summary>
internal class CancelProof(ProviderClock clock)
{
    /// <summary>True while the provider has not said what time it is, and the wave has not certainly gone.</summary>
    public virtual bool LacksTime(WaveRecord wave, CancelAnswer answer) =>
        answer.ProviderTime is null && clock.Earliest < wave.SendAt;

    /// <summary>True once the provider may already have begun to send the batch.</summary>
    public virtual bool IsTooLateToCancel(WaveRecord wave) => clock.Latest > wave.SendAt - SendTimes.CancelLead;

    public virtual bool MayCancel(WaveRecord wave) => clock.IsKnown && !IsTooLateToCancel(wave);

    /// <summary>True while a proof that is dated early enough may still be obtained.</summary>
    public virtual bool MayStillBeProven(WaveRecord wave) => clock.Earliest <= wave.SendAt - SendTimes.ProofLead;

    /// <summary>What the answer to a cancel proves.</summary>
    /// <returns>The date of the proof, by the provider's clock; null without one.</returns>
    public virtual DateTimeOffset? OfCancel(WaveRecord wave, CancelAnswer answer) => Of(wave, answer);

    /// <summary>What the state of a batch proves.</summary>
    /// <returns>The date of the proof, by the provider's clock; null without one.</returns>
    public static DateTimeOffset? Of(WaveRecord wave, CancelAnswer answer) =>
        answer is { State: CancelState.Cancelled, ProviderTime: { } date } && date <= wave.SendAt - SendTimes.ProofLead
            ? date
            : null;
}
