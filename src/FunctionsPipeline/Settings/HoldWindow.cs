namespace FunctionsPipeline.Settings;

/// <summary>How long before its send time an issue is planned and staff may stop it.</summary>
public static class HoldWindow
{
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(45);

    /// <summary>Less leaves no time to plan, to stage, and to cancel what is uncertain (Newsletters/README.md).</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(40);

    /// <summary>The mail provider may not hold mail for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    /// <summary>Zero sends at once, without a stop.</summary>
    public static bool IsValid(TimeSpan window) => window == TimeSpan.Zero || (window >= Shortest && window <= Longest);
}
