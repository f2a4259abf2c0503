namespace FunctionsPipeline.Cli.Cost;

/// <summary>
/// A month of use: what the cost model multiplies. The defaults are a weekly newsletter of a small publisher.
/// </summary>
public sealed record Usage(long Subscribers)
{
    public int DaysPerMonth { get; init; } = 30;
    public int IssuesPerMonth { get; init; } = 4;
    public int ArticlesPerMonth { get; init; } = 8;

    /// <summary>Share of the subscribers that joins in a month.</summary>
    public decimal Joining { get; init; } = 0.02m;

    /// <summary>Share of the subscribers that leaves in a month.</summary>
    public decimal Leaving { get; init; } = 0.005m;

    /// <summary>Events that SendGrid posts for one message: processed, delivered and some others.</summary>
    public decimal EventsPerMessage { get; init; } = 2.2m;

    /// <summary>Events in one post of the webhook while an issue goes out.</summary>
    public decimal EventsPerPost { get; init; } = 100m;

    public decimal BytesPerEvent { get; init; } = 700m;

    /// <summary>Share of the recipients who open a page of the site for each issue.</summary>
    public decimal PageViewsPerMessage { get; init; } = 0.1m;

    public decimal BytesPerPageView { get; init; } = 300_000m;

    /// <summary>Record and evidence of one subscriber.</summary>
    public decimal BytesPerSubscriber { get; init; } = 3_200m;

    /// <summary>The hot record alone, which shares a blob with 1/256 of all others.</summary>
    public decimal HotBytesPerSubscriber { get; init; } = 200m;

    /// <summary>What an issue keeps of one recipient, kept for a year.</summary>
    public decimal BytesPerRecipient { get; init; } = 100m;

    public decimal SiteGb { get; init; } = 0.5m;

    /// <summary>Memory of a function instance: 0.5, 2 or 4.</summary>
    public decimal InstanceGb { get; init; } = 2m;

    /// <summary>How long storage keeps deleted and overwritten blobs.</summary>
    public int SoftDeleteDays { get; init; } = 14;

    /// <summary>How long raw webhook posts are kept.</summary>
    public int RawEventDays { get; init; } = 30;

    public int AlertRules { get; init; } = 4;

    public decimal BytesPerLogLine { get; init; } = 900m;
    public int LogLinesPerExecution { get; init; } = 3;
}
