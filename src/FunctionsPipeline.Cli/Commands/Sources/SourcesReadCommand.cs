using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Sources;

namespace FunctionsPipeline.Cli.Commands.Sources;

/// <summary><c>fp sources read</c>: asks the app to read a source now.</summary>
internal static class SourcesReadCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "The source's id, as 'fp sources list' shows it." };
        return new Command("read", "Has a source read now, also one that is gone or waits after failures.") { source }
            .WithExample("fp sources read clinic-example")
            .OnPipeline(async run =>
            {
                var id = run.Parsed.GetValue(source)!;
                if (!await run.Service<SourceRequests>().AskNowAsync(id, run.CancellationToken))
                    return await run.RefuseAsync(
                        new Refusal(
                            $"There is no source '{id}' in site.yml. 'fp sources list' shows those that are there."
                        )
                    );
                await run.Output.JsonAsync(new CountDocument(1), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync(
                    "Asked for: the app reads it within a minute, and 'fp sources list' tells what came of it."
                );
                return 0;
            });
    }
}
