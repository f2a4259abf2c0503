using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Remembers which articles wait for a file beside them that was not there, and which show one, and in which version:
/// so that its arrival, or a new version, publishes them again.
/// </summary>
public sealed class MissingFileWatch(IBlobStore store)
{
    /// <summary>Call while publishing, for each file that the article names and that is not in <c>articles</c>.</summary>
    /// <param name="source">The article's blob name in <c>articles</c>.</param>
    /// <param name="file">The missing file's blob name in <c>articles</c>.</param>
    public Task WaitAsync(string source, string file, CancellationToken cancellationToken) =>
        NoteAsync(source, file, "", cancellationToken);

    /// <summary>Call while publishing, for each file that is published in a version that was not there before.</summary>
    public Task ShownAsync(string source, string file, string eTag, CancellationToken cancellationToken) =>
        NoteAsync(source, file, eTag, cancellationToken);

    /// <summary>
    /// Publishes again everything that waits for this file or shows another version of it. Costs one listing if nothing
    /// does.
    /// </summary>
    internal async Task RepublishAsync(
        string file,
        Func<string, CancellationToken, Task> publish,
        CancellationToken cancellationToken
    )
    {
        string? current = null;
        await foreach (var entry in store.ListAsync(Containers.State, FolderOf(file), cancellationToken))
        {
            var path = new BlobPath(Containers.State, entry.Name);
            if (await store.ReadAsync(path, cancellationToken) is not { } note)
                continue;
            var text = Encoding.UTF8.GetString(note.Content.Span);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            current ??= (await store.StatAsync(new BlobPath(Containers.Articles, file), cancellationToken))?.ETag ?? "";
            if (end < 0 || (end > 0 && text[..end] == current))
                continue;
            await publish(text[(end + 1)..], cancellationToken);
            // Unless publishing has noted it again.
            await store.DeleteAsync(path, note.ETag, cancellationToken);
        }
    }

    /// <summary>
    /// The version that is shown, or nothing, on the first line; then the source, whose name may hold anything.
    /// </summary>
    private async Task NoteAsync(string source, string file, string eTag, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            new BlobPath(Containers.State, FolderOf(file) + Hash(source)),
            Encoding.UTF8.GetBytes($"{eTag}\n{source}"),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );

    /// <summary>
    /// Names from outside may hold anything; a hash of them is always a good blob name. An article names a file
    /// composed, and a Mac stores it decomposed: it is the same file.
    /// </summary>
    private static string FolderOf(string file) => $"companions/{Hash(Composed.Of(file))}/";

    private static string Hash(string name) => Sha256Hex.Of(name, 16);
}
