using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending.Provider;

/// <summary>
/// Something that the provider refuses to do for the account: the key is wrong or lacks a right, or credits are used up.
/// Lasts until a call of that kind works.
/// </summary>
/// <param name="Call">What we wanted to do.</param>
/// <param name="Reason">The provider's, without addresses.</param>
/// <param name="Told">Staff were notified of it, or of another with the same reason.</param>
public sealed record ProviderRefusal(string Call, string Reason, DateTimeOffset Since, bool Told = false);

/// <summary>
/// Keeps in <c>sending/standing.json</c> what the provider refuses the account, for all processes, and reports it once: one
/// line in the log, one count that alerts wait for, one matter for staff. Told again only if it worked in between. Staff get
/// the mail as soon as the provider takes mail again; until then the alert, the health page and the page say it.
/// </summary>
internal sealed partial class ProviderAccount(
    SendingLedger ledger,
    StorageIdentity storage,
    TimeProvider time,
    ILogger<ProviderAccount> logger
) : IMailAccountWatch
{
    /// <summary>A working call need not look each time whether another process was refused.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(5);

    private volatile Look? _look;

    public async Task<IReadOnlyList<ProviderRefusal>> ReadAsync(CancellationToken cancellationToken) =>
        Seen((await ledger.Status.ReadAsync(cancellationToken))?.Value);

    public Task RefusedAsync(string call, string reason) =>
        ContainAsync(async () =>
        {
            var first = false;
            await ChangeAsync(refusals =>
            {
                first = refusals.All(r => r.Call != call);
                return first ? [.. refusals, new ProviderRefusal(call, reason, time.GetUtcNow())] : refusals;
            });
            if (first)
                LogRefused(call, reason);
        });

    public Task WorkedAsync(string call) =>
        ContainAsync(async () =>
        {
            var known =
                _look is { } look && time.GetElapsedTime(look.At) < LookAgainAfter
                    ? look.Refusals
                    : await ReadAsync(CancellationToken.None);
            if (known.All(r => r.Call != call))
                return;
            // What was refused for the same reason was refused over the same cause. If it was not, its next call says so.
            await ChangeAsync(refusals =>
                refusals.FirstOrDefault(r => r.Call == call) is { } repaired
                    ? [.. refusals.Where(r => r.Call != call && r.Reason != repaired.Reason)]
                    : refusals
            );
            LogWorks(call);
        });

    /// <summary>Staff were notified of it.</summary>
    /// <exception cref="StorageException">Storage did not answer; the notice may be repeated.</exception>
    public Task MarkToldAsync(ProviderRefusal refusal) =>
        ChangeAsync(refusals => [.. refusals.Select(r => r == refusal ? r with { Told = true } : r)]);

    private async Task ChangeAsync(Func<IReadOnlyList<ProviderRefusal>, IReadOnlyList<ProviderRefusal>> change)
    {
        // The call was made: its result is kept even if the host is shutting down.
        var stored = await ledger.Status.UpdateAsync(
            current =>
            {
                var before = current?.Refusals ?? [];
                var after = change(before);
                if (before.SequenceEqual(after))
                    return null;
                return (
                    current ?? new SendingStatusRecord { Identity = storage.Name, LastTick = time.GetUtcNow() }
                ) with
                {
                    Refusals = after,
                };
            },
            CancellationToken.None
        );
        Seen(stored?.Value);
    }

    /// <summary>What the stored status says is refused.</summary>
    public IReadOnlyList<ProviderRefusal> Seen(SendingStatusRecord? status)
    {
        var refusals = status?.Refusals ?? [];
        _look = new Look(refusals, time.GetTimestamp());
        return refusals;
    }

    private async Task ContainAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StorageException or JsonException)
        {
            LogNotKept(e);
        }
    }

    [LoggerMessage(40, LogLevel.Error, "The mail provider refuses to {Call}: {Reason}")]
    private partial void LogRefused(string call, string reason);

    [LoggerMessage(41, LogLevel.Information, "The mail provider lets us {Call} again")]
    private partial void LogWorks(string call);

    [LoggerMessage(
        42,
        LogLevel.Warning,
        "How the mail provider answered could not be kept; the next call tells it again"
    )]
    private partial void LogNotKept(Exception exception);

    private sealed record Look(IReadOnlyList<ProviderRefusal> Refusals, long At);
}
