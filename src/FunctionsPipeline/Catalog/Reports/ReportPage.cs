using System.Globalization;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Catalog.Reports;

/// <summary>
/// Renders a report for people, through the template <c>report</c>. In the site's language: staff read it.
/// </summary>
internal static class ReportPage
{
    /// <returns>UTF-8.</returns>
    public static byte[] Render(ArticleReport report, SiteSettings settings, ITheme theme)
    {
        var strings = StringTable.Load("report", settings.Language);
        var status = report.Status.ToString().ToLowerInvariant();
        using var output = TextBuffer.Rent();
        theme.Render(
            "report",
            new ReportModel
            {
                Shell = Shell.For(settings, theme, $"{strings["title"]}: {report.Title ?? report.Source}") with
                {
                    Kind = "report",
                    NoIndex = true,
                },
                Strings = strings.All,
                Title = report.Title ?? report.Source,
                Status = status,
                StatusTitle = strings["status-" + status],
                StatusText = TextOf(report, settings, strings),
                Source = report.Source,
                Link = report.Link,
                Words =
                    report.Words > 0 ? report.Words.ToString("N0", CultureInfo.GetCultureInfo(strings.Language)) : null,
                Findings =
                [
                    .. report.Findings.Select(f => Row(FindingTranslations.For(settings.Language).Of(f), strings)),
                ],
                Inferred =
                [
                    .. report.Inferred.Select(i => new InferredRow(
                        Name(strings, "inferred-" + i.Key, i.Key),
                        i.Value,
                        Name(strings, "from-" + i.From, i.From)
                    )),
                ],
                Explicit = report.ExplicitMarkdown,
                CopiesText =
                    report.Status is ReportStatus.Published or ReportStatus.Rejected
                    || report.Copies.All(c => c is not { State: CopyState.There or CopyState.Remains, Link: not null })
                        ? null
                        : strings["copies-remain"],
                Copies =
                [
                    .. report.Copies.Select(c => new CopyRow(
                        c.Target,
                        c.State.ToString().ToLowerInvariant(),
                        strings[c.IsTold ? "copy-told" : "copy-" + c.State.ToString().ToLowerInvariant()],
                        c.Link,
                        c.Problem,
                        c.Fix
                    )),
                ],
            },
            output
        );
        return output.ToUtf8();
    }

    private static string TextOf(ArticleReport report, SiteSettings settings, StringTable strings) =>
        report.Status switch
        {
            ReportStatus.Rejected => strings[report.Link is null ? "text-rejected" : "text-rejected-live"],
            ReportStatus.Scheduled when report.PublishAt is { } at => strings.Format(
                "text-scheduled",
                (
                    "time",
                    TimeZoneInfo
                        .ConvertTime(at, settings.TimeZone)
                        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                )
            ),
            _ => strings["text-" + report.Status.ToString().ToLowerInvariant()],
        };

    private static FindingRow Row(Finding finding, StringTable strings) =>
        new(
            strings["severity-" + finding.Severity.ToString().ToLowerInvariant()],
            finding.Severity.ToString().ToLowerInvariant(),
            finding.Message,
            finding.Fix,
            (finding.Line, finding.Column) switch
            {
                (null, _) => null,
                (var line, null) => strings.Format("where", ("line", line)),
                var (line, column) => strings.Format("where-column", ("line", line), ("column", column)),
            },
            finding.Rule
        );

    private static string Name(StringTable strings, string key, string otherwise) =>
        strings.All.TryGetValue(key, out var text) ? text : otherwise;
}

/// <summary>What the template <c>report</c> reads.</summary>
internal sealed record ReportModel
{
    public required Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Title { get; init; }

    public required string Status { get; init; }

    public required string StatusTitle { get; init; }

    public required string StatusText { get; init; }

    public required string Source { get; init; }

    public string? Link { get; init; }

    public string? Words { get; init; }

    public required IReadOnlyList<FindingRow> Findings { get; init; }

    public required IReadOnlyList<InferredRow> Inferred { get; init; }

    public string? Explicit { get; init; }

    /// <summary>Null unless copies outlive the page.</summary>
    public string? CopiesText { get; init; }

    public IReadOnlyList<CopyRow> Copies { get; init; } = [];
}

internal sealed record FindingRow(
    string SeverityTitle,
    string Severity,
    string Message,
    string? Fix,
    string? Where,
    string Rule
);

internal sealed record InferredRow(string What, string Value, string From);

internal sealed record CopyRow(
    string Target,
    string State,
    string StateTitle,
    string? Link,
    string? Problem,
    string? Fix
);
