using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>What a list shows of one report.</summary>
/// <param name="Report">The report's name in the container <c>reports</c>.</param>
/// <param name="ETag">Of the report.</param>
public sealed record IndexedReport(
    string Report,
    string ETag,
    string Source,
    string SourceETag,
    ReportStatus Status,
    string? Title,
    string? Slug,
    string? Link,
    DateTimeOffset? PublishAt,
    int Errors,
    int Warnings,
    IReadOnlyList<ReportedCopy> Copies
)
{
    public static IndexedReport Of(string name, string eTag, ArticleReport report) =>
        new(
            name,
            eTag,
            report.Source,
            report.SourceETag,
            report.Status,
            report.Title,
            report.Slug,
            report.Link,
            report.PublishAt,
            report.Findings.Count(finding => finding.Severity == Severity.Error),
            report.Findings.Count(finding => finding.Severity == Severity.Warning),
            report.Copies
        );
}

/// <summary>One file in <c>articles</c> that is, or was, an article.</summary>
/// <param name="Modified">When it was dropped; null for one that was deleted.</param>
/// <param name="Report">Of its last answered version; null if none was answered yet.</param>
public sealed record ListedDrop(string Source, DateTimeOffset? Modified, DropState State, IndexedReport? Report)
{
    public string Title => Report?.Title ?? Source;
}

/// <summary>In the order in which staff should look at them.</summary>
public enum DropState
{
    Rejected,

    /// <summary>Dropped or changed, and not answered yet.</summary>
    Open,

    Scheduled,
    Draft,
    Published,

    /// <summary>The file was deleted, and so was the page.</summary>
    Removed,
}

/// <summary>What the index remembers between two looks.</summary>
internal sealed record StoredIndex(IReadOnlyList<IndexedReport> Reports);

[JsonSerializable(typeof(StoredIndex))]
internal sealed partial class ArticleIndexJson : JsonSerializerContext
{
    /// <summary>Not for people: it may have a megabyte.</summary>
    public static ArticleIndexJson Compact { get; } =
        new(new JsonSerializerOptions(Storage.JsonBlobs.Options) { WriteIndented = false });
}
