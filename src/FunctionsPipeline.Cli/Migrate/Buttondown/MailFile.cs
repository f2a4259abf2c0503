using System.Text.RegularExpressions;
using FunctionsPipeline.Cli.Migrate.Markdown;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Buttondown;

/// <summary>The text of a mail, which the plain editor keeps as Markdown and the fancy one as HTML.</summary>
internal static partial class MailFile
{
    /// <summary>A file that no table names: it may have its own front matter.</summary>
    public static ExportedPost Read(ExportFile file, string text, ExportReading reading)
    {
        var head = FrontMatterFile.Read(text, file.Path, reading.Report);
        var subject = head.Text("subject") ?? head.Text("title");
        var slug = head.Text("slug") ?? file.Stem;
        return head.ToPost(file.Path, BodyOf(head.Body, file.Path, head.BodyLine, reading.Report)) with
        {
            Title = subject,
            Slug = slug,
            Address = ButtondownReader.ArchiveAddress(slug, reading),
            LinkedAs = [$"/archive/{slug}/"],
            Held =
                head.Held ?? (head.Text("publish_date") is null && head.Values.Date is null ? PostState.Draft : null),
        };
    }

    public static PostBody BodyOf(string text, string where, int? firstLine, MigrationReport report)
    {
        var isFancy = Fancy().IsMatch(text);
        text = Mode().Replace(text, "");
        foreach (Match tag in Template().Matches(text))
            report.Add(where, null, $"The template tag {tag.Value} has no value here; it was left out.");
        text = Template().Replace(text, "");
        return isFancy || text.TrimStart().StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
            ? PostBody.Html(text, firstLine)
            : PostBody.Markdown(text, firstLine);
    }

    [GeneratedRegex(
        @"^\s*<!--\s*buttondown-editor-mode:\s*fancy\s*-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Fancy();

    [GeneratedRegex(
        @"^\s*<!--\s*buttondown-editor-mode:\s*\w+\s*-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mode();

    [GeneratedRegex(
        @"\{\{\s*[\w. |""':-]+\s*\}\}|\{%\s*[^%]+%\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Template();
}
