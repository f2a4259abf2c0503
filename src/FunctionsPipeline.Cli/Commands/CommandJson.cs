using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Cli.Commands.Issues;
using FunctionsPipeline.Cli.Commands.Poison;
using FunctionsPipeline.Cli.Commands.Sources;
using FunctionsPipeline.Cli.Commands.Subscribers;
using FunctionsPipeline.Cli.Commands.Targets;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>How many something concerned.</summary>
internal sealed record CountDocument(int Count);

/// <summary>Files that were written, whole paths.</summary>
internal sealed record FilesDocument(IReadOnlyList<string> Written);

/// <summary>The documents that <c>--json</c> prints; README.md lists them.</summary>
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(CheckDocument[]))]
[JsonSerializable(typeof(CountDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(EraseDocument))]
[JsonSerializable(typeof(FilesDocument))]
[JsonSerializable(typeof(PoisonDocument[]))]
[JsonSerializable(typeof(IssueDocument[]))]
[JsonSerializable(typeof(UpcomingDocument[]))]
[JsonSerializable(typeof(IssueAccountDocument))]
[JsonSerializable(typeof(PreviewDocument))]
[JsonSerializable(typeof(StopDocument))]
[JsonSerializable(typeof(SlotDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(SourceDocument[]))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(SubscriberDocument))]
[JsonSerializable(typeof(SubscriberCountsDocument))]
[JsonSerializable(typeof(TargetDocument[]))]
[JsonSerializable(typeof(TargetTestDocument[]))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>Names in camel case, enumerations by name, letters as letters.</summary>
    public static CommandJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
