namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>How to start Azurite.</summary>
public sealed record AzuriteOptions
{
    /// <summary>What <c>UseDevelopmentStorage=true</c> means.</summary>
    public const int DefaultBlobPort = 10000;

    /// <summary>What <c>UseDevelopmentStorage=true</c> means.</summary>
    public const int DefaultQueuePort = 10001;

    /// <summary>0 takes a free port, so that several can run side by side.</summary>
    public int BlobPort { get; init; } = DefaultBlobPort;

    /// <summary>0 takes a free port, so that several can run side by side.</summary>
    public int QueuePort { get; init; } = DefaultQueuePort;

    /// <summary>
    /// Where data is kept between runs; created if missing. Null keeps it in memory and forgets it at the end.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Accounts to have beside <c>devstoreaccount1</c>, all with the published key. Each is a world of its own.
    /// </summary>
    public IReadOnlyList<string> FurtherAccounts { get; init; } = [];

    /// <summary>Counts requests: see <see cref="AzuriteMeter"/>.</summary>
    public bool Metered { get; init; }

    /// <summary>How long to wait until it answers, not counting the installation.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>In memory, on free ports: what tests and the demo want.</summary>
    public static AzuriteOptions Throwaway { get; } = new() { BlobPort = 0, QueuePort = 0 };
}
