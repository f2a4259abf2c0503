using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli;

/// <summary>One run of a command on the pipeline's services.</summary>
internal sealed record PipelineRun(
    ParseResult Parsed,
    IServiceProvider Services,
    CommandOutput Output,
    CancellationToken CancellationToken
)
{
    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Says why nothing was done.</summary>
    /// <returns>Exit code 1.</returns>
    public async Task<int> RefuseAsync(Refusal refusal)
    {
        await Output.ComplainAsync(refusal.Reason);
        return 1;
    }
}

internal static class PipelineRunExtensions
{
    /// <summary>Gives a command its work on the pipeline's services.</summary>
    /// <param name="work">Returns the exit code.</param>
    public static Command OnPipeline(this Command command, Func<PipelineRun, Task<int>> work)
    {
        command.SetAction(
            (parsed, cancellationToken) =>
                PipelineAccess.RunAsync(
                    parsed,
                    services => work(new PipelineRun(parsed, services, CommandOutput.Of(parsed), cancellationToken)),
                    cancellationToken
                )
        );
        return command;
    }
}
