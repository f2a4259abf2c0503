using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Integration;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary><c>fp poison drop</c>: deletes messages for good.</summary>
internal static class PoisonDropCommand
{
    public static Command Create()
    {
        var (queue, id) = (PoisonCommand.Queue(), PoisonCommand.Message());
        var yes = new Option<bool>("--yes")
        {
            Description = "Really delete. Without it nothing is changed: it is only told how many there are.",
        };
        return new Command("drop", "Deletes messages for good. What they asked for is not done.") { queue, id, yes }
            .WithExample("fp poison drop events --yes")
            .OnPipeline(async run =>
            {
                var messages = run.Service<PoisonMessages>();
                var (name, one) = (run.Parsed.GetValue(queue)!, run.Parsed.GetValue(id));
                if (!run.Parsed.GetValue(yes))
                {
                    var found = await messages.ListAsync(name, run.CancellationToken);
                    if (found.Refusal is { } unknown)
                        return await run.RefuseAsync(unknown);
                    var count = found.Value.Count(m => one is null || m.Id == one);
                    if (one is not null && count == 0)
                        return await run.RefuseAsync(
                            new Refusal("There is no such message among the first 32 of that queue.")
                        );
                    await run.Output.JsonAsync(new CountDocument(0), CommandJson.Readable.CountDocument);
                    await run.Output.SayAsync(
                        $"Would be deleted: {Counted.Of(count, "message")} (of the first 32). Nothing was changed: add --yes."
                    );
                    return 0;
                }
                var answer = await messages.DropAsync(name, one, run.CancellationToken);
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(new CountDocument(answer.Value), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync($"Deleted: {Counted.Of(answer.Value, "message")}.");
                return 0;
            });
    }
}
