using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>Writes the front matter of a carried-over article.</summary>
internal sealed class FrontMatterWriter(MigrationReport report)
{
    private const int MostSummary = 2_000;
    private const int MostTag = 60;

    /// <param name="aliases">Former addresses as the site takes them.</param>
    /// <param name="image">As the article refers to it.</param>
    public string Write(ExportedPost post, Slug slug, IReadOnlyList<string> aliases, string? image)
    {
        var text = new StringBuilder("---\n");
        Line(text, "title", string.IsNullOrWhiteSpace(post.Title) ? null : post.Title);
        text.Append("slug: ").Append(slug.Value).Append('\n');
        if (post.Date is { } date)
            text.Append("date: ").Append(DateOf(date, post.IsDateOnly)).Append('\n');
        if (post.Held is not null)
            text.Append("status: draft\n");
        Line(text, "summary", Shortened(post));
        List(text, "tags", Tags(post));
        List(text, "author", [.. post.Authors.Take(FrontMatterLimits.Values)]);
        Line(text, "image", image);
        Line(text, "imageAlt", image is null ? null : post.ImageAlt);
        if (post.Language is { } language && LanguageTag.IsWellFormed(language.Replace('_', '-')))
            text.Append("lang: ").Append(language.Replace('_', '-')).Append('\n');
        Line(text, "canonical", post.Canonical);
        List(text, "aliases", aliases);
        // What readers could see went out by mail, if it did, where it comes from.
        if (post.Held is null)
            text.Append("newsletter: false\n");
        return text.Append("---\n").ToString();
    }

    private static string DateOf(DateTimeOffset date, bool isDateOnly) =>
        isDateOnly ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : date.Offset == TimeSpan.Zero ? date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private string? Shortened(ExportedPost post)
    {
        if (string.IsNullOrWhiteSpace(post.Summary))
            return null;
        if (post.Summary.Length <= MostSummary)
            return post.Summary;
        report.Add(post.Where, post.Line, $"The summary has more than {MostSummary} characters; the rest was cut off.");
        return post.Summary[..post.Summary.LastIndexOf(' ', MostSummary)];
    }

    private List<string> Tags(ExportedPost post)
    {
        var tags = new List<string>();
        foreach (var tag in post.Tags.Select(OneLine).Where(t => t.Length > 0))
        {
            if (tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
                continue;
            // It would hold the article back.
            if (MapEntry.Plain(tag) is "draft" or "drafts")
                report.Add(post.Where, post.Line, $"The tag '{tag}' means a draft here; it was left out.");
            else if (tag.Length > MostTag || tags.Count == FrontMatterLimits.Values)
                report.Add(post.Where, post.Line, $"The tag '{tag}' is too long or one too many; it was left out.");
            else
                tags.Add(tag);
        }
        return tags;
    }

    private static void Line(StringBuilder text, string key, string? value)
    {
        if (value is not null && OneLine(value) is { Length: > 0 } line)
            text.Append(key).Append(": ").Append(Quoted(line)).Append('\n');
    }

    private static void List(StringBuilder text, string key, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
            text.Append(key).Append(": [").AppendJoin(", ", values.Select(v => Quoted(OneLine(v)))).Append("]\n");
    }

    /// <summary>YAML reads a text in double quotes as text, also one that looks like a number or a date.</summary>
    private static string Quoted(string text) =>
        "\""
        + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
                .Split([' ', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries)
        );
}
