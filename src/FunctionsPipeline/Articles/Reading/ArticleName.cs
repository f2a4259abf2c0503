namespace FunctionsPipeline.Articles.Reading;

/// <summary>What a blob's name in <c>articles</c> says of it.</summary>
public enum DropKind
{
    /// <summary>Text to publish: <c>.md</c>, <c>.markdown</c>, <c>.mdown</c>, <c>.txt</c> or no extension.</summary>
    Article,

    /// <summary>A picture, sound or film: published with the article that refers to it, never by itself.</summary>
    Companion,

    /// <summary>
    /// A folder or file that begins with '_' or '.', or what an operating system leaves behind: not an article.
    /// </summary>
    Private,

    /// <summary>A kind of file that cannot be read, e.g. <c>.docx</c>: answered by a report.</summary>
    Unsupported,
}

/// <summary>Reads blob names. They are hostile: any Unicode, up to 1,024 characters, with or without path tricks.</summary>
public static class ArticleName
{
    private static readonly HashSet<string> Markdowns = new(StringComparer.OrdinalIgnoreCase)
    {
        ".md",
        ".markdown",
        ".mdown",
        ".mkd",
    };

    private static readonly HashSet<string> Texts = new(Markdowns, StringComparer.OrdinalIgnoreCase)
    {
        "",
        ".txt",
        ".text",
    };

    private static readonly HashSet<string> Companions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".mp3",
        ".mp4",
        ".webm",
        ".ogg",
        ".m4a",
    };

    private static readonly HashSet<string> Leftovers = new(StringComparer.OrdinalIgnoreCase)
    {
        "thumbs.db",
        "desktop.ini",
    };

    public static DropKind Classify(string blobName)
    {
        foreach (var segment in blobName.Split('/'))
        {
            if (segment.StartsWith('_') || (segment.StartsWith('.') && segment is not "." and not ".."))
                return DropKind.Private;
        }
        var file = blobName[(blobName.LastIndexOf('/') + 1)..];
        if (file.Length == 0 || Leftovers.Contains(file) || file.StartsWith("~$", StringComparison.Ordinal))
            return DropKind.Private;
        var extension = ExtensionOf(file);
        if (Texts.Contains(extension))
            return DropKind.Article;
        return Companions.Contains(extension) ? DropKind.Companion : DropKind.Unsupported;
    }

    /// <summary>Does its name say that it is Markdown?</summary>
    public static bool IsMarkdown(string blobName) =>
        Markdowns.Contains(ExtensionOf(blobName[(blobName.LastIndexOf('/') + 1)..]));

    /// <summary>
    /// The file's name without folders and without an extension that is one; the folder's name for <c>sciatica/index.md</c>,
    /// as Hugo keeps an article with its pictures.
    /// </summary>
    public static string StemOf(string blobName)
    {
        var slash = blobName.LastIndexOf('/');
        var file = blobName[(slash + 1)..];
        var stem = file[..^ExtensionOf(file).Length];
        if (slash <= 0 || !stem.Equals("index", StringComparison.OrdinalIgnoreCase))
            return stem;
        var folder = blobName[..slash];
        return folder[(folder.LastIndexOf('/') + 1)..];
    }

    /// <summary>
    /// With its dot; empty if there is none. "No. 5 is best" has none: what follows a dot is an extension only if it is one
    /// to ten letters and digits, not digits alone.
    /// </summary>
    public static string ExtensionOf(string file)
    {
        var dot = file.LastIndexOf('.');
        if (dot <= 0)
            return "";
        var letters = file.AsSpan(dot + 1);
        if (letters.Length is 0 or > 10)
            return "";
        var anyLetter = false;
        foreach (var c in letters)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return "";
            anyLetter |= char.IsAsciiLetter(c);
        }
        return anyLetter ? file[dot..] : "";
    }
}
