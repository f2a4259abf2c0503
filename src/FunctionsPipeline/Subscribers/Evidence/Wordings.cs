using System.Collections.Concurrent;
using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>
/// What people agreed to, word for word, each text kept once under its hash: <c>wordings/&lt;sha256&gt;.txt</c>.
/// </summary>
public sealed class Wordings(IBlobStore blobs)
{
    private readonly ConcurrentDictionary<string, bool> _kept = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of the text in UTF-8, hex.</summary>
    public static string HashOf(string text) => Sha256Hex.Of(text);

    /// <summary>Stores a text unless it is there.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> KeepAsync(string text, CancellationToken cancellationToken)
    {
        var hash = HashOf(text);
        if (_kept.ContainsKey(hash))
            return hash;
        await blobs.WriteAsync(
            PathOf(hash),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.IfAbsent,
            cancellationToken
        );
        _kept[hash] = true;
        return hash;
    }

    /// <summary>Null if no such text is kept.</summary>
    public async Task<string?> FindAsync(string hash, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(PathOf(hash), cancellationToken) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;

    private static BlobPath PathOf(string hash) => new(Containers.Subscribers, $"wordings/{hash}.txt");
}
