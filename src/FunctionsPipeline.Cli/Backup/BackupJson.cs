using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Backup;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BackedUpBlob))]
[JsonSerializable(typeof(BackupHeader))]
internal sealed partial class BackupJson : JsonSerializerContext;
