using System.Text;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>
/// The note above a newsletter's articles, as the desk writes it: one file in <c>articles/_notes/</c>, beside those that staff
/// drop there. The newest that no issue used yet is taken.
/// </summary>
public sealed class NoteFile(IBlobStore store)
{
    /// <summary>Characters. A note is a few paragraphs.</summary>
    public const int MostCharacters = 10_000;

    /// <summary>What stands there now.</summary>
    public async Task<WrittenNote> ReadAsync(string newsletter, CancellationToken cancellationToken) =>
        await store.ReadAsync(PathOf(newsletter), cancellationToken) is { } blob
            ? new WrittenNote(Encoding.UTF8.GetString(blob.Content.Span), blob.ETag)
            : new WrittenNote("", "");

    /// <summary>Writes over the note that was read.</summary>
    /// <param name="text">Markdown; empty takes the note back.</param>
    /// <returns>False if someone else was first: nothing was written.</returns>
    public async Task<bool> WriteAsync(
        string newsletter,
        WrittenNote over,
        string text,
        CancellationToken cancellationToken
    ) =>
        text.Length == 0
            ? await store.DeleteAsync(PathOf(newsletter), over.Version, cancellationToken)
            : await store.WriteAsync(
                PathOf(newsletter),
                Encoding.UTF8.GetBytes(text),
                new BlobHeaders("text/markdown; charset=utf-8"),
                over.Version.Length == 0 ? WriteCondition.IfAbsent : WriteCondition.IfMatch(over.Version),
                cancellationToken
            )
                is not null;

    private static BlobPath PathOf(string newsletter) => new(Containers.Articles, $"_notes/{newsletter}/desk.md");
}

/// <param name="Text">Empty if there is none.</param>
/// <param name="Version">Its ETag; empty if there is none.</param>
public sealed record WrittenNote(string Text, string Version);
