using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>
/// Until when the provider's suppression lists are known, as stored in <c>sending/suppression-pull.json</c>.
/// </summary>
internal sealed record PullRecord : Revised
{
    public required DateTimeOffset Until { get; init; }
}
