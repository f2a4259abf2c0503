using System.CommandLine;
using FunctionsPipeline.Subscribers.Export;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp export</c>: writes subscribers to a CSV file.</summary>
public static class ExportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "The CSV file to write; an existing one is overwritten.",
        };
        var newsletter = new Option<string?>("--newsletter") { Description = "Only this list; otherwise everyone." };
        var command = new Command("export", "Exports subscribers to a CSV file.") { file, newsletter };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var error = parsed.InvocationConfiguration.Error;
                return PipelineAccess.RunAsync(
                    error,
                    async services =>
                    {
                        var export = services.GetRequiredService<SubscriberExport>();
                        if (await export.RefusalAsync(parsed.GetValue(newsletter), cancellationToken) is { } refusal)
                        {
                            await error.WriteLineAsync(refusal.Reason);
                            return 1;
                        }
                        await OutputFile.WriteAsync(
                            parsed.GetValue(file)!,
                            output => export.WriteAsync(parsed.GetValue(newsletter), output, cancellationToken)
                        );
                        return 0;
                    },
                    cancellationToken
                );
            }
        );
        return command;
    }
}
