using System.Net;
using System.Text;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>A note that waits in <c>articles/_notes/</c>.</summary>
/// <param name="Name">The blob's name.</param>
/// <param name="Dropped">When it was dropped, or dropped anew.</param>
internal sealed record WaitingNote(string Name, DateTimeOffset Dropped);

/// <summary>
/// The editor's words: Markdown files that staff drop into <c>articles/_notes/</c>, for whichever newsletter comes next, or
/// into <c>articles/_notes/&lt;newsletter&gt;/</c>, for that one only.
/// </summary>
internal sealed class EditorsNotes(IBlobStore store)
{
    public const string Folder = "_notes/";

    /// <summary>A note is a few paragraphs; whatever is larger is no note.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>An older note speaks of yesterday.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(31);

    /// <summary>The newest note for the newsletter that was dropped after the last one used; null if there is none.</summary>
    public async Task<WaitingNote?> NewestAsync(
        string newsletter, DateTimeOffset spentUntil, DateTimeOffset now, CancellationToken cancellationToken)
    {
        WaitingNote? newest = null;
        await foreach (var blob in store.ListAsync(Containers.Articles, Folder, cancellationToken))
        {
            if (blob.LastModified > spentUntil && now - blob.LastModified <= Fresh && blob.Length is > 0 and <= MaxBytes
                && IsFor(blob.Name[Folder.Length..], newsletter)
                && (newest is null || blob.LastModified > newest.Dropped))
                newest = new WaitingNote(blob.Name, blob.LastModified);
        }
        return newest;
    }

    /// <summary>The note as it stands now; null if it is gone or empty.</summary>
    public async Task<EditorsNote?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(new BlobPath(Containers.Articles, name), cancellationToken) is not { } blob || blob.Content.Length > MaxBytes)
            return null;
        var text = Encoding.UTF8.GetString(blob.Content.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n").Trim();
        return text.Length == 0 ? null : Render(text);
    }

    private static bool IsFor(string path, string newsletter)
    {
        if (!path.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            return false;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || path[..slash] == newsletter;
    }

    private static EditorsNote Render(string text)
    {
        var html = new StringBuilder();
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append("<p class=\"x\" style=\"margin:8px 0 12px;color:#1d2628\">").Append(WebUtility.HtmlEncode(paragraph)).Append("</p>\n");
        return new EditorsNote(html.ToString(), text);
    }
}
