using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>A rule that is taken out: the services that decide by it are replaced by ones that do not.</summary>
internal sealed record KnockOut(Action<IServiceCollection> Register)
{
    /// <summary>S1: a refused or late cancel counts as proof.</summary>
    public static KnockOut CancelProof { get; } = new(s => s.AddSingleton<CancelProof, AnyAnswerProves>());

    /// <summary>S2: nothing is checked before the first byte, and a claim is not waited for.</summary>
    public static KnockOut EndOfClaims { get; } = new(s => s.AddSingleton<ClaimTerms, EndlessClaims>());

    /// <summary>S3: restaging rewrites request after request, and results are written over any version.</summary>
    public static KnockOut Generations { get; } =
        new(s => s.AddSingleton<WaveRestaging, RewritingRestaging>().AddSingleton<RequestClaims, LastWriterWins>());

    /// <summary>S4: the send time of a late wave is put off in place.</summary>
    public static KnockOut FixedSendTime { get; } =
        new(s => s.AddSingleton<WaveSteps, PostponingSteps>().AddSingleton<WaveRestaging, RestagingAtAnyTime>());

    /// <summary>S5: batches are opened and cancelled without counting.</summary>
    public static KnockOut CountedSlots { get; } = new(s => s.AddSingleton<CancelSlots, UncountedSlots>());

    /// <summary>S6: the machine's own clock is believed.</summary>
    public static KnockOut ProviderClock { get; } = new(s => s.AddSingleton<ProviderClock, OwnClock>());

    /// <summary>S7: a lost message is never sent again.</summary>
    public static KnockOut RepeatedHints { get; } = new(s => s.AddSingleton<RequestHints, HintsGivenOnce>());

    private sealed class AnyAnswerProves(ProviderClock clock, TimeProvider time) : CancelProof(clock)
    {
        public override bool LacksTime(WaveRecord wave, CancelAnswer answer) => false;

        public override bool IsTooLateToCancel(WaveRecord wave) => false;

        public override bool MayCancel(WaveRecord wave) => true;

        public override bool MayStillBeProven(WaveRecord wave) => true;

        public override DateTimeOffset? OfCancel(WaveRecord wave, CancelAnswer answer) =>
            answer.ProviderTime ?? time.GetUtcNow();
    }

    private sealed class EndlessClaims(ProviderClock clock, TimeProvider time) : ClaimTerms(clock, time)
    {
        public override bool HasEnded(Claim? claim) => true;

        public override bool MayPost(long startedAt, WaveRecord wave) => true;
    }

    private sealed class RewritingRestaging(
        SendingLedger ledger,
        CancelSlots slots,
        ProviderClock clock,
        WaveBatches batches,
        WaveOpening opening
    ) : WaveRestaging(ledger, slots, clock, batches, opening)
    {
        private readonly SendingLedger _ledger = ledger;
        private readonly WaveOpening _opening = opening;

        protected override async Task<bool> RestageAsync(
            IssueView view,
            Stored<WaveRecord> wave,
            WaveRecord next,
            IReadOnlyList<int> members,
            CancellationToken cancellationToken
        )
        {
            if (!await _opening.OpenAsync(view, wave, next with { Gen = wave.Value.Gen }, members, cancellationToken))
                return false;
            foreach (var number in members)
            {
                if (view.Stored(number) is { } stored)
                    await _ledger
                        .Request(view.Id, number)
                        .SwapAsync(
                            stored,
                            stored.Value with
                            {
                                State = RequestState.Planned,
                                Claim = null,
                            },
                            cancellationToken
                        );
            }
            return true;
        }
    }

    private sealed class LastWriterWins(
        SendingLedger ledger,
        RequestBook book,
        SendingHalt halt,
        ProviderClock clock,
        IssueAlertService alerts,
        TimeProvider time
    ) : RequestClaims(ledger, book, halt, clock, alerts, time)
    {
        public override async Task FinishAsync(
            Claimed claimed,
            RequestRecord result,
            CancellationToken cancellationToken
        ) =>
            await claimed.Document.SwapAsync(
                await claimed.Document.ReadAsync(cancellationToken),
                result,
                cancellationToken
            );
    }

    private sealed class PostponingSteps(
        SendingLedger ledger,
        WaveOpening opening,
        WaveClosing closing,
        WaveCancelling cancelling,
        RequestSteps requests,
        RequestHints hints,
        ProviderClock clock
    ) : WaveSteps(ledger, opening, closing, cancelling, requests, hints, clock)
    {
        private readonly SendingLedger _ledger = ledger;

        protected override async Task<bool> HoldAsync(
            IssueView view,
            Stored<WaveRecord> wave,
            IReadOnlyList<int> planned,
            CancellationToken cancellationToken
        ) =>
            planned.Count == 0
                ? await base.HoldAsync(view, wave, planned, cancellationToken)
                : await _ledger.SwapWaveAsync(
                    view,
                    wave,
                    wave.Value with
                    {
                        SendAt = wave.Value.SendAt + TimeSpan.FromMinutes(40),
                    },
                    cancellationToken
                )
                    is not null;
    }

    private sealed class RestagingAtAnyTime(
        SendingLedger ledger,
        CancelSlots slots,
        ProviderClock clock,
        WaveBatches batches,
        WaveOpening opening
    ) : WaveRestaging(ledger, slots, clock, batches, opening)
    {
        protected override bool IsTooLate(WaveRecord wave) => false;
    }

    private sealed class UncountedSlots(SendingLedger ledger, IBulkMail mail, ProviderClock clock)
        : CancelSlots(ledger, mail, clock)
    {
        public override Task<bool> TakeAsync(
            string key,
            CancelSlotUse use,
            DateTimeOffset sendAt,
            CancellationToken cancellationToken
        ) => Task.FromResult(true);
    }

    private sealed class OwnClock(IBulkMail mail, TimeProvider time) : ProviderClock(mail, time)
    {
        private readonly TimeProvider _time = time;

        public override bool IsKnown => true;

        public override bool IsSkewed => false;

        public override DateTimeOffset Latest => _time.GetUtcNow();

        public override DateTimeOffset Earliest => _time.GetUtcNow();
    }

    private sealed class HintsGivenOnce(IMessageQueue queue, TimeProvider time) : RequestHints(queue, time)
    {
        public override bool AreDueAgain(WaveRecord wave) => false;
    }
}
