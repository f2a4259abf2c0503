using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.History;

/// <summary>One act of a member of staff.</summary>
/// <param name="Who">The address of the member of staff.</param>
/// <param name="Act">Which act: a text <c>act-…</c>.</param>
/// <param name="What">
/// On what: a file, an issue, a queue. Of a reader only the short form of the id, never an address. Null where the act says
/// it all.
/// </param>
/// <param name="Before">How it was; null where that means nothing.</param>
/// <param name="After">How it is then; null where that means nothing.</param>
public sealed record HistoryLine(
    DateTimeOffset At,
    string Who,
    string Act,
    string? What = null,
    string? Before = null,
    string? After = null
);

/// <summary>What a member of staff is about to do. The parts are those of <see cref="HistoryLine"/>.</summary>
/// <param name="Name">Which act: a text <c>act-…</c>.</param>
public sealed record DeskAct(string Name, string? What = null, string? Before = null, string? After = null);

/// <summary>Lines of one day, the oldest first.</summary>
internal sealed record HistoryPart : Revised
{
    public IReadOnlyList<HistoryLine> Lines { get; init; } = [];
}

[JsonSerializable(typeof(HistoryPart))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static HistoryJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
