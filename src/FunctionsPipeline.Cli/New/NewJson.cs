using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.New;

/// <param name="Path">From the working directory.</param>
internal sealed record NewArticle(string Path);

[JsonSerializable(typeof(NewArticle))]
internal sealed partial class NewJson : JsonSerializerContext
{
    public static NewJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
