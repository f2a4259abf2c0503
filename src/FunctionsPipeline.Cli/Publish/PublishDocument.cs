using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>What <c>fp publish --json</c> prints. All lists hold names in the container.</summary>
/// <param name="IsDryRun">True: nothing was done, and the lists say what would be.</param>
/// <param name="Refused">Files with mistakes, which stayed here.</param>
/// <param name="Conflicts">Files whose blob was changed elsewhere, which stayed here.</param>
/// <param name="Deleted">Deleted with <c>--delete</c>.</param>
/// <param name="OnlyThere">In the container and not in the folder; they were left.</param>
/// <param name="Answers">In the order in which they came.</param>
/// <param name="Unanswered">What the app had not answered in time.</param>
internal sealed record PublishDocument(
    bool IsDryRun,
    IReadOnlyList<string> Uploaded,
    int Unchanged,
    IReadOnlyList<PublishedFindings> Refused,
    IReadOnlyList<PublishConflict> Conflicts,
    IReadOnlyList<string> Deleted,
    IReadOnlyList<string> OnlyThere,
    IReadOnlyList<PublishAnswer> Answers,
    IReadOnlyList<string> Unanswered
);

internal sealed record PublishedFindings(string Name, IReadOnlyList<Finding> Findings);

internal sealed record PublishConflict(string Name, string Reason);

internal sealed record PublishAnswer(
    string Name,
    ReportStatus Status,
    string? Link,
    DateTimeOffset? PublishAt,
    IReadOnlyList<Finding> Findings
);

[JsonSerializable(typeof(PublishDocument))]
internal sealed partial class PublishJson : JsonSerializerContext
{
    public static PublishJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
