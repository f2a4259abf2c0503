using System.CommandLine;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary>
/// <c>fp subscribers evidence</c>: everything that answers a regulator about one subscriber, as JSON and as a page.
/// </summary>
internal static class EvidenceCommand
{
    public static Command Create()
    {
        var who = SubscribersCommand.Who();
        var folder = new Option<DirectoryInfo>("--output")
        {
            Description = "Where to write evidence.json and evidence.html.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        return new Command("evidence", "Writes what is held and what happened, for one subscriber.") { who, folder }
            .WithExample("fp subscribers evidence - --output case-12")
            .OnPipeline(async run =>
            {
                var person = await KnownPerson.FindAsync(
                    run.Service<EvidenceFiles>(),
                    CommandEnvironment.Of(run.Parsed).Input,
                    run.Parsed.GetValue(who)!,
                    run.CancellationToken
                );
                if (person is null)
                    return await run.RefuseAsync(new Refusal("No one is known by that id or address."));
                var output = run.Parsed.GetValue(folder)!;
                output.Create();
                var data = new FileInfo(Path.Combine(output.FullName, "evidence.json"));
                var readable = new FileInfo(Path.Combine(output.FullName, "evidence.html"));
                var page = await run.Service<EvidencePage>().WriteAsync(person, run.CancellationToken);
                await OutputFile.WriteAsync(
                    data,
                    file =>
                        JsonSerializer.SerializeAsync(
                            file,
                            person,
                            SubscriberJson.Conventional.EvidenceFile,
                            run.CancellationToken
                        )
                );
                await OutputFile.WriteAsync(
                    readable,
                    file => file.WriteAsync(Encoding.UTF8.GetBytes(page.Html), run.CancellationToken).AsTask()
                );
                await run.Output.JsonAsync(
                    new FilesDocument([data.FullName, readable.FullName]),
                    CommandJson.Readable.FilesDocument
                );
                await run.Output.SayAsync($"Written: {data.FullName} and {readable.FullName}");
                return 0;
            });
    }
}
