using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>A blob in <c>articles</c> and the version of it that was last seen to be answered.</summary>
internal sealed record KnownSource(string Name, string ETag);

/// <summary>
/// Which version of each blob in <c>articles</c> was answered, in the order in which storage lists them, so that a
/// comparison reads both side by side. Kept in parts of a thousand names or so: where a part begins depends on the
/// names alone, so that a new name rewrites the part that it falls into and no other.
/// </summary>
internal sealed class SourceIndex(IBlobStore store)
{
    private const int PartSize = 1024;
    private const int LargestPart = 4 * PartSize;
    private static readonly BlobPath Directory = new(Containers.State, "sources/ledger.json");

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<SourceIndexPart> _parts = [];
    private List<KnownSource> _part = [];
    private IReadOnlyList<SourceIndexPart> _before = [];
    private Stored<IReadOnlyList<SourceIndexPart>>? _stored;

    /// <summary>What was known, by name, one part in memory at a time.</summary>
    public async IAsyncEnumerable<KnownSource> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stored = await Parts.ReadAsync(cancellationToken);
        _before = _stored?.Value ?? [];
        foreach (var part in _before)
        {
            // A part that is lost is as if nothing of it were known: it is compared again.
            var known = await store.ReadJsonAsync(
                PathOf(part),
                SourceIndexJson.Compact.ListKnownSource,
                cancellationToken
            );
            foreach (var source in known?.Value ?? [])
                yield return source;
        }
    }

    /// <summary>Notes what is known now; call in the order of the names.</summary>
    public async Task AppendAsync(KnownSource source, CancellationToken cancellationToken)
    {
        if (_part.Count > 0 && (_part.Count >= LargestPart || BeginsPart(source.Name)))
            await WritePartAsync(cancellationToken);
        _part.Add(source);
    }

    /// <summary>Replaces what was known. Until then a death leaves the old ledger in force.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await WritePartAsync(cancellationToken);
        if (_parts.SequenceEqual(_before))
            return;
        if (await Parts.SwapAsync(_stored, _parts, cancellationToken) is null)
            return; // Another run was quicker; what it noted is as good.
        foreach (var part in _before.Where(p => !_written.Contains(p.Id)))
            await store.DeleteAsync(PathOf(part), null, cancellationToken);
    }

    private async Task WritePartAsync(CancellationToken cancellationToken)
    {
        if (_part.Count == 0)
            return;
        var content = JsonSerializer.SerializeToUtf8Bytes(_part, SourceIndexJson.Compact.ListKnownSource);
        // Named by its content: a part that is there need not be written, one that is read is never half new.
        var part = new SourceIndexPart(Sha256Hex.Of(content, 12), _part.Count);
        if (_written.Add(part.Id) && !_before.Contains(part))
            await store.WriteAsync(PathOf(part), content, BlobHeaders.Json, WriteCondition.Always, cancellationToken);
        _parts.Add(part);
        _part = [];
    }

    private JsonDocument<IReadOnlyList<SourceIndexPart>> Parts =>
        new(store, Directory, SourceIndexJson.Compact.IReadOnlyListSourceIndexPart);

    private static bool BeginsPart(string name) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % PartSize == 0;

    private static BlobPath PathOf(SourceIndexPart part) => new(Containers.State, $"sources/part-{part.Id}.json");
}

/// <param name="Id">A hash of its content.</param>
internal sealed record SourceIndexPart(string Id, int Count);

[JsonSerializable(typeof(IReadOnlyList<SourceIndexPart>))]
[JsonSerializable(typeof(List<KnownSource>))]
internal sealed partial class SourceIndexJson : JsonSerializerContext
{
    public static SourceIndexJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
