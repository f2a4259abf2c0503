using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>The account's cancel slots, as stored in <c>sending/slots.json</c>.</summary>
internal sealed record CancelSlotsRecord : Revised
{
    public IReadOnlyList<CancelSlot> Taken { get; init; } = [];
}

/// <summary>One batch that may have to be cancelled, or that is.</summary>
/// <param name="Key">Issue, wave and generation: taking a slot twice takes one.</param>
/// <param name="Cancelled">The batch whose cancellation holds the slot; null while it is live.</param>
internal sealed record CancelSlot(string Key, CancelSlotUse Use, DateTimeOffset SendAt, string? Cancelled = null);

internal enum CancelSlotUse
{
    Plan,
    Replacement,
    Tail,
}

/// <summary>
/// Rule S5. The provider holds at most ten cancelled batches for the whole account, so that at most ten batches may be
/// live or cancelled at a time: each live one can then still be cancelled. Plans take seven, the rest is for restaging.
/// </summary>
internal class CancelSlots(SendingLedger ledger, IBulkMail mail, ProviderClock clock)
{
    private const int AccountLimit = 10;
    private const int PlanLimit = 7;

    /// <summary>A cancellation is removed at the provider this long after the send time.</summary>
    private static readonly TimeSpan KeepCancelled = TimeSpan.FromMinutes(60);

    public static string Key(IssueId issue, int wave, int gen) => $"{issue}/{wave}/{gen}";

    /// <summary>Reserves a slot.</summary>
    /// <returns>False if none is free.</returns>
    public virtual async Task<bool> TakeAsync(
        string key,
        CancelSlotUse use,
        DateTimeOffset sendAt,
        CancellationToken cancellationToken
    )
    {
        var taken = false;
        await UpdateAsync(
            slots =>
            {
                taken = slots.Any(s => s.Key == key);
                if (
                    taken
                    || slots.Count >= AccountLimit
                    || (use == CancelSlotUse.Plan && slots.Count(s => s.Use == CancelSlotUse.Plan) >= PlanLimit)
                )
                    return slots;
                taken = true;
                return [.. slots, new CancelSlot(key, use, sendAt)];
            },
            cancellationToken
        );
        return taken;
    }

    /// <summary>Gives a slot back under which nothing was posted.</summary>
    public Task ReturnAsync(string key, CancellationToken cancellationToken) =>
        UpdateAsync(slots => [.. slots.Where(s => s.Key != key || s.Cancelled is not null)], cancellationToken);

    /// <summary>The slot stays taken until the cancellation is removed. Stored before the cancel is called.</summary>
    public Task MarkCancelledAsync(
        string key,
        string batch,
        DateTimeOffset sendAt,
        CancellationToken cancellationToken
    ) =>
        UpdateAsync(
            slots =>
                slots.Any(s => s.Key == key && s.Cancelled is not null)
                    ? slots
                    :
                    [
                        .. slots.Where(s => s.Key != key),
                        new CancelSlot(
                            key,
                            slots.FirstOrDefault(s => s.Key == key)?.Use ?? CancelSlotUse.Replacement,
                            sendAt,
                            batch
                        ),
                    ],
            cancellationToken
        );

    /// <summary>Removes cancellations at the provider that are past their time, and frees their slots.</summary>
    public async Task ReleasePastAsync(CancellationToken cancellationToken)
    {
        var slots = await ledger.CancelSlots.ReadAsync(cancellationToken);
        foreach (var slot in slots?.Value.Taken ?? [])
        {
            if (slot.Cancelled is not { } batch || clock.Earliest < slot.SendAt + KeepCancelled)
                continue;
            var answer = await clock.ObserveAsync(() => mail.ReleaseAsync(batch, cancellationToken));
            if (answer.State == CancelState.None && answer.ProviderTime >= slot.SendAt)
                await UpdateAsync(all => [.. all.Where(s => s.Cancelled != batch)], cancellationToken);
        }
    }

    /// <summary>Live slots free themselves at the send time: then there is nothing left to cancel.</summary>
    private async Task UpdateAsync(
        Func<IReadOnlyList<CancelSlot>, IReadOnlyList<CancelSlot>> change,
        CancellationToken cancellationToken
    ) =>
        await ledger.CancelSlots.UpdateAsync(
            current =>
            {
                var before = current?.Taken ?? [];
                // Before the provider's time is known, a margin allows for a system clock that is ahead.
                var past = clock.IsKnown ? clock.Earliest : clock.Earliest - TimeSpan.FromMinutes(10);
                var after = change([.. before.Where(s => s.Cancelled is not null || past < s.SendAt)]);
                return before.SequenceEqual(after) ? null : new CancelSlotsRecord { Taken = after };
            },
            cancellationToken
        );
}
