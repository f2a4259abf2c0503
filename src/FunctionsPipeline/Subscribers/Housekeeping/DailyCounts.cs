using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>One day in numbers, for charts: <c>counts/&lt;day&gt;.json</c>. No personal data.</summary>
public sealed record DailyCounts
{
    /// <summary>UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What happened on that day, all shards together.</summary>
    public required DayCounts Happened { get; init; }

    /// <summary>How many stood how when the day was last counted; null for days counted later only.</summary>
    public Totals? Totals { get; init; }
}

/// <param name="Active">People who get at least one newsletter.</param>
/// <param name="ByNewsletter">People who get each newsletter.</param>
public sealed record Totals(
    int Active,
    int Pending,
    int Unsubscribed,
    int Suppressed,
    IReadOnlyDictionary<string, int> ByNewsletter
);
