using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues</c>: what went out, what goes next, and what a person decides about it.</summary>
internal static class IssuesCommand
{
    public static Command Create() =>
        new("issues", "Newsletters' issues: those that went, those that come, and what only a person decides.")
        {
            IssuesListCommand.Create(),
            IssuesShowCommand.Create(),
            IssuesPreviewCommand.Create(),
            TestSendCommand.Create(),
            PlanCommand.Create(),
            StopCommand.Create(),
            SkipCommand.Create(),
            ResolveCommand.Create(),
        };

    public static Argument<string> Issue() =>
        new("issue")
        {
            Description = "The issue's id: that of the page issues/weekly/20260310t1500z/ is weekly-20260310t1500z.",
        };

    public static Argument<string> IssueOrNewsletter() =>
        new("issue-or-newsletter")
        {
            Description = "A planned issue's id, or a newsletter's id in site.yml for what it would send next.",
        };
}
