using System.CommandLine;
using System.Text.Json;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp evidence</c>: everything that answers a regulator about one subscriber, as JSON and as a page.</summary>
public static class EvidenceCommand
{
    public static Command Create()
    {
        var who = new Argument<string>("who")
        {
            Description =
                "A subscriber's id or address, or '-' to read it from standard input, which shells do not keep. An erased address is found too: its hash is kept.",
        };
        var folder = new Option<DirectoryInfo>("--output")
        {
            Description = "Where to write evidence.json and evidence.html.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var command = new Command("evidence", "Writes what is held and what happened, for one subscriber.")
        {
            who,
            folder,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var error = parsed.InvocationConfiguration.Error;
                return PipelineAccess.RunAsync(
                    error,
                    async services =>
                    {
                        var files = services.GetRequiredService<EvidenceFiles>();
                        var text = parsed.GetValue(who)!;
                        if (text == "-")
                            text = (await Console.In.ReadLineAsync(cancellationToken))?.Trim() ?? "";
                        var file =
                            SubscriberId.TryParse(text, out var id) ? await files.OfAsync(id, cancellationToken)
                            : EmailAddress.TryParse(text, out var address)
                                ? await files.OfAsync(address, cancellationToken)
                            : null;
                        if (file is null)
                        {
                            await error.WriteLineAsync("No one is known by that id or address.");
                            return 1;
                        }
                        var output = parsed.GetValue(folder)!;
                        output.Create();
                        var (data, readable) = (
                            Path.Combine(output.FullName, "evidence.json"),
                            Path.Combine(output.FullName, "evidence.html")
                        );
                        await File.WriteAllBytesAsync(
                            data,
                            JsonSerializer.SerializeToUtf8Bytes(file, SubscriberJson.Conventional.EvidenceFile),
                            cancellationToken
                        );
                        var page = await services
                            .GetRequiredService<EvidencePage>()
                            .WriteAsync(file, cancellationToken);
                        await File.WriteAllTextAsync(readable, page.Html, cancellationToken);
                        await parsed.InvocationConfiguration.Output.WriteLineAsync($"Written: {data} and {readable}");
                        return 0;
                    },
                    cancellationToken
                );
            }
        );
        return command;
    }
}
