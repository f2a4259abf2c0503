using System.ComponentModel.DataAnnotations;

namespace FunctionsPipeline.Syndication;

/// <summary>How targets are reached, and when copies end.</summary>
public sealed class SyndicationOptions
{
    /// <summary>True in development and in tests only: servers on this machine may be called, without https.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>
    /// How long after its article went off the site a copy is taken away: time to put back a file that was moved or deleted
    /// by mistake. One minute to one day.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "00:01:00",
        "1.00:00:00",
        ConvertValueInInvariantCulture = true,
        ParseLimitsInInvariantCulture = true
    )]
    public TimeSpan WithdrawAfter { get; set; } = TimeSpan.FromMinutes(15);
}
