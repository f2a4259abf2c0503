using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading.FrontMatter;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>
/// Writes what was inferred as the author would write it: the front matter, and for plain text the whole article in
/// Markdown.
/// </summary>
internal static class ExplicitFile
{
    /// <summary>More is of no use on a report.</summary>
    private const int MaxBody = 100_000;

    /// <param name="markdown">The Markdown that plain text turned into; null for an article that was Markdown.</param>
    public static string Write(Article article, string? markdown, FrontMatterBlock block, List<Inference> inferred)
    {
        var toml = block.Format == FrontMatterFormat.Toml;
        var (fence, separator) = toml ? ("+++\n", " = ") : ("---\n", ": ");
        var file = new StringBuilder((markdown?.Length ?? 0) + block.Text.Length + 256);
        file.Append(fence);
        foreach (var inference in inferred)
        {
            var value = inference.Key switch
            {
                "title" => Quote(article.Title),
                "slug" => toml ? Quote(article.Slug.Value) : article.Slug.Value,
                "date" => article.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "summary" => Quote(article.Summary),
                "author" => Quote(article.Author ?? ""),
                _ => null,
            };
            if (value is not null)
                file.Append(inference.Key).Append(separator).Append(value).Append('\n');
        }
        if (block.Format != FrontMatterFormat.None)
            file.Append(block.Text.AsSpan().Trim('\n')).Append('\n');
        file.Append(fence);
        return markdown is null or { Length: > MaxBody }
            ? file.ToString()
            : file.Append('\n').Append(markdown.AsSpan().Trim('\n')).Append('\n').ToString();
    }

    /// <summary>A text in double quotes means the same in YAML and in TOML.</summary>
    private static string Quote(string value) =>
        "\""
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";
}
