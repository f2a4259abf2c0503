using System.Globalization;
using System.Text;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>The report for people: <c>report.md</c>, and its short form for a terminal.</summary>
internal static class ReportFile
{
    public const string FileName = "report.md";

    public static string Write(MigrationReport report, string service, MigrationOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Moved from {service}\n\n");
        foreach (var line in Summary(report, options with { DryRun = false }))
            text.Append("- ").Append(Plain(line)).Append('\n');
        text.Append("\n## What was not carried over, or changed\n\n");
        if (report.Items.Count == 0)
            text.Append("Nothing.\n");
        foreach (var item in report.Items)
            text.Append("- ").Append(Plain(item.ToString())).Append('\n');
        return text.ToString();
    }

    /// <summary>What was written, and what to do next, a line each.</summary>
    public static IEnumerable<string> Summary(MigrationReport report, MigrationOptions options)
    {
        var would = options.DryRun ? " would be written" : "";
        yield return $"{Counted.Of(report.Articles, "article")}{would}, {Counted.Of(report.Drafts, "draft")} among them; {Counted.Of(report.Pictures, "picture")}.";
        if (report.Subscribers > 0)
        {
            yield return $"{Counted.Of(report.Subscribers, "subscriber")}{would} in {SubscriberLists.FileName}.";
            var missing = new[]
            {
                report.WithoutBasis > 0
                    ? $"the basis of consent for {Counted.Of(report.WithoutBasis, "subscriber")}"
                    : null,
                report.WithoutDate > 0
                    ? $"the date of consent for {Counted.Of(report.WithoutDate, "subscriber")}"
                    : null,
            }
                .OfType<string>()
                .ToList();
            if (missing.Count > 0)
                yield return $"The export does not say {string.Join(" and ", missing)}.";
            yield return $"Next: fp subscribers import {SubscriberLists.FileName} --newsletter {options.Newsletter ?? "ID"}{(report.WithoutBasis > 0 ? " --basis BASIS" : "")}{(report.WithoutDate > 0 ? " --date DATE" : "")} --dry-run";
        }
        foreach (var (reason, count) in report.LeftOut)
            yield return $"{Counted.Of(count, "row")} of subscribers left out: {reason}.";
        yield return report.Items.Count == 0
            ? "All of the export was carried over."
            : $"{Counted.Of(report.Items.Count, "thing")} to look at{(options.DryRun ? "" : $" in {FileName}")}.";
    }

    /// <summary>On one line, without tags, links and emphasis.</summary>
    private static string Plain(string line) =>
        line.ReplaceLineEndings(" ")
            .Replace("<", "\\<", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal);
}
