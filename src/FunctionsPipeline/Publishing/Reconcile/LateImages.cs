using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>
/// Remembers which sources wait for an image that was not there when they were published, so that the image's arrival
/// publishes them again.
/// </summary>
public sealed class LateImages(IBlobStore store)
{
    /// <summary>Call while publishing, for each image that the article names and that is not in <c>articles</c>.</summary>
    /// <param name="source">The article's blob name in <c>articles</c>.</param>
    /// <param name="image">The missing image's blob name in <c>articles</c>.</param>
    public Task WaitAsync(string source, string image, CancellationToken cancellationToken)
        => store.WriteAsync(
            new BlobPath(Containers.Newsletter, FolderOf(image) + Hash(source)), Encoding.UTF8.GetBytes(source), BlobHeaders.Text,
            WriteCondition.Always, cancellationToken);

    /// <summary>The sources that wait for this image, each with what to forget once it is published again.</summary>
    internal async Task<IReadOnlyList<(string Source, BlobPath Note)>> WaitingForAsync(string image, CancellationToken cancellationToken)
    {
        var waiting = new List<(string, BlobPath)>();
        await foreach (var entry in store.ListAsync(Containers.Newsletter, FolderOf(image), cancellationToken))
        {
            var path = new BlobPath(Containers.Newsletter, entry.Name);
            if (await store.ReadAsync(path, cancellationToken) is { } blob)
                waiting.Add((Encoding.UTF8.GetString(blob.Content.Span), path));
        }
        return waiting;
    }

    /// <summary>Names from outside may hold anything; a hash of them is always a good blob name.</summary>
    private static string FolderOf(string image) => $"late-images/{Hash(image)}/";

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
