using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues test-send</c>: mails a preview to staff.</summary>
internal static class TestSendCommand
{
    public static Command Create()
    {
        var what = IssuesCommand.IssueOrNewsletter();
        return new Command(
            "test-send",
            "Mails the preview to the people under 'staff' in site.yml, and to no one else. Nothing is planned."
        )
        {
            what,
        }
            .WithExample("fp issues test-send weekly")
            .OnPipeline(async run =>
            {
                var answer = await run.Service<IIssuePreviews>()
                    .TestAsync(run.Parsed.GetValue(what)!, only: null, run.CancellationToken);
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(new CountDocument(answer.Value), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync($"Sent to {Counted.Of(answer.Value, "address")} under 'staff' in site.yml.");
                return 0;
            });
    }
}
