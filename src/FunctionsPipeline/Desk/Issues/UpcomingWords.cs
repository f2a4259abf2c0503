using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>An issue to come, in the words that the overview and the page of issues share.</summary>
internal static class UpcomingWords
{
    public static string When(DeskPage page, UpcomingIssue issue) =>
        issue.IsInstant ? page.Strings["next-instant"]
        : issue.Due is { } due ? page.When(due)
        : page.Strings["next-by-hand"];

    /// <summary>Issues that are planned already and can still be stopped.</summary>
    public static IReadOnlyList<DeskLink> Ahead(DeskPage page, IReadOnlyList<IssueRecord> issues) =>
        [
            .. issues.Select(issue => new DeskLink(
                page.Strings.Format(
                    "ahead-issue",
                    ("subject", issue.Subject),
                    ("newsletter", OneIssuePage.NameOf(page, issue.Newsletter)),
                    ("when", page.When(issue.Due))
                ),
                page.Addresses.Of("issues/one?issue=" + issue.Id.Value)
            )),
        ];

    public static string Count(DeskPage page, UpcomingIssue issue) =>
        issue.Articles.Count > 0 ? page.Counted("next-articles", issue.Articles.Count)
        : issue.Postponed.Count > 0 ? page.Strings["next-all-postponed"]
        : page.Strings["next-no-articles"];

    /// <summary>That it does not go with so few articles; null where it does, and where there is none.</summary>
    public static string? TooFew(DeskPage page, UpcomingIssue issue) =>
        issue.Articles.Count > 0 && issue.Articles.Count < issue.Minimum && !issue.IsInstant
            ? page.Strings.Format("next-too-few", ("minimum", issue.Minimum))
            : null;
}
