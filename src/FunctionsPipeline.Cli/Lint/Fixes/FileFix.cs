using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Publishing.Checking;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Lint.Fixes;

/// <summary>
/// Fixes in one file what has a fix that no reader sees (README.md has the list). The file is written only if the product
/// reads the same article from it as before.
/// </summary>
internal sealed partial class FileFix(SiteSettings settings, TimeProvider time)
{
    private readonly Theme _theme = Theme.From(new Dictionary<string, string>(StringComparer.Ordinal), settings.Brand);

    /// <returns>The rules whose findings were fixed; empty if the file is as it was.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(
        FolderFile file,
        CheckedFile found,
        CancellationToken cancellationToken
    )
    {
        if (found.Status == ReportStatus.Rejected && found.Slug is null)
            return [];
        var before = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        var source = new ArticleSource(file.Name, before, file.Modified);
        if (
            Read(source) is not { } article
            || TextEncodingFix.Decode(before, Has(found, OldEncoding)) is not { } decoded
        )
            return [];

        var rules = new List<string>();
        if (Has(found, OldEncoding))
            rules.Add(OldEncoding);
        if (Has(found, Controls))
        {
            decoded = TextEncodingFix.WithoutControls(decoded);
            rules.Add(Controls);
        }
        var text = FixableText.Of(decoded);
        if (Has(found, SkippedHeading) && HeadingLevelFix.Apply(text))
            rules.Add(SkippedHeading);
        AddMetadata(text, article, found, rules);

        var after = TextEncodingFix.Encode(text.ToString(), before);
        if (
            rules.Count == 0
            || after.AsSpan().SequenceEqual(before)
            || !IsSame(article, source with { Content = after })
        )
            return [];
        await WriteAsync(file.Path, after, cancellationToken);
        return rules;
    }

    private const string OldEncoding = "old-encoding";
    private const string Controls = "control-characters";
    private const string SkippedHeading = "skipped-heading";
    private const string MissingSummary = "missing-summary";
    private const string MissingDate = "missing-date";

    private static bool Has(CheckedFile found, string rule) => found.Findings.Any(f => f.Rule == rule);

    /// <summary>What publishing would infer, written out. Of plain text, the whole form is inferred: its author decides.</summary>
    private void AddMetadata(FixableText text, Article article, CheckedFile found, List<string> rules)
    {
        if (text.Opening is null)
            return;
        if (Has(found, MissingSummary) && article.Summary.Length > 0)
        {
            text.SetKey("summary", Quote(article.Summary));
            rules.Add(MissingSummary);
        }
        // Each upload has another time: without a date, the article would become new with every correction.
        if (found.DateIsOfFile && !article.Draft && article.Date <= time.GetUtcNow())
        {
            text.SetKey("date", article.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            rules.Add(MissingDate);
        }
    }

    /// <summary>Does the changed file say the same to readers?</summary>
    private bool IsSame(Article before, ArticleSource changed) =>
        Read(changed) is { } after
        && (before.Title, before.Slug, before.Summary, before.Draft)
            == (after.Title, after.Slug, after.Summary, after.Draft)
        && DateOnly.FromDateTime(before.Date.DateTime) == DateOnly.FromDateTime(after.Date.DateTime)
        && before.Tags.SequenceEqual(after.Tags, StringComparer.Ordinal)
        && Words(before) == Words(after);

    private Article? Read(ArticleSource source) => ArticlePrinter.Read(source, settings, time.GetUtcNow(), []).Article;

    /// <summary>The article as HTML, without the levels of its headings.</summary>
    private string Words(Article article)
    {
        var rendered = ArticlePrinter.Render(
            article,
            ArticleLinks.Of(article, "article.md", settings.Url),
            new FoundLinks(
                new Dictionary<string, PublishedImage>(StringComparer.Ordinal),
                new Dictionary<string, Slug>(StringComparer.Ordinal)
            ),
            RenderContext.For(settings, _theme, article.Language),
            []
        );
        return HeadingTag().Replace(rendered.Content.ToString(), "${open}h");
    }

    /// <summary>By a file beside it that takes its name once it is whole; a link's target is written, not the link.</summary>
    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(target);
        await OutputFile.WriteAsync(
            new FileInfo(target),
            async output => await output.WriteAsync(content, cancellationToken)
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(target, mode);
    }

    /// <summary>A text in double quotes means the same in YAML and in TOML.</summary>
    private static string Quote(string value) =>
        "\""
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    [GeneratedRegex("(?<open></?)h[1-6]", RegexOptions.NonBacktracking)]
    private static partial Regex HeadingTag();
}
