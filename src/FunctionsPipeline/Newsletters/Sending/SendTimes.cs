namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// The clock of one issue due at T, counted back from it. Nothing is at the provider before <see cref="StageFrom"/>; what is
/// staged can be withdrawn until <see cref="StopUntil"/>, because the provider honours a cancel until ten minutes before
/// the send time.
/// </summary>
/// <param name="Due">T.</param>
/// <param name="HoldWindow">How long before T the issue is planned; zero for sending at once, without a stop.</param>
public sealed record SendTimes(DateTimeOffset Due, TimeSpan HoldWindow)
{
    internal static readonly TimeSpan StageLead = TimeSpan.FromMinutes(30);
    internal static readonly TimeSpan ClaimLead = TimeSpan.FromMinutes(16);
    internal static readonly TimeSpan PostLead = TimeSpan.FromMinutes(15);
    internal static readonly TimeSpan CloseLead = new(0, 13, 10);
    internal static readonly TimeSpan StopLead = TimeSpan.FromMinutes(12);
    internal static readonly TimeSpan CancelLead = TimeSpan.FromMinutes(11);
    internal static readonly TimeSpan ProofLead = new(0, 10, 30);

    /// <summary>True with a batch and a send time at the provider; false for <c>holdWindow: 0</c>.</summary>
    public bool Held => HoldWindow > TimeSpan.Zero;

    /// <summary>
    /// From when mail is handed to the provider; a stop before it costs nothing. T itself when nothing is held.
    /// </summary>
    public DateTimeOffset StageFrom => Held ? Due - StageLead : Due;

    /// <summary>
    /// The clock time until which staff may stop the issue and be sure of it. When nothing is held, T: what has not been
    /// handed over by then does not go.
    /// </summary>
    public DateTimeOffset StopUntil => Held ? Due - StopLead : Due;

    /// <summary>
    /// True for what was due until a copy was adopted, or so soon after that the storage which was given up for it may have
    /// handed it to the provider already.
    /// </summary>
    /// <param name="copyAdoptedAt">Null: this storage never was a copy.</param>
    internal static bool MayHaveGoneElsewhere(DateTimeOffset due, DateTimeOffset? copyAdoptedAt) =>
        due <= copyAdoptedAt + StageLead;
}
