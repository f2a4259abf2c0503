using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Cli.Lint.Fixes;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.New;

/// <summary>How a publication's articles begin: the keys of their front matter, their tags, who writes them.</summary>
/// <param name="Keys">Those that at least half of the articles have, in their usual order and spelling.</param>
/// <param name="Tags">Most used first.</param>
/// <param name="Author">The name that most of the newest articles have; null if there is none.</param>
/// <param name="IsToml">True if most front matter is TOML.</param>
internal sealed partial record ArticleHabits(
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Tags,
    string? Author,
    bool IsToml
)
{
    /// <summary>More would not change the picture, and a folder may hold thousands.</summary>
    private const int MostArticles = 200;

    /// <summary>As many as one looks through before writing one of them.</summary>
    private const int MostTags = 12;

    public static ArticleHabits Of(ArticleFolder folder, SiteSettings settings)
    {
        var keys = new Dictionary<string, (int Count, int Places)>(StringComparer.Ordinal);
        var tags = new List<string>();
        var authors = new List<string>();
        var (yaml, toml) = (0, 0);
        var files = folder
            .Files.Values.Where(f =>
                ArticleName.Classify(f.Name) == DropKind.Article && f.Length is > 0 and <= ArticleLimits.MaxBytes
            )
            .OrderByDescending(f => f.Modified)
            .ThenBy(f => f.Name, StringComparer.Ordinal)
            .Take(MostArticles);
        foreach (var file in files)
        {
            if (Read(file) is not { } bytes)
                continue;
            if (ArticleReader.Read(new ArticleSource(file.Name, bytes, file.Modified), settings).Article is { } article)
            {
                tags.AddRange(article.Tags);
                if (article.Author is { } author)
                    authors.Add(author);
            }
            if (TextEncodingFix.Decode(bytes, isOld: false) is not { } text)
                continue;
            var lines = FixableText.Of(text);
            if (lines.Opening is not { } opening)
                continue;
            _ = lines.IsToml ? toml++ : yaml++;
            var written = lines
                .Lines[(opening + 1)..lines.Closing]
                .Select(l => Key().Match(l))
                .Where(m => m.Success)
                .Select(m => m.Groups["key"].Value)
                .Distinct(StringComparer.Ordinal);
            foreach (var (place, key) in written.Index())
            {
                var (count, places) = keys.GetValueOrDefault(key);
                keys[key] = (count + 1, places + place);
            }
        }
        return new ArticleHabits(
            [
                .. keys.Where(k => k.Value.Count * 2 >= yaml + toml)
                    .OrderBy(k => (double)k.Value.Places / k.Value.Count)
                    .ThenBy(k => k.Key, StringComparer.Ordinal)
                    .Select(k => k.Key),
            ],
            [.. MostUsed(tags).Take(MostTags)],
            MostUsed(authors).FirstOrDefault(),
            toml > yaml
        );
    }

    private static IEnumerable<string> MostUsed(List<string> values) =>
        values
            .GroupBy(v => v, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
            .Select(g => g.First());

    private static byte[]? Read(FolderFile file)
    {
        try
        {
            return File.ReadAllBytes(file.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One file that cannot be read changes no habit.
            return null;
        }
    }

    [GeneratedRegex(
        @"^(?<key>[A-Za-z][A-Za-z0-9_-]*)\s*[:=]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Key();
}
