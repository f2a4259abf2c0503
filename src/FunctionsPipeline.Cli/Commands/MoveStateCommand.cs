using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp move-state</c>: brings the state of an earlier version to where this one keeps it.</summary>
internal static class MoveStateCommand
{
    public static Command Create()
    {
        var yes = new Option<bool>("--yes")
        {
            Description = "The app is stopped: move it. Without it nothing is changed.",
        };
        var command = new Command(
            "move-state",
            $"Moves the state of an earlier version from container '{StateMove.FormerContainer}' to '{Containers.State}'."
        )
        {
            yes,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAnyStateAsync(
                    parsed,
                    services =>
                        RunAsync(
                            services.GetRequiredService<StateMove>(),
                            parsed.GetValue(yes),
                            output,
                            error,
                            cancellationToken
                        ),
                    cancellationToken
                );
            }
        );
        return command.WithExample("fp move-state --yes");
    }

    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(
        StateMove move,
        bool yes,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        if (!await move.IsNeededAsync(cancellationToken))
        {
            await output.WriteLineAsync("There is nothing to move.");
            return 0;
        }
        if (!yes)
        {
            await output.WriteLineAsync(
                $"Container '{StateMove.FormerContainer}' holds the state of an earlier version. Nothing was changed: stop the app, wait three minutes, then add --yes."
            );
            return 0;
        }
        var answer = await move.RunAsync(StateMove.Quiet, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            await error.WriteLineAsync(refusal.Reason);
            return 1;
        }
        await output.WriteLineAsync(
            $"Moved: {Counted.Of(answer.Value, "document")}. Start the app. Container '{StateMove.FormerContainer}' may be deleted after the next issue."
        );
        return 0;
    }
}
