using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;

namespace FunctionsPipeline.Cli.Migrate.Hugo;

/// <summary>
/// Carries out the shortcodes that Hugo brings along. Of others the marks are taken off; what stands inside them stays.
/// </summary>
/// <param name="folder">Of the page, in the export.</param>
/// <param name="notCarried">Receives what was left out, and on which line of the text, from 0.</param>
internal sealed partial class HugoShortcodes(string folder, Action<string, int> notCarried)
{
    public string Apply(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
            return text;
        text = Highlight()
            .Replace(
                text,
                m => CodeBlocks.Fence(m.Groups["code"].Value.Trim('\n'), m.Groups["language"].Value.ToLowerInvariant())
            );
        text = Comment().Replace(text, "");
        return Shortcode().Replace(text, m => m.Groups["shown"].Success ? Shown(m.Value) : One(m, text));
    }

    /// <summary>A shortcode in comment marks is shown to readers.</summary>
    private static string Shown(string text) =>
        text.Replace("/*", "", StringComparison.Ordinal).Replace("*/", "", StringComparison.Ordinal);

    private string One(Match match, string text)
    {
        var (name, values) = (match.Groups["name"].Value.ToLowerInvariant(), Values(match.Groups["rest"].Value));
        if (match.Groups["close"].Success)
            return "";
        switch (name)
        {
            case "figure" when values.Of("src") is { } source:
                return Figure(source, values);
            case "ref" or "relref" when values.First("path") is { } target:
                return Reference(target);
            case "youtube" when values.First("id") is { } film:
                return PictureMarkup.Write(
                    values.Of("title") ?? "Video",
                    "https://www.youtube.com/watch?v=" + film,
                    null
                );
            case "vimeo" or "vimeo_simple" when values.First("id") is { } film:
                return PictureMarkup.Write(values.Of("title") ?? "Video", "https://vimeo.com/" + film, null);
            case "tweet" or "x" or "twitter" when Tweet(values) is { } tweet:
                return $"[A post on X]({tweet})";
            case "gist" when values.At(0) is { } user && values.At(1) is { } gist:
                return $"[Code on GitHub](https://gist.github.com/{user}/{gist})";
            case "instagram" when values.First("id") is { } picture:
                return $"[A picture on Instagram](https://www.instagram.com/p/{picture}/)";
            case "details":
                return values.Of("summary") is { } summary ? BlockRenderer.Strong(BookmarkLine(summary)) + "\n" : "";
        }
        notCarried(
            $"The shortcode '{name}' means nothing here; it was left out, and what stands inside it stayed.",
            text.AsSpan(0, match.Index).Count('\n')
        );
        return "";
    }

    private static string Figure(string source, Attributes values)
    {
        var caption = values.Of("caption") ?? values.Of("title");
        if (values.Of("attr") is { } attribution)
            caption = caption is null ? attribution : $"{caption} {attribution}";
        var picture = PictureMarkup.Write(values.Of("alt") ?? "", source, caption);
        return values.Of("link") is { } link ? $"[{picture}]({MarkdownEscape.Address(link)})" : picture;
    }

    /// <summary>From the content's root, from the page's folder, or by name alone.</summary>
    private string Reference(string target)
    {
        if (target.StartsWith('#'))
            return target;
        var path = target.Split('#')[0];
        return path.StartsWith('/') ? OldAddresses.OfFile("content" + target)
            : path.Contains('/') && !path.StartsWith('.') ? OldAddresses.OfFile("content/" + target)
            : path.StartsWith('.') ? new Uri(new Uri(OldAddresses.OfFile(folder + "/")), target).AbsoluteUri
            : OldAddresses.OfFile("ref/" + target);
    }

    private static string? Tweet(Attributes values) =>
        values.Of("id") is { } id ? $"https://x.com/{values.Of("user") ?? "i"}/status/{id}"
        : values.At(1) is { } second ? $"https://x.com/{values.At(0)}/status/{second}"
        : values.At(0) is { } only ? $"https://x.com/i/status/{only}"
        : null;

    private static string BookmarkLine(string text) => MarkdownEscape.Text(text, atStart: true, inLink: false);

    private static Attributes Values(string rest)
    {
        var (named, positional) = (
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            new List<string>()
        );
        foreach (Match match in Value().Matches(rest))
        {
            var value = match.Groups["value"].Value.Trim('"', '`', '\u201C', '\u201D');
            if (match.Groups["key"].Success)
                named[match.Groups["key"].Value] = value;
            else
                positional.Add(value);
        }
        return new Attributes(named, positional);
    }

    private sealed record Attributes(Dictionary<string, string> Named, List<string> Positional)
    {
        public string? Of(string name) => Named.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        public string? At(int position) => position < Positional.Count ? Positional[position] : null;

        public string? First(string name) => Of(name) ?? At(0);
    }

    [GeneratedRegex(
        @"\{\{[<%]\s*highlight\s+(?<language>[\w+#-]+)[^>%]*[>%]\}\}\n?(?<code>.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Highlight();

    [GeneratedRegex(
        @"\{\{[<%]\s*comment\s*[>%]\}\}.*?\{\{[<%]\s*/\s*comment\s*[>%]\}\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"(?<shown>\{\{[<%]/\*.*?\*/[>%]\}\})|\{\{[<%]\s*(?<close>/\s*)?(?<name>[\w./-]+?)(?<rest>(\s+(""[^""]*""|`[^`]*`|[^""`>%])*?)?)\s*/?\s*[>%]\}\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline
    )]
    private static partial Regex Shortcode();

    [GeneratedRegex(
        @"((?<key>[\w-]+)\s*=\s*)?(?<value>""[^""]*""|`[^`]*`|[^\s""=]+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Value();
}
