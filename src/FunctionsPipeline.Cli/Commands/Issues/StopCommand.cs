using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues stop</c>: what staff do by the button in their preview.</summary>
internal static class StopCommand
{
    public static Command Create()
    {
        var issue = IssuesCommand.Issue();
        var by = DecidedByOption.Create("Who stops it. Without it nothing is changed.");
        return new Command(
            "stop",
            "Stops an issue: at once for what was not handed to SendGrid, by a cancellation for what was. May be repeated."
        )
        {
            issue,
            by,
        }
            .WithExample("fp issues stop weekly-20260310t1500z --by Kim")
            .OnPipeline(async run =>
            {
                if (!IssueId.TryParse(run.Parsed.GetValue(issue), out var id))
                    return await run.RefuseAsync(Unknown);
                if (run.Parsed.GetValue(by) is not { } name)
                {
                    if (await run.Service<ISendingReader>().FindAsync(id, run.CancellationToken) is not { } found)
                        return await run.RefuseAsync(Unknown);
                    await run.Output.JsonAsync(new StopDocument(null, null), CommandJson.Readable.StopDocument);
                    await run.Output.SayAsync(
                        $"It goes at {Times.Of(found.Due)} to {Counted.Of(found.Recipients, "recipient")}. Nothing was changed: add --by \"YOUR NAME\" to stop it."
                    );
                    return 0;
                }
                var answer = await run.Service<IIssueStopping>().StopAsync(id, name.Trim(), run.CancellationToken);
                if (answer.Result == StopResult.Unknown)
                    return await run.RefuseAsync(Unknown);
                await run.Output.JsonAsync(
                    new StopDocument(answer.Result, answer.Account?.MayHaveIt),
                    CommandJson.Readable.StopDocument
                );
                await run.Output.SayAsync(Words(answer));
                return answer.Result is StopResult.Stopped or StopResult.Stopping ? 0 : 1;
            });
    }

    private static Refusal Unknown { get; } =
        new("There is no such issue. 'fp issues list' shows those that were planned.");

    private static string Words(StopAnswer answer) =>
        answer.Result switch
        {
            StopResult.Stopped => "Stopped: no one gets it.",
            StopResult.Stopping =>
                "It is being stopped: the app withdraws within minutes what SendGrid holds. 'fp issues show' tells when that is proved.",
            StopResult.Standstill =>
                "All sending is halted: nothing more is handed over, but what SendGrid holds is not withdrawn either. See 'fp adopt'.",
            _ =>
                $"Too late for what had been handed over: {Counted.Of(answer.Account?.MayHaveIt ?? 0, "recipient")} have it or may have it. The rest was stopped.",
        };
}
