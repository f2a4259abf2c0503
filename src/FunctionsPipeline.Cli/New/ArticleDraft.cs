using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.New;

/// <summary>Writes the beginning of an article.</summary>
internal static partial class ArticleDraft
{
    /// <summary>Keys that say what the article is about; of each kind, one is written. The first spelling is ours.</summary>
    private static readonly string[][] Kinds =
    [
        ["title"],
        ["date", "pubDate", "publishedAt", "published_at", "datePublished"],
        ["tags", "categories", "keywords", "topics"],
        ["summary", "description", "excerpt"],
    ];

    /// <summary>
    /// Keys that belong to an article that is published, or decide when it is: copied, they would say what the author did not mean.
    /// </summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "status",
        "draft",
        "published",
        "publish",
        "publishAt",
        "publishDate",
        "visibility",
        "slug",
        "url",
        "permalink",
        "aliases",
        "redirect_from",
        "canonical",
        "canonicalUrl",
        "updated",
        "lastmod",
        "modified",
        "newsletter",
        "id",
        "uuid",
        "guid",
    };

    /// <param name="day">In the site's zone.</param>
    public static string Write(string title, DateOnly day, ArticleHabits habits)
    {
        var file = new StringBuilder();
        var (fence, separator) = habits.IsToml ? ("+++\n", " = ") : ("---\n", ": ");
        file.Append(fence);
        foreach (var key in KeysOf(habits))
            file.Append(key)
                .Append(separator)
                .Append(ValueOf(key, title, day, habits))
                .Append('\n')
                .Replace(" \n", "\n", file.Length - 2, 2);
        return file.Append("status")
            .Append(separator)
            .Append(habits.IsToml ? "\"draft\"" : "draft")
            .Append('\n')
            .Append(fence)
            .Append('\n')
            .ToString();
    }

    private static IEnumerable<string> KeysOf(ArticleHabits habits)
    {
        var used = habits.Keys.Where(k => !Own.Contains(k)).ToList();
        var missing = Kinds
            .Where(kind => !kind.Any(k => used.Contains(k, StringComparer.OrdinalIgnoreCase)))
            .Select(kind => kind[0]);
        return used.Concat(missing).OrderBy(k => !IsOf(k, 0));
    }

    private static bool IsOf(string key, int kind) => Kinds[kind].Contains(key, StringComparer.OrdinalIgnoreCase);

    private static string ValueOf(string key, string title, DateOnly day, ArticleHabits habits)
    {
        var empty = habits.IsToml ? "\"\"" : "";
        if (IsOf(key, 0))
            return habits.IsToml || !Plain().IsMatch(title) ? Quote(title) : title;
        if (IsOf(key, 1))
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (IsOf(key, 2))
            return habits.Tags.Count == 0 ? "[]" : $"[] # In use: {string.Join(", ", habits.Tags)}";
        if (IsOf(key, 3))
            return $"{empty} # One or two sentences that make a person want to read on.".TrimStart();
        if (key.Equals("author", StringComparison.OrdinalIgnoreCase) && habits.Author is { } author)
            return habits.IsToml || !Plain().IsMatch(author) ? Quote(author) : author;
        return empty;
    }

    private static string Quote(string value) =>
        "\""
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    /// <summary>What YAML reads as this text and nothing else, without quotes: several words of letters.</summary>
    [GeneratedRegex(
        @"^\p{L}[\p{L}\p{N}'’.,?!()-]*( [\p{L}\p{N}'’.,?!()-]+)+$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Plain();
}
