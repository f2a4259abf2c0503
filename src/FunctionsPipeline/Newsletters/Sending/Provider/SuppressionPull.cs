using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Provider;

/// <summary>
/// Rule S11: webhooks are repeated for 24 hours only, so the provider's own suppression lists are read daily, before each
/// plan, and before a copy of the storage is adopted.
/// </summary>
internal sealed class SuppressionPull(SendingLedger ledger, IBulkMail mail, ISuppression suppression, TimeProvider time)
{
    private static readonly TimeSpan Daily = TimeSpan.FromHours(24);

    /// <summary>Read again what the last pull may have come too early for.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private long? _lookedAt;

    /// <summary>Costs one read an hour and process when nothing is due.</summary>
    public async Task DailyAsync(CancellationToken cancellationToken)
    {
        if (_lookedAt is { } at && time.GetElapsedTime(at) < Overlap)
            return;
        var stored = await ReadAsync(cancellationToken);
        // One that fails is tried again in an hour: the plan, which needs it, tries by itself.
        _lookedAt = time.GetTimestamp();
        if (!IsRecent(stored))
            await PullAsync(null, cancellationToken);
    }

    /// <returns>False if the lists could not be read now and were not read within a day.</returns>
    public async Task<bool> BeforePlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PullAsync(null, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return IsRecent(await ReadAsync(cancellationToken));
        }
    }

    /// <summary>
    /// Reads what was suppressed since the last pull, or since an earlier time that is known to be incomplete. A first pull
    /// reads the lists whole: an organisation that has used the provider for years brings those who left it with it,
    /// and they are recorded before an old list of addresses is imported.
    /// </summary>
    /// <exception cref="HttpRequestException">
    /// A list could not be read to its end; the next pull begins where this one did.
    /// </exception>
    public async Task PullAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await ReadAsync(cancellationToken);
        var from =
            stored is null || IsAhead(stored.Value, now) ? DateTimeOffset.UnixEpoch : stored.Value.Until - Overlap;
        // Pulls may have failed for a while before the time that is asked for: nothing in between is left out.
        from = since < from ? since.Value : from;
        await foreach (var entry in mail.ListSuppressionsAsync(from, cancellationToken))
            await suppression.SuppressAsync(entry.Address, entry.Reason, entry.Since, cancellationToken);
        await ledger.Pull.SwapAsync(stored, new PullRecord { Until = now }, cancellationToken);
    }

    private bool IsRecent(Stored<PullRecord>? stored) =>
        stored is not null && !IsAhead(stored.Value, time.GetUtcNow()) && time.GetUtcNow() - stored.Value.Until < Daily;

    /// <summary>Written by a clock that was ahead: what came between the true time and that one was never read.</summary>
    private static bool IsAhead(PullRecord record, DateTimeOffset now) => record.Until > now + Overlap;

    private Task<Stored<PullRecord>?> ReadAsync(CancellationToken cancellationToken) =>
        ledger.Pull.ReadAsync(cancellationToken);
}
