using System.CommandLine;
using FunctionsPipeline.Newsletters.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp plan-now</c>: an issue by hand, whatever the schedule says. Staff get its preview, and may stop it, as ever.</summary>
public static class PlanNowCommand
{
    public static Command Create()
    {
        var newsletter = new Argument<string>("newsletter") { Description = "The newsletter's id in site.yml." };
        var articles = new Option<string[]>("--article")
        {
            Description = "An article's slug; several are allowed. Without any: all new ones. One that was carried before goes out again only if it is named.",
        };
        var yes = new Option<bool>("--yes") { Description = "Really plan it." };
        var command = new Command("plan-now", "Plans an issue of a newsletter now.") { newsletter, articles, yes };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return PipelineAccess.RunAsync(error, async services =>
            {
                if (!parsed.GetValue(yes))
                {
                    await output.WriteLineAsync("Nothing was planned: add --yes. The issue then goes out once the newsletter's hold window is over, and staff get a preview with a button that stops it.");
                    return 0;
                }
                var named = parsed.GetValue(articles);
                var answer = await services.GetRequiredService<INewsletterPlanning>()
                    .PlanNowAsync(parsed.GetValue(newsletter)!, named is { Length: > 0 } ? named : null, cancellationToken);
                if (answer.Issue is not { } issue)
                {
                    await error.WriteLineAsync(answer.Refusal);
                    return 1;
                }
                await output.WriteLineAsync($"Issue {issue} is planned. Staff get its preview within a minute.");
                return 0;
            }, cancellationToken);
        });
        return command;
    }
}
