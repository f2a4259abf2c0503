using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.LocalHost.Storage;

namespace FunctionsPipeline.LocalHost.Blobs;

/// <summary>
/// Which version of each blob has been raised for one function: one blob of JSON, name to ETag, read when a host begins
/// to watch and written after each listing that found something. Written only over the version that was read, so that
/// a host that lost the lock without knowing cannot take back what the next one recorded.
/// </summary>
internal sealed class BlobRecord
{
    private readonly HostStorage _storage;
    private readonly string _name;
    private ETag? _version;

    private BlobRecord(HostStorage storage, string name, Dictionary<string, string> raised, ETag? version) =>
        (_storage, _name, Raised, _version) = (storage, name, raised, version);

    /// <summary>ETag by name of blob.</summary>
    public Dictionary<string, string> Raised { get; private set; }

    public static async Task<BlobRecord> ReadAsync(
        HostStorage storage,
        string name,
        CancellationToken cancellationToken
    )
    {
        var stored = await storage.ReadAsync(name, cancellationToken);
        return new(storage, name, stored is null ? New() : Parse(stored.Value.Content), stored?.Version);
    }

    /// <exception cref="RequestFailedException">412: another host wrote it since.</exception>
    public async Task WriteAsync(Dictionary<string, string> raised, CancellationToken cancellationToken)
    {
        var conditions = _version is { } read
            ? new BlobRequestConditions { IfMatch = read }
            : new BlobRequestConditions { IfNoneMatch = ETag.All };
        var content = JsonSerializer.SerializeToUtf8Bytes(raised, BlobRecordJson.Default.DictionaryStringString);
        _version = await _storage.WriteAsync(_name, new(content), conditions, cancellationToken);
        Raised = raised;
    }

    // A record that cannot be read is one that is not there: its blobs run once more, and none is missed.
    private static Dictionary<string, string> Parse(BinaryData content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, BlobRecordJson.Default.DictionaryStringString) is { } raised
                ? new(raised, StringComparer.Ordinal)
                : New();
        }
        catch (JsonException)
        {
            return New();
        }
    }

    private static Dictionary<string, string> New() => new(StringComparer.Ordinal);
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class BlobRecordJson : JsonSerializerContext;
