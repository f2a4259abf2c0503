using FunctionsPipeline.Findings;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Halt;

internal sealed class CopyAdoption(
    SendingLedger ledger,
    Agenda agenda,
    SendingHalt halt,
    SuppressionPull pull,
    ISuppression suppression,
    TimeProvider time
) : ICopyAdoption
{
    public async Task<Refusal?> AdoptAsync(Adoption adoption, CancellationToken cancellationToken)
    {
        var status = await halt.ReadAsync(cancellationToken);
        if (status?.Halt is not { } cause)
            return new Refusal("Sending is not halted: there is nothing to adopt.");
        if (cause.MayBeCopy && adoption.Departed is null)
            return new Refusal(
                $"No one has said who left by our own pages since {cause.LastTick:u}: if this is a copy it does not know, nor does the provider."
            );
        try
        {
            await pull.PullAsync(cause.LastTick - TimeSpan.FromHours(1), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Refusal(
                "The provider's suppression lists could not be read: people who left since might get mail. Try again later."
            );
        }
        // As of now: any consent that this copy knows of is older than that a person left the other one.
        foreach (var address in adoption.Departed ?? [])
            await suppression.SuppressAsync(
                address,
                SuppressionReason.Unsubscribed,
                time.GetUtcNow(),
                cancellationToken
            );
        foreach (var entry in await agenda.ReadAsync(cancellationToken))
            await DoubtAsync(entry.Issue, cancellationToken);
        await halt.ResumeAsync(adoption, cancellationToken);
        return null;
    }

    /// <summary>
    /// A wave that was to be staged by now may have been staged by the other copy, regardless of what this one says:
    /// all of it is uncertain until events or a person say otherwise.
    /// </summary>
    private async Task DoubtAsync(IssueId id, CancellationToken cancellationToken)
    {
        var stored = await ledger.Issue(id).ReadAsync(cancellationToken);
        if (stored?.Value.State == IssueState.Finished)
            return;
        foreach (var plan in stored?.Value.Waves ?? [])
        {
            if (time.GetUtcNow() < plan.SendAt - SendTimes.StageLead)
                continue;
            await ledger
                .Wave(id, plan.Number)
                .UpdateAsync(
                    wave =>
                        wave?.State is WaveState.Stopped or WaveState.Adopted
                            ? null
                            : (
                                wave
                                ?? new WaveRecord
                                {
                                    Number = plan.Number,
                                    State = WaveState.New,
                                    Gen = plan.Gen,
                                    SendAt = plan.SendAt,
                                }
                            ) with
                            {
                                State = WaveState.Adopted,
                            },
                    cancellationToken
                );
        }
        await agenda.BumpAsync(id, cancellationToken);
    }
}
