using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Articles;

/// <summary>How catalog entries are written and read.</summary>
[JsonSerializable(typeof(CatalogEntry))]
public sealed partial class CatalogJson : JsonSerializerContext
{
    public static CatalogJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
