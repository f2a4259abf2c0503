using System.Text.Json;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Integration;

/// <summary>
/// Finds out whether the app does its work. A call costs one read of the sending ledger, and one of <c>site.yml</c>
/// when the settings are due to be read again; the six poison queues are counted at most once a minute by each instance.
/// </summary>
public sealed class HealthCheck
{
    /// <summary>The newsletter timer runs each minute; a start or a long round may skip a few.</summary>
    public static readonly TimeSpan TickAtMost = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Shorter than the time-out of the usual probes. In real time, as storage and probes are: a local run may use
    /// another clock.
    /// </summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan CountPoisonEvery = TimeSpan.FromMinutes(1);

    private readonly ISendingReader _sending;
    private readonly ISiteSettingsSource _settings;
    private readonly PoisonQueues _poison;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;
    private volatile PoisonLook? _lastLook;

    public HealthCheck(ISendingReader sending, ISiteSettingsSource settings, PoisonQueues poison, TimeProvider time)
    {
        (_sending, _settings, _poison, _time) = (sending, settings, poison, time);
        _started = time.GetUtcNow();
    }

    public async Task<HealthAnswer> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerWithin, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await LookAsync(either.Token);
        }
        catch (Exception e)
            when (e is StorageException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return HealthAnswer.Unhealthy;
        }
    }

    private async Task<HealthAnswer> LookAsync(CancellationToken cancellationToken)
    {
        var site = await _settings.GetAsync(cancellationToken);
        var messages = await CountPoisonAsync(cancellationToken);
        try
        {
            var status = await _sending.StatusAsync(cancellationToken);
            return HealthAnswer.Of(SendingText(status), MailText(status, site), TimerText(status), messages) with
            {
                Standing = status,
            };
        }
        catch (JsonException)
        {
            return HealthAnswer.Of(
                "its state in storage (state/sending/standing.json) cannot be read",
                MailText(null, site),
                HealthAnswer.Ok,
                messages
            );
        }
    }

    private static string SendingText(SendingStatus? status) =>
        status?.Halt is { } halt ? $"halted since {halt.At:u}: {ReasonText(halt)}" : HealthAnswer.Ok;

    /// <summary>In words of our own: the stored detail names the storage account.</summary>
    private static string ReasonText(HaltRecord halt) =>
        halt.Reason switch
        {
            HaltReason.OtherAccount =>
                "the sending ledger was written in another storage account, so this may be a copy of it. A person must adopt it (fp adopt)",
            HaltReason.Stale =>
                $"the newsletter timer had not run since {halt.LastTick:u}, so this may be an old copy. A person must adopt it (fp adopt)",
            HaltReason.UnknownIssue =>
                "the mail provider reported an issue that this ledger does not know, so another copy may be sending. A person must adopt one (fp adopt)",
            HaltReason.CancelNotHonoured =>
                "the mail provider delivered messages whose cancellation it had confirmed. A person must look and adopt (fp adopt)",
            HaltReason.Restored =>
                $"a backup was restored that ends at {halt.LastTick:u}. A person must adopt it (fp adopt)",
            _ => "a person must look (fp adopt)",
        };

    /// <summary>Without the provider's words; those are in the log and on the issue's page.</summary>
    private static string MailText(SendingStatus? status, SiteSettings site)
    {
        if (status is { Refusals.Count: > 0 })
            return $"refused by the provider since {status.Refusals.Min(r => r.Since):u}";
        return site.Organisation.MayMail
            ? HealthAnswer.Ok
            : "site.yml names no postal address (organisation, postalAddress): nothing is mailed to readers, and no one can subscribe";
    }

    private string TimerText(SendingStatus? status)
    {
        var now = _time.GetUtcNow();
        if (status is null)
            return now - _started <= TickAtMost ? HealthAnswer.Ok : "the newsletter timer has never run";
        if (status.Halt is not null)
            return "not recorded while sending is halted";
        return now - status.LastTick <= TickAtMost
            ? HealthAnswer.Ok
            : $"the newsletter timer has not run since {status.LastTick:u}";
    }

    private async Task<IReadOnlyDictionary<string, int>> CountPoisonAsync(CancellationToken cancellationToken)
    {
        if (_lastLook is { } look && _time.GetElapsedTime(look.At) < CountPoisonEvery)
            return look.Counts;
        var counts = await _poison.CountAsync(cancellationToken);
        _lastLook = new PoisonLook(counts, _time.GetTimestamp());
        return counts;
    }

    private sealed record PoisonLook(IReadOnlyDictionary<string, int> Counts, long At);
}
