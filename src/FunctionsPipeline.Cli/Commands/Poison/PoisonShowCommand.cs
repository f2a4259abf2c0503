using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Integration;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary><c>fp poison show</c>: one message as it was sent.</summary>
internal static class PoisonShowCommand
{
    public static Command Create()
    {
        var queue = PoisonCommand.Queue();
        var id = new Argument<string>("message") { Description = "The message's id, as 'fp poison list' shows it." };
        return new Command("show", "Shows one message as it was sent.") { queue, id }
            .WithExample("fp poison show syndication 0d8c3a54-1f0e-4f0e-9d53-2c1b0a9e7f41")
            .OnPipeline(async run =>
            {
                var found = await run.Service<PoisonMessages>()
                    .ListAsync(run.Parsed.GetValue(queue), run.CancellationToken);
                if (found.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                if (found.Value.FirstOrDefault(m => m.Id == run.Parsed.GetValue(id)) is not { } message)
                    return await run.RefuseAsync(
                        new Refusal("There is no such message among the first 32 of that queue.")
                    );
                await run.Output.JsonAsync(PoisonDocument.Of(message), CommandJson.Readable.PoisonDocument);
                await run.Output.SayAsync(
                    $"""
                    queue    {message.Queue}
                    message  {message.Id}
                    since    {Times.Of(message.At)}
                    asks     {PoisonMessages.Describe(message)}
                    text     {message.Text}
                    """
                );
                return 0;
            });
    }
}
