using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;

namespace FunctionsPipeline.Cli.Migrate.Jekyll;

/// <summary>
/// Carries out the tags of Liquid that a text needs to be read: code, links to other posts, the site's own address. Others
/// are taken out; what stands between them stays.
/// </summary>
/// <param name="notCarried">Receives what was left out, and on which line of the text, from 0.</param>
internal sealed partial class Liquid(Uri? site, string? title, Action<string, int> notCarried)
{
    public string Apply(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal))
            return text;
        return All().Replace(text, match => One(match, text));
    }

    private string One(Match match, string text)
    {
        var line = text.AsSpan(0, match.Index).Count('\n');
        if (match.Groups["raw"].Success)
            return match.Groups["raw"].Value;
        if (match.Groups["code"].Success)
            return CodeBlocks.Fence(
                match.Groups["code"].Value.Trim('\n'),
                match.Groups["language"].Value.ToLowerInvariant()
            );
        if (match.Groups["comment"].Success)
            return "";
        return match.Groups["output"].Success
            ? Output(match.Groups["output"].Value.Trim(), line)
            : Tag(match.Groups["tag"].Value, match.Groups["rest"].Value.Trim(), line);
    }

    private string Output(string expression, int line)
    {
        switch (expression)
        {
            case "site.baseurl" or "site.github.url":
                return site?.AbsolutePath.TrimEnd('/') ?? "";
            case "site.url" or "site.github.repository_url":
                return site?.GetLeftPart(UriPartial.Authority) ?? "";
            case "page.title" when title is not null:
                return title;
        }
        // "/assets/cat.png" | relative_url, | absolute_url, | prepend: site.baseurl
        if (Filtered().Match(expression) is { Success: true } path)
            return (site?.AbsolutePath.TrimEnd('/') ?? "") + "/" + path.Groups["path"].Value.TrimStart('/');
        notCarried($"The Liquid expression '{{{{ {Short(expression)} }}}}' has no value here; it was left out.", line);
        return "";
    }

    private string Tag(string tag, string rest, int line)
    {
        switch (tag)
        {
            case "post_url":
                return OldAddresses.OfFile("post_url/" + rest.Split('/')[^1]);
            case "link":
                return OldAddresses.OfFile(rest);
            case "gist":
                return $"[Code on GitHub](https://gist.github.com/{rest.Split(' ')[0]})";
            case "youtube" when rest.Length > 0:
                return $"![Video](https://www.youtube.com/watch?v={rest.Trim('"', '\'').Split(' ')[0]})";
            case "include" or "include_relative":
                return Include(rest, line);
            case "raw" or "endraw" or "endhighlight":
                return "";
        }
        notCarried(
            $"The Liquid tag '{{% {Short(tag + " " + rest).Trim()} %}}' means nothing here; it was left out.",
            line
        );
        return "";
    }

    /// <summary>Pieces of the old site's theme; those that show a picture or a film say which.</summary>
    private string Include(string rest, int line)
    {
        var name = rest.Split(' ')[0];
        var values = Value()
            .Matches(rest)
            .GroupBy(m => m.Groups["key"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                g => g.Key,
                g => g.First().Groups["value"].Value.Trim('"', '\''),
                StringComparer.OrdinalIgnoreCase
            );
        if (
            name.Contains("youtube", StringComparison.OrdinalIgnoreCase)
            && values.GetValueOrDefault("id") is { Length: > 0 } id
        )
            return PictureMarkup.Write(
                values.GetValueOrDefault("title") ?? "Video",
                "https://www.youtube.com/watch?v=" + id,
                null
            );
        var picture =
            values.GetValueOrDefault("src")
            ?? values.GetValueOrDefault("image_path")
            ?? values.GetValueOrDefault("image")
            ?? values.GetValueOrDefault("url")
            ?? values.GetValueOrDefault("path");
        if (picture is not null && PictureFormats.IsPicture(picture))
            return PictureMarkup.Write(
                values.GetValueOrDefault("alt") ?? "",
                picture,
                values.GetValueOrDefault("caption") ?? values.GetValueOrDefault("title")
            );
        notCarried($"The include '{Short(name)}' of the old site's theme was left out.", line);
        return "";
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";

    [GeneratedRegex(
        @"\{%-?\s*raw\s*-?%\}(?<raw>.*?)\{%-?\s*endraw\s*-?%\}|\{%-?\s*highlight\s+(?<language>[\w+#-]+)[^%]*%\}\n?(?<code>.*?)\{%-?\s*endhighlight\s*-?%\}|\{%-?\s*comment\s*-?%\}(?<comment>.*?)\{%-?\s*endcomment\s*-?%\}|\{\{-?(?<output>[^{}]*)-?\}\}|\{%-?\s*(?<tag>\w+)(?<rest>[^%]*?)-?%\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline
    )]
    private static partial Regex All();

    [GeneratedRegex(
        @"^[""'](?<path>[^""']*)[""']\s*\|\s*(relative_url|absolute_url|prepend:\s*site\.(baseurl|url)|asset_path).*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Filtered();

    [GeneratedRegex(
        @"(?<key>[\w-]+)\s*=\s*(?<value>""[^""]*""|'[^']*'|[^\s]+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Value();
}
