using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Integration;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary><c>fp poison list</c>.</summary>
internal static class PoisonListCommand
{
    public static Command Create()
    {
        var queue = new Argument<string?>("queue")
        {
            Description = "Only this queue, with or without '-poison'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Command(
            "list",
            "Lists messages that failed too often, the first 32 of each queue, with what they asked for."
        )
        {
            queue,
        }
            .WithExample("fp poison list")
            .OnPipeline(async run =>
            {
                var found = await run.Service<PoisonMessages>()
                    .ListAsync(run.Parsed.GetValue(queue), run.CancellationToken);
                if (found.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(
                    [.. found.Value.Select(PoisonDocument.Of)],
                    CommandJson.Readable.PoisonDocumentArray
                );
                if (found.Value.Count == 0)
                    await run.Output.SayAsync("No message has failed too often.");
                else
                    await run.Output.TableAsync(
                        ["queue", "message", "since", "what it asks for"],
                        found.Value.Select(m =>
                            (IReadOnlyList<string>)[m.Queue, m.Id, Times.Of(m.At), PoisonMessages.Describe(m)]
                        )
                    );
                return 0;
            });
    }
}
