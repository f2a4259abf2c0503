using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues list</c>: the newest issues.</summary>
internal static class IssuesListCommand
{
    private const int Usual = 20;

    public static Command Create()
    {
        var newsletter = new Option<string?>("--newsletter") { Description = "Only issues of this newsletter." };
        var count = new Option<int>("--count")
        {
            Description = "How many, the newest first.",
            DefaultValueFactory = _ => Usual,
        };
        count.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 1 and <= 10_000)
                return;
            result.AddError("--count is a whole number from 1 to 10,000.");
        });
        return new Command("list", "Lists issues, the newest first, with what became of them.") { newsletter, count }
            .WithExample("fp issues list --newsletter weekly")
            .OnPipeline(async run =>
            {
                var sending = run.Service<ISendingReader>();
                var ids = new List<IssueId>();
                await foreach (var id in sending.ListAsync(run.CancellationToken))
                    ids.Add(id);
                var issues = new List<IssueDocument>();
                var now = run.Service<TimeProvider>().GetUtcNow();
                foreach (var id in ids.OrderByDescending(id => id.Slot ?? DateTimeOffset.MinValue))
                {
                    if (await sending.FindAsync(id, run.CancellationToken) is not { } issue)
                        continue;
                    if (run.Parsed.GetValue(newsletter) is { } only && issue.Newsletter != only)
                        continue;
                    issues.Add(IssueDocument.Of(issue, now));
                    if (issues.Count == run.Parsed.GetValue(count))
                        break;
                }
                await run.Output.JsonAsync([.. issues], CommandJson.Readable.IssueDocumentArray);
                if (issues.Count == 0)
                    await run.Output.SayAsync("No issue was planned yet. 'fp status' shows what comes next.");
                else
                    await run.Output.TableAsync(
                        ["issue", "goes", "state", "recipients", "subject"],
                        issues.Select(i =>
                            (IReadOnlyList<string>)
                                [
                                    i.Id,
                                    Times.Of(i.Due),
                                    InWords(i.State),
                                    i.Recipients.ToString("N0", CultureInfo.InvariantCulture),
                                    i.Subject,
                                ]
                        )
                    );
                return 0;
            });
    }

    public static string InWords(IssueStage stage) =>
        stage switch
        {
            IssueStage.BeingPlanned => "being planned",
            IssueStage.GoingOut => "going out",
            _ => stage.ToString().ToLowerInvariant(),
        };
}
