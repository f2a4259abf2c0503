using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Migrate.Buttondown;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ButtondownJson : JsonSerializerContext;
