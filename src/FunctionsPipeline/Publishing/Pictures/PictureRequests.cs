using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>
/// Asks that forms be made of an article's pictures. That they are wanted is a small blob, which stays until they are there;
/// the message only wakes the work. So nothing is lost when a message is.
/// </summary>
public sealed class PictureRequests(IBlobStore store, IMessageQueue queue)
{
    internal const string Prefix = "pictures/waiting/";
    private const string Extension = ".json";

    /// <summary>Call before the catalog entry with the pictures is written.</summary>
    internal async Task NoteAsync(Slug slug, CancellationToken cancellationToken) =>
        await NoteOf(slug).WriteAsync(new PictureNote(null, 0), cancellationToken);

    /// <summary>Call when the entry is written.</summary>
    internal Task AskAsync(Slug slug, TimeSpan visibleAfter, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Pictures,
            JsonSerializer.Serialize(new PictureRequest(slug.Value), PicturesJson.Compact.PictureRequest),
            visibleAfter,
            cancellationToken
        );

    internal JsonDocument<PictureNote> NoteOf(Slug slug) =>
        new(store, new BlobPath(Containers.State, $"{Prefix}{slug}{Extension}"), PicturesJson.Compact.PictureNote);

    /// <summary>The articles whose pictures wait, with the time of each note.</summary>
    internal async IAsyncEnumerable<(Slug Slug, DateTimeOffset Since)> WaitingAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entry in store.ListAsync(Containers.State, Prefix, cancellationToken))
        {
            if (Slug.TryParse(entry.Name[Prefix.Length..^Extension.Length], out var slug))
                yield return (slug, entry.LastModified);
        }
    }
}

/// <summary>The message of the queue <c>pictures</c>: look whether this article has pictures without forms.</summary>
internal sealed record PictureRequest(string Slug);

/// <summary>
/// An article has pictures without forms: <c>state/pictures/waiting/&lt;slug&gt;.json</c>. It names the picture that is being
/// made, so that one on which the process dies is known when it comes again.
/// </summary>
/// <param name="File">Its name beside the page; null before the first.</param>
/// <param name="Tries">How often that one was begun.</param>
internal sealed record PictureNote(string? File, int Tries);

[JsonSerializable(typeof(PictureRequest))]
[JsonSerializable(typeof(PictureNote))]
internal sealed partial class PicturesJson : JsonSerializerContext
{
    public static PicturesJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
