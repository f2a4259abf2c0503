using System.Text;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>
/// The note above a newsletter's articles, as the desk writes it: one file in <c>articles/_notes/</c>, beside those that staff
/// drop there. The newest that no issue used yet is taken.
/// </summary>
public sealed class EditorsNote(IBlobStore store)
{
    /// <summary>Characters. A note is a few paragraphs.</summary>
    public const int MostCharacters = 10_000;

    /// <summary>Empty if there is none.</summary>
    public async Task<string> ReadAsync(string newsletter, CancellationToken cancellationToken) =>
        await store.ReadAsync(PathOf(newsletter), cancellationToken) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : "";

    /// <param name="text">Markdown; empty takes the note back.</param>
    public async Task WriteAsync(string newsletter, string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
            await store.DeleteAsync(PathOf(newsletter), ifMatch: null, cancellationToken);
        else
            await store.WriteAsync(
                PathOf(newsletter),
                Encoding.UTF8.GetBytes(text),
                new BlobHeaders("text/markdown; charset=utf-8"),
                WriteCondition.Always,
                cancellationToken
            );
    }

    private static BlobPath PathOf(string newsletter) => new(Containers.Articles, $"_notes/{newsletter}/desk.md");
}
