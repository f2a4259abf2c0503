namespace FunctionsPipeline.Cli.Cost;

/// <summary>
/// List prices in US dollars before tax as they were known on <see cref="AsOf"/>: assumptions, to be checked against the
/// price pages that <c>infra/README.md</c> names before you rely on a figure.
/// </summary>
public sealed record Prices
{
    public static Prices Assumed { get; } = new();

    /// <summary>yyyy-MM-dd.</summary>
    public string AsOf { get; init; } = "2026-11-22";

    /// <summary>Hot, zone-redundant, per GB and month.</summary>
    public decimal StorageGbMonth { get; init; } = 0.0230m;

    /// <summary>Blob writes and listings, zone-redundant.</summary>
    public decimal BlobWritesPer10K { get; init; } = 0.0625m;

    public decimal BlobReadsPer10K { get; init; } = 0.0050m;
    public decimal QueueCallsPer10K { get; init; } = 0.0040m;

    /// <summary>Flex Consumption, on demand.</summary>
    public decimal GbSecond { get; init; } = 0.000026m;

    public decimal ExecutionsPerMillion { get; init; } = 0.40m;

    /// <summary>Free each month in a subscription, GB-seconds.</summary>
    public decimal FreeGbSeconds { get; init; } = 100_000m;

    /// <summary>Free each month in a subscription.</summary>
    public decimal FreeExecutions { get; init; } = 250_000m;

    public decimal LogsGb { get; init; } = 2.76m;
    public decimal FreeLogsGb { get; init; } = 5m;

    /// <summary>One log alert rule that looks every 15 minutes, per month.</summary>
    public decimal AlertRule { get; init; } = 0.50m;

    public decimal EgressGb { get; init; } = 0.087m;
    public decimal FreeEgressGb { get; init; } = 100m;

    /// <summary>Front Door Standard's base fee a month; only with a custom domain.</summary>
    public decimal FrontDoor { get; init; } = 35m;

    /// <summary>SendGrid's monthly plans, smallest first: messages included and price.</summary>
    public IReadOnlyList<MailPlan> MailPlans { get; init; } =
    [
        new("Essentials 50K", 50_000, 19.95m),
        new("Essentials 100K", 100_000, 34.95m),
        new("Pro 300K", 300_000, 249m),
        new("Pro 700K", 700_000, 499m),
        new("Pro 1.5M", 1_500_000, 799m),
        new("Pro 2.5M", 2_500_000, 1_099m),
    ];

    /// <summary>Beyond the largest plan SendGrid quotes by hand; assumed per 1,000 messages.</summary>
    public decimal MailPer1000BeyondPlans { get; init; } = 0.44m;
}

/// <summary>One of the mail provider's plans.</summary>
public sealed record MailPlan(string Name, long Messages, decimal UsdPerMonth);
