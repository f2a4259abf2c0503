using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Players and frames of other sites: a film that pages here can play stays one; the rest becomes a link.</summary>
internal static class Embeds
{
    /// <returns>Markdown of one paragraph; empty if nothing can be linked to.</returns>
    public static string Of(IElement element, IConversion conversion)
    {
        var source = SourceOf(element);
        var title = element.GetAttribute("title") ?? element.GetAttribute("aria-label");
        if (source is null)
        {
            conversion.NotCarried(
                $"An embedded element ({element.LocalName}) without an address was left out.",
                HtmlTree.LineOf(element)
            );
            return "";
        }
        if (element.LocalName is "video" or "audio" && conversion.MediaAt(source) is { Length: > 0 } media)
        {
            if (PlaysHere(media))
                return PictureMarkup.Write(title ?? (element.LocalName == "video" ? "Video" : "Audio"), media, null);
            return LinkTo(media, title ?? (element.LocalName == "video" ? "Video" : "Audio"));
        }
        return At(source, title, conversion, HtmlTree.LineOf(element));
    }

    /// <summary>What another site's address shows when it is embedded.</summary>
    public static string At(string source, string? title, IConversion conversion, int? line)
    {
        var address = Watchable(source.StartsWith("//", StringComparison.Ordinal) ? "https:" + source : source.Trim());
        if (conversion.ShowsFilms && IsFilm(address))
            return PictureMarkup.Write(title ?? "Video", address, null);
        if (conversion.LinkTo(address) is not { Length: > 0 } link)
        {
            conversion.NotCarried("An embedded element without a usable address was left out.", line);
            return "";
        }
        var host = Uri.TryCreate(link, UriKind.Absolute, out var uri) ? uri.Host : "another site";
        conversion.NotCarried($"What is embedded from {host} is a link now.", line);
        return LinkTo(link, string.IsNullOrWhiteSpace(title) ? $"Embedded from {host}" : title);
    }

    /// <summary>YouTube and Vimeo, whose players the pages have.</summary>
    public static bool IsFilm(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && (
            (uri.Host is "youtu.be" && uri.AbsolutePath.Length > 6)
            || (
                uri.Host is "youtube.com" or "www.youtube.com" or "m.youtube.com" or "www.youtube-nocookie.com"
                && (
                    uri.Query.Contains("v=", StringComparison.Ordinal)
                    || uri.AbsolutePath.StartsWith("/embed/", StringComparison.Ordinal)
                    || uri.AbsolutePath.StartsWith("/shorts/", StringComparison.Ordinal)
                )
            )
            || (
                uri.Host is "vimeo.com" or "www.vimeo.com"
                && uri.AbsolutePath.Trim('/') is { Length: > 4 } id
                && id.All(char.IsAsciiDigit)
            )
        );

    private static bool PlaysHere(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? address : address[..end];
        return Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".webm" or ".mp3" or ".m4a" or ".ogg";
    }

    /// <summary>The address of the page instead of that of the player.</summary>
    private static string Watchable(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return address;
        var last = uri.AbsolutePath.TrimEnd('/')[(uri.AbsolutePath.TrimEnd('/').LastIndexOf('/') + 1)..];
        return uri.Host switch
        {
            "www.youtube.com"
            or "youtube.com"
            or "www.youtube-nocookie.com"
                when uri.AbsolutePath.StartsWith("/embed/", StringComparison.Ordinal) && last != "videoseries" =>
                "https://www.youtube.com/watch?v=" + last,
            "player.vimeo.com" => "https://vimeo.com/" + last,
            _ => address,
        };
    }

    private static string LinkTo(string address, string words) =>
        $"[{MarkdownEscape.Text(string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), false, true)}]({MarkdownEscape.Address(address)})";

    private static string? SourceOf(IElement element)
    {
        var source =
            element.GetAttribute("src")
            ?? element.GetAttribute("data-src")
            ?? element.GetAttribute("data")
            ?? element.QuerySelector("source[src]")?.GetAttribute("src")
            ?? element.QuerySelector("param[name=movie]")?.GetAttribute("value")
            ?? element.QuerySelector("embed[src]")?.GetAttribute("src");
        return string.IsNullOrWhiteSpace(source) || source.StartsWith("about:", StringComparison.OrdinalIgnoreCase)
            ? null
            : source.Trim();
    }
}
