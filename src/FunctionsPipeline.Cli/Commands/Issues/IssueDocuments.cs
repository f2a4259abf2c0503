using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary>An issue that was planned.</summary>
/// <param name="State">What became of it so far.</param>
internal sealed record IssueDocument(
    string Id,
    string Newsletter,
    string Subject,
    DateTimeOffset Due,
    IssueStage State,
    int Recipients
)
{
    public static IssueDocument Of(IssueRecord issue, DateTimeOffset now) =>
        new(issue.Id.Value, issue.Newsletter, issue.Subject, issue.Due, StageOf(issue, now), issue.Recipients);

    public static IssueStage StageOf(IssueRecord issue, DateTimeOffset now) =>
        issue switch
        {
            { State: IssueState.Planning } => IssueStage.BeingPlanned,
            { Stop: not null } => IssueStage.Stopped,
            { State: IssueState.Finished } => IssueStage.Finished,
            _ when now < issue.Due => IssueStage.Planned,
            _ => IssueStage.GoingOut,
        };
}

/// <summary>How far an issue has come, in the words of the table.</summary>
internal enum IssueStage
{
    BeingPlanned,
    Planned,
    GoingOut,
    Finished,
    Stopped,
}

/// <summary>An issue with its account: every recipient is in exactly one of the classes.</summary>
internal sealed record IssueAccountDocument(
    IssueDocument Issue,
    IReadOnlyList<string> Articles,
    DateTimeOffset? StopUntil,
    DateTimeOffset? StoppedAt,
    string? StoppedBy,
    IReadOnlyDictionary<string, int> Classes,
    IReadOnlyDictionary<Exclusion, int> Excluded,
    bool AddsUp
);

/// <summary>What a newsletter would send next.</summary>
internal sealed record UpcomingDocument(
    string Newsletter,
    DateTimeOffset? Due,
    bool Instant,
    DateTimeOffset? PlannedFrom,
    IReadOnlyList<string> Articles,
    int Minimum,
    int LeftOut,
    IReadOnlyList<DateTimeOffset> Skipped
)
{
    public static UpcomingDocument Of(UpcomingIssue issue) =>
        new(
            issue.Newsletter,
            issue.Due,
            issue.IsInstant,
            issue.PlannedFrom,
            issue.Articles,
            issue.Minimum,
            issue.LeftOut,
            issue.Skipped
        );
}

/// <summary>Where a preview was written.</summary>
internal sealed record PreviewDocument(
    string Subject,
    DateTimeOffset Due,
    IReadOnlyList<string> Articles,
    IReadOnlyList<string> Remarks,
    string Html,
    string Text
);

/// <summary>What a stop achieved so far.</summary>
/// <param name="Result">Null if nothing was stopped.</param>
/// <param name="MayHaveIt">How many have the issue or may have it.</param>
internal sealed record StopDocument(StopResult? Result, int? MayHaveIt);

/// <summary>A slot that was skipped, or how many skips were taken back.</summary>
internal sealed record SlotDocument(string Newsletter, DateTimeOffset? Skipped, int TakenBack);

/// <summary>What was planned, or would be.</summary>
/// <param name="Issue">Null while nothing is planned.</param>
internal sealed record PlanDocument(
    string? Issue,
    IReadOnlyList<string>? Articles,
    int? Recipients,
    DateTimeOffset? Due
);
