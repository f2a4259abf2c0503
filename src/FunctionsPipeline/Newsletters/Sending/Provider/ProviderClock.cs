using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Newsletters.Sending.Provider;

/// <summary>
/// The provider's clock as this process knows it: the provider's <c>Date</c>, carried on by the monotonic clock, so that
/// neither a wrong nor a jumping system clock moves a deadline (rule S6). Two readings, because an HTTP date has whole
/// seconds and an answer takes its time: ask <see cref="Latest"/> whether it is still early enough, and
/// <see cref="Earliest"/> whether something has certainly ended. The simulation replaces this class to show what the
/// rule is for.
/// </summary>
internal class ProviderClock(IBulkMail mail, TimeProvider time)
{
    /// <summary>More than that between this machine and the provider, and this machine stages nothing.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxDrift = TimeSpan.FromSeconds(10);

    private Reading? _reading;

    public virtual bool IsKnown => _reading is not null;

    /// <summary>At most this late, if the clock is known; else the system clock.</summary>
    public virtual DateTimeOffset Latest =>
        _reading is { } r ? r.Date + TimeSpan.FromSeconds(1) + time.GetElapsedTime(r.AskedAt) : time.GetUtcNow();

    /// <summary>At least this late, if the clock is known; else the system clock.</summary>
    public virtual DateTimeOffset Earliest =>
        _reading is { } r ? r.Date + time.GetElapsedTime(r.AnsweredAt) : time.GetUtcNow();

    /// <summary>True if this machine's clock and the provider's differ by more than <see cref="MaxSkew"/>.</summary>
    public virtual bool IsSkewed =>
        _reading is not null && (time.GetUtcNow() < Earliest - MaxSkew || time.GetUtcNow() > Latest + MaxSkew);

    /// <summary>Makes a call and notes the provider's date in its answer.</summary>
    public async Task<CancelAnswer> ObserveAsync(Func<Task<CancelAnswer>> call)
    {
        var asked = time.GetTimestamp();
        var answer = await call();
        Note(answer.ProviderTime, asked);
        return answer;
    }

    /// <inheritdoc cref="ObserveAsync(Func{Task{CancelAnswer}})"/>
    public async Task<BatchAnswer> ObserveAsync(Func<Task<BatchAnswer>> call)
    {
        var asked = time.GetTimestamp();
        var answer = await call();
        Note(answer.ProviderTime, asked);
        return answer;
    }

    /// <summary>
    /// Asks the provider for the time, unless an answer of the last minutes still agrees with the system clock.
    /// </summary>
    /// <returns>False if it is not known what time it is at the provider.</returns>
    public async Task<bool> EnsureAsync(string batchId, CancellationToken cancellationToken)
    {
        if (
            _reading is not { } r
            || time.GetElapsedTime(r.AnsweredAt) > Fresh
            || ((time.GetUtcNow() - r.Wall) - time.GetElapsedTime(r.AnsweredAt)).Duration() > MaxDrift
        )
            await ObserveAsync(() => mail.GetCancellationAsync(batchId, cancellationToken));
        return IsKnown;
    }

    private void Note(DateTimeOffset? date, long asked)
    {
        if (date is { } d)
            _reading = new Reading(d, asked, time.GetTimestamp(), time.GetUtcNow());
    }

    private sealed record Reading(DateTimeOffset Date, long AskedAt, long AnsweredAt, DateTimeOffset Wall);
}
