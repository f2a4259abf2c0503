using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Something that staff are notified of by mail, once.</summary>
/// <param name="Key">The same matter always has the same key.</param>
/// <param name="Trouble">What needs a person; null for the kinds that need no explanation.</param>
/// <param name="Detail">For the person who operates the system; no addresses.</param>
/// <param name="Again">True if staff are notified again when the matter still exists a day later.</param>
/// <param name="Count">How many things it is about, where it is about several.</param>
/// <param name="Facts">The first of them.</param>
internal sealed record StaffNotice(
    string Key,
    StaffNoticeKind Kind,
    IssueId? Issue = null,
    AlertKind? Trouble = null,
    string? Newsletter = null,
    string? Detail = null,
    bool Again = false,
    int Count = 0,
    IReadOnlyList<StaffFact>? Facts = null
)
{
    public static StaffNotice Planned(IssueId issue) => new($"planned/{issue}", StaffNoticeKind.Planned, issue);

    public static StaffNotice Finished(IssueId issue) => new($"finished/{issue}", StaffNoticeKind.Finished, issue);

    /// <summary>An alert about one issue is sent once; one about all sending once for each time that it occurs.</summary>
    public static StaffNotice Of(IssueAlert alert) =>
        new(
            $"trouble/{alert.Kind}/{alert.Issue?.Value ?? "all"}{(alert.Since is { } since ? $"/{since.ToUnixTimeSeconds()}" : "")}",
            StaffNoticeKind.Trouble,
            alert.Issue,
            alert.Kind,
            null,
            alert.Detail,
            Again: alert.Issue is null
        );

    public static StaffNotice NotPlanned(IssueId issue, string newsletter, Refusal refusal) =>
        new($"not-planned/{issue}", StaffNoticeKind.NotPlanned, issue, null, newsletter, refusal.Reason);

    /// <summary>It may have gone from the storage that this one is a copy of.</summary>
    /// <param name="command">Plans it all the same.</param>
    public static StaffNotice MayHaveGone(IssueId issue, string newsletter, string command) =>
        new($"may-have-gone/{issue}", StaffNoticeKind.MayHaveGone, issue, null, newsletter, command);

    /// <param name="newest">The day on which the last of them came due: staff are told once for each such day.</param>
    public static StaffNotice ReviewsDue(DateOnly newest, int count, IReadOnlyList<StaffFact> first) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"reviews-due/{newest:yyyy-MM-dd}"),
            StaffNoticeKind.ReviewsDue,
            Count: count,
            Facts: first
        );

    /// <param name="kind">One of those about sources.</param>
    /// <param name="key">The same trouble of the same source always has the same.</param>
    /// <param name="source">What readers call the source.</param>
    /// <param name="facts">What is wrong and what to do; no query of an address.</param>
    public static StaffNotice OfSource(
        StaffNoticeKind kind,
        string key,
        string source,
        IReadOnlyList<StaffFact> facts
    ) => new($"{kind}/{key}", kind, Detail: source, Facts: facts);

    public static StaffNotice NoPostalAddress(string id, string newsletter) =>
        new($"no-postal-address/{id}", StaffNoticeKind.NoPostalAddress, null, null, newsletter);

    /// <summary>A step of a welcome series has nothing to send; people wait for it.</summary>
    /// <param name="key">Of the step.</param>
    /// <param name="detail">The provider's words where it refused the mail; null otherwise.</param>
    public static StaffNotice WelcomeWaits(
        string id,
        string newsletter,
        string key,
        string file,
        Welcome.WelcomeProblem problem,
        string? detail
    ) =>
        new(
            $"welcome/{id}/{key}/{problem}",
            StaffNoticeKind.WelcomeWaits,
            null,
            null,
            newsletter,
            detail,
            // A draft and a date are meant.
            Again: problem is not (Welcome.WelcomeProblem.Draft or Welcome.WelcomeProblem.Held),
            Facts: [new StaffFact(problem.ToString(), file)]
        );
}

internal enum StaffNoticeKind
{
    Planned,
    Finished,
    Trouble,
    NotPlanned,
    MayHaveGone,
    NoPostalAddress,
    ReviewsDue,
    WelcomeWaits,
    SourceFailing,
    SourceRecovered,
    SourceMoved,
    SourceGone,
}
