using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

[JsonSerializable(typeof(IssueRecord))]
[JsonSerializable(typeof(FrozenContent))]
[JsonSerializable(typeof(PlanManifest))]
[JsonSerializable(typeof(RecipientList))]
[JsonSerializable(typeof(WaveRecord))]
[JsonSerializable(typeof(RequestRecord))]
[JsonSerializable(typeof(SendingStatusRecord))]
[JsonSerializable(typeof(AgendaRecord))]
[JsonSerializable(typeof(CancelSlotsRecord))]
[JsonSerializable(typeof(OutcomeRecord))]
[JsonSerializable(typeof(PullRecord))]
[JsonSerializable(typeof(StageHint))]
[JsonSerializable(typeof(FoldHint))]
internal sealed partial class SendingJson : JsonSerializerContext
{
    /// <summary>State blobs: indented, for people.</summary>
    public static SendingJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));

    /// <summary>Queue messages: on one line.</summary>
    public static SendingJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
