using System.CommandLine;
using FunctionsPipeline.Newsletters.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fp plan-uncertain</c>: a person decides that what may or may not have gone out is planned again, at the risk of a
/// second copy. Nothing else ever sends it again.
/// </summary>
public static class PlanUncertainCommand
{
    public static Command Create()
    {
        var issue = new Argument<string>("issue")
        {
            Description = "The issue's id: that of the page issues/weekly/20260310t1500z/ is weekly-20260310t1500z.",
        };
        var by = DecidedByOption.Create(
            "Who decided. Without it nothing is changed: it is only told how many it concerns."
        );
        var command = new Command(
            "plan-uncertain",
            "Plans again what is uncertain of an issue. Some people may get it twice."
        )
        {
            issue,
            by,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAsync(
                    error,
                    async services =>
                    {
                        var sending = services.GetRequiredService<ISendingReader>();
                        if (
                            !IssueId.TryParse(parsed.GetValue(issue), out var id)
                            || await sending.AccountAsync(id, cancellationToken) is not { } account
                        )
                        {
                            await error.WriteLineAsync("There is no such issue.");
                            return 1;
                        }
                        if (parsed.GetValue(by) is not { } name)
                        {
                            await output.WriteLineAsync(
                                $"{account.Uncertain} of {account.Recipients} recipients are uncertain. Nothing was changed: add --by \"YOUR NAME\" to plan them again."
                            );
                            return 0;
                        }
                        var planned = await services
                            .GetRequiredService<IUncertainReplanning>()
                            .PlanAgainAsync(id, name.Trim(), cancellationToken);
                        await output.WriteLineAsync(
                            planned > 0
                                ? $"Planned again: {Counted.Of(planned, "recipient")}. They go out within the hour; those who had got it get it twice."
                                : "Nothing was changed: nothing of this issue is uncertain and free to be planned again. One that was stopped, or whose account is closed, stays as it is."
                        );
                        return planned > 0 ? 0 : 1;
                    },
                    cancellationToken
                );
            }
        );
        return command;
    }
}
