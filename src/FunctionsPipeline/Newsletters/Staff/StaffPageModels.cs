using FunctionsPipeline.Branding;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>What <c>issue-report.hbs</c> is rendered over.</summary>
public sealed record IssueReportModel
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string State { get; init; }

    public IReadOnlyList<string> Notices { get; init; } = [];

    public required string Newsletter { get; init; }

    public required IReadOnlyList<AccountChart> Charts { get; init; }

    public required string Verdict { get; init; }

    public required bool AddsUp { get; init; }

    public string? Complaints { get; init; }

    public string? Staged { get; init; }

    public required IReadOnlyList<CarriedArticle> Articles { get; init; }

    public required string BrowserUrl { get; init; }

    /// <summary>Null when there is nothing left to stop.</summary>
    public string? StopUrl { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }
}

/// <summary>What <c>issue-stop.hbs</c> is rendered over.</summary>
public sealed record IssueStopModel
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    /// <summary>Null for a page without a button.</summary>
    public string? Button { get; init; }

    public string? Consequence { get; init; }

    public string? ReportUrl { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }
}

/// <param name="Url">Null for one that is no longer on the site.</param>
public sealed record CarriedArticle(string Title, string? Url);
