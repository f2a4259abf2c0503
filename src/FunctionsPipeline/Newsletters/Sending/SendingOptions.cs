using System.ComponentModel.DataAnnotations;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Sizes and limits of sending, set in code: tests and benchmarks choose smaller ones. The times of the protocol are
/// not among them.
/// </summary>
public sealed class SendingOptions
{
    /// <summary>
    /// No one ticked for longer than that: the storage may be an old copy, and the provider has given up repeating its
    /// webhooks (it does for 24 hours), so nothing is sent until a person adopts it. At least one hour.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan StalenessLimit { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Recipients in one request: at most 1,000, the provider's limit.</summary>
    [Range(1, 1000)]
    public int RequestSize { get; set; } = 1000;

    /// <summary>
    /// Consecutive requests that are frozen, hinted at, claimed and looked up together (<see cref="Records.Bundle"/>). More of
    /// them spare storage operations; all of them may become uncertain when the process that claimed them dies.
    /// </summary>
    [Range(1, 8)]
    public int BundleSize { get; set; } = 5;

    /// <summary>Recipients in one wave. A larger audience has larger waves rather than more than seven.</summary>
    [Range(1, 10_000_000)]
    public int WaveSize { get; set; } = 100_000;
}
