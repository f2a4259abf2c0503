using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Something that staff are told by mail, once.</summary>
/// <param name="Key">The same matter always has the same key.</param>
/// <param name="Trouble">What needs a person; null for the kinds that need no explanation.</param>
/// <param name="Detail">For the person who operates the system; no addresses.</param>
/// <param name="Again">True if staff are told again when the matter is still there a day later.</param>
internal sealed record StaffMatter(
    string Key,
    StaffMatterKind Kind,
    IssueId? Issue = null,
    AlertKind? Trouble = null,
    string? Newsletter = null,
    string? Detail = null,
    bool Again = false
)
{
    public static StaffMatter Planned(IssueId issue) => new($"planned/{issue}", StaffMatterKind.Planned, issue);

    public static StaffMatter Finished(IssueId issue) => new($"finished/{issue}", StaffMatterKind.Finished, issue);

    /// <summary>A trouble of one issue is told once; one of all sending once for each time that it comes up.</summary>
    public static StaffMatter Of(IssueAlert trouble) =>
        new(
            $"trouble/{trouble.Kind}/{trouble.Issue?.Value ?? "all"}{(trouble.Since is { } since ? $"/{since.ToUnixTimeSeconds()}" : "")}",
            StaffMatterKind.Trouble,
            trouble.Issue,
            trouble.Kind,
            null,
            trouble.Detail,
            Again: trouble.Issue is null
        );

    public static StaffMatter NotPlanned(IssueId issue, string newsletter, string refusal) =>
        new($"not-planned/{issue}", StaffMatterKind.NotPlanned, issue, null, newsletter, refusal);

    /// <summary>It may have gone from the storage that this one is a copy of.</summary>
    /// <param name="command">Plans it all the same.</param>
    public static StaffMatter MayHaveGone(IssueId issue, string newsletter, string command) =>
        new($"may-have-gone/{issue}", StaffMatterKind.MayHaveGone, issue, null, newsletter, command);

    public static StaffMatter NoPostalAddress(string id, string newsletter) =>
        new($"no-postal-address/{id}", StaffMatterKind.NoPostalAddress, null, null, newsletter);
}

internal enum StaffMatterKind
{
    Planned,
    Finished,
    Trouble,
    NotPlanned,
    MayHaveGone,
    NoPostalAddress,
}
