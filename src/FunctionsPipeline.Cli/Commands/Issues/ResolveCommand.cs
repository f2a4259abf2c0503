using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary>
/// <c>fp issues resolve</c>: a person decides that what may or may not have gone out is planned again, at the risk of a
/// second copy. Nothing else ever sends it again.
/// </summary>
internal static class ResolveCommand
{
    public static Command Create()
    {
        var issue = IssuesCommand.Issue();
        var by = DecidedByOption.Create(
            "Who decided. Without it nothing is changed: it is only told how many it concerns."
        );
        return new Command("resolve", "Plans again what is uncertain of an issue. Some people may get it twice.")
        {
            issue,
            by,
        }
            .WithExample("fp issues resolve weekly-20260310t1500z --by Kim")
            .OnPipeline(async run =>
            {
                if (
                    !IssueId.TryParse(run.Parsed.GetValue(issue), out var id)
                    || await run.Service<ISendingReader>().AccountAsync(id, run.CancellationToken) is not { } account
                )
                    return await run.RefuseAsync(new Refusal("There is no such issue."));
                if (run.Parsed.GetValue(by) is not { } name)
                {
                    await run.Output.JsonAsync(new CountDocument(0), CommandJson.Readable.CountDocument);
                    await run.Output.SayAsync(
                        $"{account.Uncertain} of {account.Recipients} recipients are uncertain. Nothing was changed: add --by \"YOUR NAME\" to plan them again."
                    );
                    return 0;
                }
                var planned = await run.Service<IUncertainReplanning>()
                    .PlanAgainAsync(id, name.Trim(), run.CancellationToken);
                await run.Output.JsonAsync(new CountDocument(planned), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync(
                    planned > 0
                        ? $"Planned again: {Counted.Of(planned, "recipient")}. They go out within the hour; those who had got it get it twice."
                        : "Nothing was changed: nothing of this issue is uncertain and free to be planned again. One that was stopped, or whose account is closed, stays as it is."
                );
                return planned > 0 ? 0 : 1;
            });
    }
}
