namespace FunctionsPipeline.Syndication;

/// <summary>How targets are reached.</summary>
public sealed record SyndicationOptions
{
    /// <summary>True in development and in tests only: servers on this machine may be called, without https.</summary>
    public bool AllowLoopback { get; init; }
}
