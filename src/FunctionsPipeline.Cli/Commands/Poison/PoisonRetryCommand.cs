using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Integration;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary><c>fp poison retry</c>: gives messages back to the function that failed on them.</summary>
internal static class PoisonRetryCommand
{
    public static Command Create()
    {
        var (queue, id) = (PoisonCommand.Queue(), PoisonCommand.Message());
        return new Command(
            "retry",
            "Gives messages back to the function that failed on them. One that fails again comes back here."
        )
        {
            queue,
            id,
        }
            .WithExample("fp poison retry syndication")
            .OnPipeline(async run =>
            {
                var answer = await run.Service<PoisonMessages>()
                    .RetryAsync(run.Parsed.GetValue(queue)!, run.Parsed.GetValue(id), run.CancellationToken);
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(new CountDocument(answer.Value), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync($"Given back: {Counted.Of(answer.Value, "message")}.");
                return 0;
            });
    }
}
