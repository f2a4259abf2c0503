namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>The files that an article can show, by their extensions and their media types.</summary>
internal static class PictureFormats
{
    private static readonly Dictionary<string, string> ByType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = ".png",
        ["image/jpeg"] = ".jpg",
        ["image/jpg"] = ".jpg",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
        ["image/avif"] = ".avif",
        ["image/svg+xml"] = ".svg",
    };

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
    };

    private static readonly HashSet<string> Media = new(Extensions, StringComparer.OrdinalIgnoreCase)
    {
        ".mp3",
        ".mp4",
        ".webm",
        ".ogg",
        ".m4a",
    };

    /// <returns>The extension with its dot; null for a type that is no picture.</returns>
    public static string? ExtensionOf(string? mediaType) =>
        mediaType is null ? null : ByType.GetValueOrDefault(mediaType.Split(';')[0].Trim());

    /// <summary>Does the address end as a picture's does?</summary>
    public static bool IsPicture(string address) => Extensions.Contains(ExtensionIn(address));

    /// <summary>A picture, sound or film that can lie beside an article.</summary>
    public static bool IsMedia(string address) => Media.Contains(ExtensionIn(address));

    private static string ExtensionIn(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        return Path.GetExtension(end < 0 ? address : address[..end]);
    }
}
