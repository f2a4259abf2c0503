using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Catalog.Reports;

/// <summary>
/// The answer to one drop: <c>reports/&lt;blob name&gt;.html</c> for people, <c>.json</c> for programs. The JSON also
/// remembers which slug the source holds, so that a changed slug leaves nothing behind.
/// </summary>
public sealed record ArticleReport
{
    /// <summary>The blob in <c>articles</c>.</summary>
    public required string Source { get; init; }

    public required string SourceETag { get; init; }

    public required ReportStatus Status { get; init; }

    /// <summary>Null if the file could not be read so far.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The slug that this source holds in the catalog, also while a later version is rejected; null for none.
    /// </summary>
    public string? Slug { get; init; }

    /// <summary>The page's address, absolute; null while there is none.</summary>
    public string? Link { get; init; }

    /// <summary>For <see cref="ReportStatus.Scheduled"/>.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    public int Words { get; init; }

    public IReadOnlyList<Inference> Inferred { get; init; } = [];

    /// <summary>Errors first, then in the order of the file.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What was inferred, as its author would write it; null if nothing was.</summary>
    public string? ExplicitMarkdown { get; init; }

    /// <summary>Where else it is, or should be, by the target's name. Put in by syndication.</summary>
    public IReadOnlyList<ReportedCopy> Copies { get; init; } = [];

    /// <summary>
    /// Shows these copies. A deleted article's report only names those that are or were there: what became of them.
    /// </summary>
    public ArticleReport WithCopies(IReadOnlyList<ReportedCopy> copies) =>
        this with
        {
            Copies =
                Status == ReportStatus.Removed
                    ? [.. copies.Where(c => c.State is not (CopyState.Waiting or CopyState.Failed))]
                    : copies,
        };

    public static BlobPath JsonOf(string source) => new(Containers.Reports, NameOf(source) + ".json");

    public static BlobPath HtmlOf(string source) => new(Containers.Reports, NameOf(source) + ".html");

    /// <summary>
    /// The source's own name where that is a harmless path; else a hash of it, because '..' and the like would end
    /// somewhere else than they say.
    /// </summary>
    private static string NameOf(string source)
    {
        // '_' begins names of ours, and one folder of answered files that are no articles.
        var harmless =
            source.Length is > 0 and <= 900
            && (!source.StartsWith('_') || source.StartsWith("_welcome/", StringComparison.Ordinal));
        foreach (var part in source.Split('/'))
            harmless &=
                part.Length > 0 && part is not "." and not ".." && !part.EndsWith('.') && !part.AsSpan().Contains('\\');
        foreach (var c in source)
            harmless &= !char.IsControl(c) && !char.IsSurrogate(c);
        return harmless ? source : "_odd-names/" + Sha256Hex.Of(source, 16);
    }
}

public enum ReportStatus
{
    /// <summary>The page is live.</summary>
    Published,

    /// <summary>It will be, at its time.</summary>
    Scheduled,

    /// <summary>Its author keeps it off the site.</summary>
    Draft,

    /// <summary>Something has to be fixed first; the last good page, if any, stays.</summary>
    Rejected,

    /// <summary>The file was deleted, and so was the page.</summary>
    Removed,

    /// <summary>It is mailed to new readers and never is a page.</summary>
    Letter,
}
