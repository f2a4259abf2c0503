namespace FunctionsPipeline.Site.Rebuild;

/// <summary>How changes are gathered before they are told.</summary>
public sealed record SiteRebuildOptions
{
    /// <summary>While changes keep coming, wait that long for more. A single change is told at once.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// However many keep coming, tell those that are there after that long. Pages, digests and reports of drops do not wait
    /// for it; told among the drops, each page would be read and written once more while they still come.
    /// </summary>
    public TimeSpan SettleAtMost { get; init; } = TimeSpan.FromSeconds(90);
}
