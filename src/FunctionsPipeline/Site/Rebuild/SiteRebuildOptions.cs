namespace FunctionsPipeline.Site.Rebuild;

/// <summary>How changes are gathered before the site is rebuilt.</summary>
public sealed record SiteRebuildOptions
{
    /// <summary>While changes keep coming, wait that long for more. A single change is shown immediately.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// However many keep coming, rebuild after that long. Pages, digests and reports of drops do not wait
    /// for it; earlier, each page would be read and written once more while drops still arrive.
    /// </summary>
    public TimeSpan SettleAtMost { get; init; } = TimeSpan.FromSeconds(90);
}
