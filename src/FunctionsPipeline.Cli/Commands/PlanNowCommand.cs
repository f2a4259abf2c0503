using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fp plan-now</c>: an issue by hand, regardless of the schedule. Staff get its preview, and may stop it, as ever.
/// </summary>
public static class PlanNowCommand
{
    public static Command Create()
    {
        var newsletter = new Argument<string>("newsletter") { Description = "The newsletter's id in site.yml." };
        var articles = new Option<string[]>("--article")
        {
            Description =
                "An article's slug; several are allowed. Without any: all new ones. One that was carried before goes out again only if it is named.",
        };
        var yes = new Option<bool>("--yes")
        {
            Description =
                "Really plan it. Without it nothing is changed: it is only told what would go, to how many and when.",
        };
        var command = new Command("plan-now", "Plans an issue of a newsletter now.") { newsletter, articles, yes };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAsync(
                    error,
                    async services =>
                    {
                        var planning = services.GetRequiredService<IManualPlanning>();
                        var named = parsed.GetValue(articles) is { Length: > 0 } some ? some : null;
                        if (!parsed.GetValue(yes))
                        {
                            var look = await planning.LookAsync(parsed.GetValue(newsletter)!, named, cancellationToken);
                            await (
                                look.Refusal is null
                                    ? TellAsync(look.Value, services, output, cancellationToken)
                                    : error.WriteLineAsync(look.Refusal.Reason)
                            );
                            return look.Refusal is null ? 0 : 1;
                        }
                        var answer = await planning.PlanNowAsync(
                            parsed.GetValue(newsletter)!,
                            named,
                            cancellationToken
                        );
                        if (answer.Refusal is not null)
                        {
                            await error.WriteLineAsync(answer.Refusal.Reason);
                            return 1;
                        }
                        await output.WriteLineAsync(
                            $"Issue {answer.Value} is planned. Staff get its preview within a minute."
                        );
                        return 0;
                    },
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task TellAsync(
        ManualIssue issue,
        IServiceProvider services,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var recipients = await services
            .GetRequiredService<IAudience>()
            .EnumerateAsync(issue.Audience, cancellationToken)
            .CountAsync(person => person.Excluded is null, cancellationToken);
        await output.WriteLineAsync(
            $"""
            {Counted.Of(issue.Articles.Count, "article")}: {string.Join(", ", issue.Articles)}
            {Counted.Of(recipients, "recipient")}, less anyone who left at SendGrid in the last minutes
            {WhenText(issue)}
            Nothing was planned: add --yes.
            """
        );
    }

    private static string WhenText(ManualIssue issue) =>
        issue.HoldWindow == TimeSpan.Zero
            ? "With --yes it goes at once and cannot be stopped: its holdWindow in site.yml is 0."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"With --yes, now, it goes on {issue.Due:yyyy-MM-dd} at {issue.Due:HH:mm} by the newsletter's clock. Staff get a preview within a minute, with a button that stops it."
            );
}
