using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Puts files into the container <c>articles</c>, as staff would with a storage tool.</summary>
public sealed class FileDrops(IBlobStore store, DeskHistory history)
{
    /// <summary>Bytes of one file. Beyond it a picture is no picture for a page.</summary>
    public const int MostBytes = 30_000_000;

    /// <summary>By what the domain knows as companions of an article.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".svg"] = "image/svg+xml",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".ogg"] = "audio/ogg",
        [".m4a"] = "audio/mp4",
    };

    /// <summary>Stores a file.</summary>
    /// <param name="name">Below <c>articles</c>, with folders; hostile.</param>
    /// <param name="over">
    /// The version that a person agreed to replace; null: only if there is none; <c>*</c>: any.
    /// </param>
    /// <exception cref="IOException">The stream ended in an error: nothing was stored.</exception>
    public async Task<SavedFile> SaveAsync(
        string who,
        string name,
        Stream content,
        string? over,
        CancellationToken cancellationToken
    )
    {
        if (Clean(name) is not { } clean)
            return new SavedFile(name, DropOutcome.BadName);
        if (ArticleName.Classify(clean) is DropKind.Private or DropKind.Unsupported)
            return new SavedFile(clean, DropOutcome.BadKind);
        var path = new BlobPath(Containers.Articles, clean);
        var there = await store.StatAsync(path, cancellationToken);
        if (there is not null && over is null)
            return await IsSameAsync(path, content, cancellationToken)
                ? new SavedFile(clean, DropOutcome.Saved, there.ETag)
                : new SavedFile(clean, DropOutcome.Exists, there.ETag);
        if (over is not (null or "*") && there?.ETag != over)
            return new SavedFile(clean, DropOutcome.Changed, there?.ETag);
        await history.AddAsync(
            who,
            new DeskAct(there is null ? "file-added" : "file-replaced", clean, there?.ETag),
            cancellationToken
        );
        var written = await store.WriteAsync(
            path,
            content,
            new BlobHeaders(TypeOf(clean)),
            there is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(there.ETag),
            cancellationToken
        );
        return written is null
            ? new SavedFile(clean, DropOutcome.Changed, there?.ETag)
            : new SavedFile(clean, DropOutcome.Saved, written);
    }

    /// <summary>
    /// A name as it can be stored: folders by '/', without spaces around their names. Null for one that leads elsewhere.
    /// </summary>
    public static string? Clean(string? name)
    {
        var parts = (name ?? "").Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        var clean = string.Join('/', parts.Select(part => part.Trim()));
        return
            clean.Length is > 0 and <= 500
            && parts.All(part => part.Trim().Length > 0 && !part.Trim().EndsWith('.'))
            && !clean.Any(char.IsControl)
            && new BlobPath(Containers.Articles, clean).IsAddressable
            ? clean
            : null;
    }

    private static string TypeOf(string name) =>
        Types.GetValueOrDefault(
            ArticleName.ExtensionOf(name[(name.LastIndexOf('/') + 1)..]),
            ArticleName.IsMarkdown(name) ? "text/markdown; charset=utf-8" : "text/plain; charset=utf-8"
        );

    /// <summary>Sent once more after a connection broke off, a file is no other file.</summary>
    private async Task<bool> IsSameAsync(BlobPath path, Stream content, CancellationToken cancellationToken)
    {
        await using var stored = await store.OpenReadAsync(path, cancellationToken);
        if (stored is null)
            return false;
        var (mine, theirs) = (new byte[81_920], new byte[81_920]);
        while (true)
        {
            var read = await content.ReadAtLeastAsync(mine, mine.Length, false, cancellationToken);
            var other = await stored.Content.ReadAtLeastAsync(theirs, theirs.Length, false, cancellationToken);
            if (read != other || !mine.AsSpan(0, read).SequenceEqual(theirs.AsSpan(0, other)))
                return false;
            if (read == 0)
                return true;
        }
    }
}

/// <param name="Name">As it is stored.</param>
/// <param name="ETag">Of what is there now; null if nothing is.</param>
public sealed record SavedFile(string Name, DropOutcome Outcome, string? ETag = null);

public enum DropOutcome
{
    Saved,

    /// <summary>Another file has the name: a person has to agree that it is replaced.</summary>
    Exists,

    /// <summary>Someone changed it since the person looked.</summary>
    Changed,

    BadName,

    /// <summary>Neither text nor picture, or a name that is kept for other purposes.</summary>
    BadKind,

    TooLarge,
}
