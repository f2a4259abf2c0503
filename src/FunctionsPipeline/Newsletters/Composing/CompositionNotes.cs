using System.Text.Json.Serialization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// What had to be changed while composing an issue, and what is wrong with its editor's note, kept for its preview.
/// </summary>
internal sealed class CompositionNotes(IBlobStore store)
{
    public Task WriteAsync(IssueId issue, IReadOnlyList<Finding> findings, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(
            PathOf(issue),
            new Composition(findings),
            CompositionJson.Own.Composition,
            WriteCondition.Always,
            cancellationToken
        );

    public async Task<IReadOnlyList<Finding>> ReadAsync(IssueId issue, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(PathOf(issue), CompositionJson.Own.Composition, cancellationToken))?.Value.Findings
        ?? [];

    private static BlobPath PathOf(IssueId issue) => new(Containers.State, $"compositions/{issue}.json");
}

internal sealed record Composition(IReadOnlyList<Finding> Findings);

[JsonSerializable(typeof(Composition))]
internal sealed partial class CompositionJson : JsonSerializerContext
{
    public static CompositionJson Own { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
