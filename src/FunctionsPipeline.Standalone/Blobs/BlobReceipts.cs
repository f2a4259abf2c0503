using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Standalone.Storage;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// Which versions of which blobs have been handed to the internal queue for one function: an empty blob for each, and
/// all of them in memory while this instance scans, read by one listing.
/// </summary>
internal sealed class BlobReceipts(HostStorage storage, string hostId, string functionId)
{
    private readonly string _root = $"blobreceipts/{hostId}/{functionId}/";
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var names = await storage.ListAsync(_root, cancellationToken);
        lock (_gate)
        {
            _known.Clear();
            _known.UnionWith(names.Select(name => name[_root.Length..]));
        }
    }

    public bool Contains(string key)
    {
        lock (_gate)
            return _known.Contains(key);
    }

    /// <summary>Remembers it for as long as this instance scans, stored or not: it is in the queue by now.</summary>
    public void Remember(string key)
    {
        lock (_gate)
            _known.Add(key);
    }

    public Task StoreAsync(string key, CancellationToken cancellationToken) => storage.WriteAsync(_root + key, new(""), cancellationToken);

    /// <summary>Receipts of versions that a complete scan no longer showed. They can never be asked for again.</summary>
    public IReadOnlyList<string> NotAmong(HashSet<string> seen, string container, int atMost)
    {
        lock (_gate)
            return [.. _known.Where(key => !seen.Contains(key) && IsIn(key, container)).Take(atMost)];
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await storage.DeleteAsync(_root + key, cancellationToken);
        lock (_gate)
            _known.Remove(key);
    }

    /// <summary><c>etag/container/blob</c>, as the real host names it. A name that could not be a part of another blob's
    /// name as it is, or would make it too long, stands there as its hash.</summary>
    public static string KeyOf(string container, string blobName, string eTag)
    {
        var name = IsPlain(blobName) ? blobName : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)));
        return $"{eTag}/{container}/{name}";
    }

    private static bool IsIn(string key, string container)
    {
        var rest = key.AsSpan(key.IndexOf('/', StringComparison.Ordinal) + 1);
        return rest.StartsWith(container, StringComparison.Ordinal) && rest.Length > container.Length && rest[container.Length] == '/';
    }

    private static bool IsPlain(string name) => name.Length <= 600 && name[0] != '~'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '~')
        && !name.EndsWith('/') && !name.EndsWith('.')
        && name.Split('/').All(part => part is not ("" or "." or ".."));
}
