using System.ComponentModel.DataAnnotations;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Sizes of shards, set in code: tests and benchmarks choose smaller ones.</summary>
public sealed class ShardOptions
{
    /// <summary>
    /// A shard of more bytes is split by the next housekeeping: each change of one person rewrites their whole shard. Two
    /// million bytes are 10,000 people; 64 kB to 64 MB.
    /// </summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int SplitAboveBytes { get; set; } = 2_000_000;
}
