using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>An issue to come, in the words that the overview and the page of issues share.</summary>
internal static class UpcomingWords
{
    public static string When(DeskPage page, UpcomingIssue issue) =>
        issue.IsInstant ? page.Strings["next-instant"]
        : issue.Due is { } due ? page.When(due)
        : page.Strings["next-by-hand"];

    public static string Count(DeskPage page, UpcomingIssue issue) =>
        issue.Articles.Count == 0
            ? page.Strings["next-no-articles"]
            : page.Counted("next-articles", issue.Articles.Count);
}
