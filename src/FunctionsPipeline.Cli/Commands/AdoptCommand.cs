using System.CommandLine;
using FunctionsPipeline.Newsletters.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp adopt</c>: a person says that this copy of the storage is the one to send from, and sending goes on (rule S8).</summary>
public static class AdoptCommand
{
    public static Command Create()
    {
        var by = WhoDecides.Option("Who decided, after making sure that no other copy sends. Without it nothing is changed: it is only told why sending stands still.");
        var command = new Command("adopt", "Lets a copy of the storage send, after the fence stopped all sending.") { by };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return PipelineAccess.RunAsync(error, async services =>
            {
                var sending = services.GetRequiredService<ISending>();
                if (await sending.FenceAsync(cancellationToken) is { } fence)
                    await output.WriteLineAsync($"All sending stands still since {fence.At:u}: {fence.Detail}");
                if (parsed.GetValue(by) is not { } name)
                {
                    await output.WriteLineAsync("Nothing was changed. Make sure that no other copy sends, then add --by \"YOUR NAME\".");
                    return 0;
                }
                if ((await sending.AdoptAsync(name.Trim(), cancellationToken)).Refusal is { } refusal)
                {
                    await error.WriteLineAsync(refusal);
                    return 1;
                }
                await output.WriteLineAsync("Adopted: sending goes on from here. Of issues that were in flight all is uncertain now; staff get mail about each, and 'fp plan-uncertain' decides.");
                return 0;
            }, cancellationToken);
        });
        return command;
    }
}
