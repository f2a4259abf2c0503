using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// Carries out the shortcodes that WordPress brings along, and takes the marks of others off. A word in brackets is one only
/// if it is known, has attributes, or is closed again: writers put words in brackets, too.
/// </summary>
/// <param name="post">The post's number.</param>
/// <param name="notCarried">Receives what was left out, and where in the text it stands.</param>
internal sealed partial class Shortcodes(MediaLibrary library, string post, Action<string, int?> notCarried)
{
    public string Apply(string text)
    {
        if (!text.Contains('['))
            return text;
        text = Code().Replace(text, m => CodeBlock(m.Groups["attributes"].Value, m.Groups["code"].Value));
        text = Caption().Replace(text, m => Figure(m.Groups["attributes"].Value, m.Groups["content"].Value));
        text = Embed()
            .Replace(text, m => $"\n\n<div class=\"wp-block-embed__wrapper\">{m.Groups["url"].Value.Trim()}</div>\n\n");
        return Replace(text);
    }

    /// <summary>The rest, outside of code.</summary>
    private string Replace(string text)
    {
        var closed = Closing()
            .Matches(text)
            .Select(m => m.Groups["name"].Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Any().Replace(text, m => m.Groups["code"].Success ? m.Value : One(m, closed));
    }

    private string One(Match match, HashSet<string> closed)
    {
        // Doubled brackets show a shortcode to readers.
        if (match.Value.StartsWith("[[", StringComparison.Ordinal))
            return match.Value[1..].Replace("]]", "]", StringComparison.Ordinal);
        var (name, attributes) = (
            match.Groups["name"].Value.ToLowerInvariant(),
            Attributes(match.Groups["attributes"].Value)
        );
        switch (name)
        {
            case "gallery":
                return Gallery(attributes, match.Index);
            case "tweet"
            or "audio"
            or "video" when match.Groups["attributes"].Value.Trim() is var address && IsWeb(address):
                return name == "tweet"
                    ? $"\n\n<div class=\"wp-block-embed__wrapper\">{WebUtility.HtmlEncode(address)}</div>\n\n"
                    : $"\n\n<{name} src=\"{WebUtility.HtmlEncode(address)}\"></{name}>\n\n";
            case "audio" or "video" when Media(attributes) is { } media:
                return $"\n\n<{name} src=\"{WebUtility.HtmlEncode(media)}\"></{name}>\n\n";
            case "playlist":
                return Playlist(attributes, match.Index);
            case "youtube" or "vimeo" when Film(name, match.Groups["attributes"].Value, attributes) is { } film:
                return $"\n\n<div class=\"wp-block-embed__wrapper\">{WebUtility.HtmlEncode(film)}</div>\n\n";
        }
        var isOne =
            attributes.Count > 0
            || closed.Contains(name)
            || match.Value.EndsWith("/]", StringComparison.Ordinal)
            || Known().IsMatch(name);
        if (!isOne)
            return match.Value;
        if (!match.Groups["close"].Success)
            notCarried(
                $"The shortcode '[{name}]' means nothing here; it was left out, and the words inside it stayed.",
                match.Index
            );
        return "";
    }

    private string Gallery(Dictionary<string, string> attributes, int position)
    {
        // Without numbers it shows the pictures that were added to the post.
        var ids =
            attributes.GetValueOrDefault("ids")
            ?? attributes.GetValueOrDefault("include")
            ?? string.Join(',', library.PicturesOf(attributes.GetValueOrDefault("id", post)));
        var figures = new StringBuilder();
        foreach (var id in ids.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (library.Find(id) is { } picture)
                figures.Append(
                    CultureInfo.InvariantCulture,
                    $"<figure><img src=\"{WebUtility.HtmlEncode(picture.Address)}\" alt=\"{WebUtility.HtmlEncode(picture.Description)}\"><figcaption>{picture.Caption}</figcaption></figure>"
                );
            else
                notCarried(
                    $"The picture number {id.Trim()} of a gallery is not in the export; it was left out.",
                    position
                );
        }
        if (ids.Length == 0)
            notCarried("A gallery names no pictures; it was left out.", position);
        return $"\n\n<div>{figures}</div>\n\n";
    }

    private string Playlist(Dictionary<string, string> attributes, int position)
    {
        var sounds = new StringBuilder();
        foreach (
            var id in (attributes.GetValueOrDefault("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (library.Find(id) is { } sound)
                sounds.Append(
                    CultureInfo.InvariantCulture,
                    $"<audio src=\"{WebUtility.HtmlEncode(sound.Address)}\"></audio>"
                );
            else
                notCarried($"Number {id.Trim()} of a playlist is not in the export; it was left out.", position);
        }
        return $"\n\n<div>{sounds}</div>\n\n";
    }

    private static bool IsWeb(string text) =>
        text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && !text.Contains(' ')
        && Uri.TryCreate(text, UriKind.Absolute, out _);

    private static string? Media(Dictionary<string, string> attributes)
    {
        foreach (var name in new[] { "src", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "m4v", "ogv" })
        {
            if (attributes.TryGetValue(name, out var address) && address.Length > 0)
                return address;
        }
        return null;
    }

    private static string? Film(string name, string raw, Dictionary<string, string> attributes)
    {
        var text =
            attributes.GetValueOrDefault("url")
            ?? attributes.GetValueOrDefault("id")
            ?? raw.Trim().TrimStart('=').Trim();
        if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            return text;
        return text.Length == 0 ? null
            : name == "youtube" ? "https://www.youtube.com/watch?v=" + text
            : "https://vimeo.com/" + text;
    }

    private static string CodeBlock(string attributes, string code)
    {
        var named = Attributes(attributes);
        var language = named.GetValueOrDefault("language") ?? named.GetValueOrDefault("lang") ?? "";
        var encoded =
            code.Contains("&lt;", StringComparison.Ordinal) || code.Contains("&amp;", StringComparison.Ordinal)
                ? code
                : WebUtility.HtmlEncode(code);
        return $"\n\n<pre><code class=\"language-{WebUtility.HtmlEncode(language)}\">{encoded.Trim('\n')}</code></pre>\n\n";
    }

    /// <summary>The caption stands behind the picture, or, in the oldest posts, in an attribute.</summary>
    private static string Figure(string attributes, string content)
    {
        var picture = Picture().Match(content);
        if (!picture.Success)
            return content;
        var caption = content[(picture.Index + picture.Length)..].Trim();
        if (caption.Length == 0)
            caption = Attributes(attributes).GetValueOrDefault("caption", "");
        return $"\n\n<figure>{picture.Value}<figcaption>{caption}</figcaption></figure>\n\n";
    }

    private static Dictionary<string, string> Attributes(string text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Attribute().Matches(text))
            attributes[match.Groups["key"].Value] = WebUtility.HtmlDecode(
                match.Groups["value"].Value.Trim('"', '\'', '\u201C', '\u201D', '\u2033')
            );
        return attributes;
    }

    [GeneratedRegex(
        @"\[(code|sourcecode|source)(?<attributes>\s[^\]]*)?\](?<code>.*?)\[/(code|sourcecode|source)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Code();

    [GeneratedRegex(
        @"\[(caption|wp_caption)(?<attributes>[^\]]*)\](?<content>.*?)\[/(caption|wp_caption)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Caption();

    [GeneratedRegex(
        @"\[embed[^\]]*\](?<url>[^\[\]]+)\[/embed\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Embed();

    [GeneratedRegex(
        @"(<a\b[^>]*>\s*)?<img\b[^>]*>(\s*</a>)?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Picture();

    [GeneratedRegex(
        @"\[/(?<name>[a-z][a-z0-9_-]*)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Closing();

    [GeneratedRegex(
        @"(?<code><pre\b.*?</pre>|<code\b.*?</code>)|<[a-z][^>]*>(?<code>)|\[?\[(?<close>/)?(?<name>[a-z][a-z0-9_-]*)(?<attributes>[\s=][^\[\]]*?)?/?\]\]?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Any();

    [GeneratedRegex(
        @"^(contact-form|contact-form-7|wpforms|subscribe|jetpack[a-z_-]*|polldaddy|recent_posts|toc|sitemap|blog_subscription_form)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Known();

    [GeneratedRegex(
        @"(?<key>[A-Za-z][\w-]*)\s*=\s*(?<value>""[^""]*""|'[^']*'|\u201C[^\u201D]*\u201D|[^\s""'\]]+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Attribute();
}
