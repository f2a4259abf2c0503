using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Subscribers.Export;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers export</c>: writes subscribers to a CSV file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "The CSV file to write; an existing one is overwritten.",
        };
        var newsletter = new Option<string?>("--newsletter") { Description = "Only this list; otherwise everyone." };
        return new Command("export", "Exports subscribers to a CSV file.") { file, newsletter }
            .WithExample("fp subscribers export readers.csv --newsletter weekly")
            .OnPipeline(async run =>
            {
                var (export, only) = (run.Service<SubscriberExport>(), run.Parsed.GetValue(newsletter));
                if (await export.RefusalAsync(only, run.CancellationToken) is { } refusal)
                    return await run.RefuseAsync(refusal);
                await OutputFile.WriteAsync(
                    run.Parsed.GetValue(file)!,
                    output => export.WriteAsync(only, output, run.CancellationToken)
                );
                return 0;
            });
    }
}
