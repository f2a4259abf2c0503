using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Storage;

/// <summary>State as small JSON blobs that a person can read.</summary>
public static class JsonBlobs
{
    /// <summary>
    /// Options to build a source-generated context on: camelCase, indented, enums by name, letters of any language as
    /// they are.
    /// </summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    /// <summary>Reads and parses a blob. Null if it does not exist.</summary>
    /// <exception cref="JsonException">It is not what was written: another person changed it.</exception>
    public static async Task<Stored<T>?> ReadJsonAsync<T>(
        this IBlobStore store,
        BlobPath path,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
    {
        var blob = await store.ReadAsync(path, cancellationToken);
        if (blob is null)
            return null;
        var value =
            JsonSerializer.Deserialize(blob.Content.Span, type)
            ?? throw new JsonException($"{path} holds 'null' where an object belongs.");
        return new Stored<T>(value, blob.ETag);
    }

    /// <summary>Writes a value as JSON.</summary>
    /// <returns>The new ETag, or null if <paramref name="condition"/> was not met.</returns>
    public static Task<string?> WriteJsonAsync<T>(
        this IBlobStore store,
        BlobPath path,
        T value,
        JsonTypeInfo<T> type,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) =>
        store.WriteAsync(
            path,
            JsonSerializer.SerializeToUtf8Bytes(value, type),
            BlobHeaders.Json,
            condition,
            cancellationToken
        );
}
