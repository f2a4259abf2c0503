using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Pages;

/// <summary>
/// The issues that readers may look up: <c>state/issues-index.json</c>, written by Newsletters after an issue's own
/// page (<c>$web/issues/&lt;newsletter&gt;/&lt;slot&gt;/index.html</c>) is there, read here for <c>/issues/</c>.
/// </summary>
public sealed record PastIssues
{
    /// <summary>In any order; shown newest first.</summary>
    public IReadOnlyList<PastIssue> Issues { get; init; } = [];

    public static BlobPath Blob { get; } = new(Containers.State, "issues-index.json");
}

/// <param name="Newsletter">The newsletter's id.</param>
/// <param name="Path">From the site's root, e.g. <c>/issues/weekly/2026-03-10/</c>.</param>
/// <param name="Subject">As it was sent.</param>
public sealed record PastIssue(string Newsletter, string Path, string Subject, DateTimeOffset SentAt);
