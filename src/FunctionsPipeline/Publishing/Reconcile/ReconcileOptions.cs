using System.ComponentModel.DataAnnotations;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>How the reconcile pass is run. The app sets it at its start from how drops are announced.</summary>
public sealed class ReconcileOptions
{
    /// <summary>
    /// Where Event Grid announces each drop: a missed one is rare, and a large import may take a while to arrive.
    /// </summary>
    public static readonly TimeSpan GraceWithEvents = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Where only a scan of the container finds drops. With the Azurite emulator the host's scan misses most files of
    /// those that arrive together, so that this pass is what publishes them. Longer than the scan's interval of ten
    /// seconds and the publishing itself, so that a drop is rarely published by both; if it is, nothing changes.
    /// </summary>
    public static readonly TimeSpan GraceWithScan = TimeSpan.FromSeconds(45);

    /// <summary>How long a drop is left to its trigger. 15 seconds to one hour.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:15",
        "01:00:00",
        ConvertValueInInvariantCulture = true,
        ParseLimitsInInvariantCulture = true
    )]
    public TimeSpan Grace { get; set; } = GraceWithEvents;
}
