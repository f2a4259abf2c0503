using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Cost;

/// <summary>What one run of each step asks of storage and of the function host.</summary>
/// <param name="Source">Where the figures come from: a measurement's name, or that they are an estimate.</param>
/// <param name="Date">When, as yyyy-MM-dd.</param>
/// <param name="Tick">One run of the timer that plans and sweeps.</param>
/// <param name="Article">One article from drop to live, with the rebuild and three targets.</param>
/// <param name="Issue">Planning and closing one issue, regardless of its size; reads all 256 shards.</param>
/// <param name="Request">
/// One request of at most 1,000 recipients, from its message to its last outcome but for events.
/// </param>
/// <param name="EventPost">One post of the event webhook, stored and folded.</param>
/// <param name="Signup">Form, confirmation page, confirmation.</param>
/// <param name="Departure">One unsubscribe or removal. The shard it rewrites is counted apart, by its size.</param>
public sealed record MeasuredOperations(
    string Source,
    string Date,
    StepOperations Tick,
    StepOperations Housekeeping,
    StepOperations Article,
    StepOperations Issue,
    StepOperations Request,
    StepOperations EventPost,
    StepOperations Signup,
    StepOperations Departure
)
{
    /// <summary>The figures that ship with the program.</summary>
    public static MeasuredOperations Shipped()
    {
        using var stream =
            typeof(MeasuredOperations).Assembly.GetManifestResourceStream("operations.json")
            ?? throw new InvalidOperationException(
                "operations.json is not embedded in the program: see the project file."
            );
        return Read(stream);
    }

    /// <exception cref="JsonException">A step or a figure is missing or not a number.</exception>
    public static MeasuredOperations Read(Stream json) =>
        JsonSerializer.Deserialize(json, MeasuredOperationsJson.Default.MeasuredOperations)
        ?? throw new JsonException("The file holds 'null' where an object belongs.");
}

/// <summary>One run of a step.</summary>
/// <param name="Reads">Blob reads, property reads and lease calls.</param>
/// <param name="Writes">Blob writes.</param>
/// <param name="Lists">Pages of a listing, 5,000 blobs each.</param>
/// <param name="QueueCalls">Sends, receives and deletes.</param>
/// <param name="Seconds">Time of one execution.</param>
/// <param name="Executions">Function executions that the step consists of.</param>
/// <param name="RewrittenBytes">Bytes of the blobs that it overwrites: soft delete keeps the old ones for a while.</param>
public sealed record StepOperations(
    decimal Reads,
    decimal Writes,
    decimal Lists,
    decimal QueueCalls,
    decimal Seconds,
    decimal Executions,
    decimal RewrittenBytes
);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MeasuredOperations))]
internal sealed partial class MeasuredOperationsJson : JsonSerializerContext;
