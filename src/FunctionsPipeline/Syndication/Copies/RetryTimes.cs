namespace FunctionsPipeline.Syndication.Copies;

/// <summary>When a call that failed in passing is tried again.</summary>
internal static class RetryTimes
{
    /// <summary>
    /// Longer than any attempt may last (<see cref="Http.TargetHttp.Patience"/> times the calls of one), so that a
    /// claim ends only when its holder is dead.
    /// </summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    /// <summary>An attempt that takes longer is given up. Leaves the claim a margin for clocks that differ.</summary>
    public static readonly TimeSpan Attempt = TimeSpan.FromMinutes(3);

    /// <summary>
    /// A call that is under way when the process is asked to stop may take that long to end: given up, its outcome would be
    /// unknown. The Functions host ends the process ten seconds after it asked.
    /// </summary>
    public static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(5);

    /// <summary>Being put off does not count as an attempt, but must not go on for ever.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromDays(7);

    /// <summary>After a rate limit without a word on how long.</summary>
    public static readonly TimeSpan UnspokenPause = TimeSpan.FromMinutes(15);

    /// <summary>About what Standard Webhooks recommends: close together at first, three days in all.</summary>
    private static readonly TimeSpan[] Times =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <param name="attempts">How many there were, at least 1.</param>
    /// <returns>Null: enough.</returns>
    public static TimeSpan? After(int attempts) => attempts <= Times.Length ? Times[Math.Max(attempts, 1) - 1] : null;
}
