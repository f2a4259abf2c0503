namespace FunctionsPipeline.Articles.Constructs.Links;

internal enum MediaKind
{
    Video,
    Audio,

    /// <summary>Another site's player, in a frame of its own.</summary>
    Frame,
}

/// <summary>A film or a sound that was written as a picture: <c>![How to stretch](stretch.mp4)</c>.</summary>
/// <param name="Url">For a frame, the player's address: without cookies until a person plays it.</param>
internal sealed record Media(MediaKind Kind, string Url)
{
    public static Media? Read(string url)
    {
        var path = url.AsSpan(0, url.AsSpan().IndexOfAny('?', '#') is var end && end < 0 ? url.Length : end);
        if (EndsWith(path, ".mp4") || EndsWith(path, ".webm"))
            return new Media(MediaKind.Video, url);
        if (EndsWith(path, ".mp3") || EndsWith(path, ".m4a") || EndsWith(path, ".ogg"))
            return new Media(MediaKind.Audio, url);
        if (
            !url.Contains("youtu", StringComparison.OrdinalIgnoreCase)
            && !url.Contains("vimeo", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) ? Frame(address) : null;
    }

    private static Media? Frame(Uri address)
    {
        // Not IdnHost: it throws for a host that is none.
        var host = address.Host.ToLowerInvariant();
        var id = host switch
        {
            "youtu.be" => address.AbsolutePath.Trim('/'),
            "youtube.com" or "www.youtube.com" or "m.youtube.com" or "www.youtube-nocookie.com" => YouTubeId(address),
            _ => null,
        };
        if (IsId(id))
            return new Media(MediaKind.Frame, "https://www.youtube-nocookie.com/embed/" + id);
        if (
            host is "vimeo.com" or "www.vimeo.com"
            && address.AbsolutePath.Trim('/') is var number
            && number.Length > 0
            && number.All(char.IsAsciiDigit)
        )
            return new Media(MediaKind.Frame, "https://player.vimeo.com/video/" + number + "?dnt=1");
        return null;
    }

    private static string? YouTubeId(Uri address)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["/embed/", "/shorts/", "/live/"])
        {
            if (address.AbsolutePath.StartsWith(prefix, StringComparison.Ordinal))
                return address.AbsolutePath[prefix.Length..].Trim('/');
        }
        foreach (var pair in address.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith("v=", StringComparison.Ordinal))
                return pair[2..];
        }
        return null;
    }

    private static bool IsId(string? id) =>
        id is { Length: > 5 and < 20 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool EndsWith(ReadOnlySpan<char> path, string extension) =>
        path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
