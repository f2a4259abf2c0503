using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Writes the site's files, but only those that differ from what was last written.</summary>
internal sealed class SiteWriter(IBlobStore store)
{
    private int _written;

    /// <summary>How many files were written.</summary>
    public int Written => _written;

    /// <param name="path">From the site's root, without a leading '/'.</param>
    /// <param name="known">The hash that was kept when the file was last written; null if it never was.</param>
    /// <returns>The hash to keep.</returns>
    public Task<string> WriteAsync(
        string path,
        string text,
        BlobHeaders headers,
        string? known,
        CancellationToken cancellationToken
    ) => WriteAsync(path, Encoding.UTF8.GetBytes(text), headers, known, cancellationToken);

    /// <inheritdoc cref="WriteAsync(string, string, BlobHeaders, string?, CancellationToken)"/>
    public async Task<string> WriteAsync(
        string path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        string? known,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash(content.Span, headers);
        if (hash != known)
        {
            // Anyone who holds the rebuild's lease is the only writer, and a repeat writes the same: no condition is needed.
            await store.WriteAsync(
                new BlobPath(Containers.Web, path),
                content,
                headers,
                WriteCondition.Always,
                cancellationToken
            );
            Interlocked.Increment(ref _written);
        }
        return hash;
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        store.DeleteAsync(new BlobPath(Containers.Web, path), null, cancellationToken);

    /// <summary>Twelve hex digits: enough to distinguish versions of one file.</summary>
    public static string Hash(string text) => Sha256Hex.Of(text, 6);

    private static string Hash(ReadOnlySpan<byte> content, BlobHeaders headers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        hash.AppendData(Encoding.UTF8.GetBytes($"{headers.ContentType}\n{headers.CacheControl}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
