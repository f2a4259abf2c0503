using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>What one of each costs: measured in memory by <see cref="UnitMeasurements"/>, but for the waiting.</summary>
/// <param name="Operations">Storage operations of each step, as <c>bench operations</c> counted them.</param>
/// <param name="BytesPerRecord">Of one subscriber in a shard.</param>
/// <param name="BytesPerRecipient">What an issue keeps of one recipient.</param>
/// <param name="CpuPerCandidate">Reading one subscriber and deciding about an issue.</param>
/// <param name="CpuPerRequest">Staging one request of 1,000 recipients.</param>
/// <param name="Render">One article from its drop to its page, the site's rebuild not in it.</param>
/// <param name="CpuPerArticle">The processor's part of that.</param>
/// <param name="SiteBytesPerArticle">Pages, lists, feeds and search on the public site.</param>
/// <param name="RebuildOperations">One more article on the site: a rebuild's storage operations.</param>
/// <param name="RebuildBytes">Bytes that such a rebuild writes on a site without articles.</param>
/// <param name="RebuildBytesPerArticle">How many more for each article that is there already.</param>
/// <param name="SearchBytesPerArticle">What the index that a reader's browser loads holds of one article.</param>
internal sealed record UnitCosts(
    MeasuredOperations Operations,
    decimal BytesPerRecord,
    decimal BytesPerRecipient,
    TimeSpan CpuPerCandidate,
    TimeSpan CpuPerRequest,
    decimal Render,
    TimeSpan CpuPerArticle,
    decimal SiteBytesPerArticle,
    decimal RebuildOperations,
    decimal RebuildBytes,
    decimal RebuildBytesPerArticle,
    decimal SearchBytesPerArticle
)
{
    /// <summary>Assumed, as in the cost table: storage in the same region answers in that time.</summary>
    public static readonly TimeSpan StorageCall = TimeSpan.FromMilliseconds(15);
}
