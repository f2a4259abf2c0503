using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues show</c>: one issue and its account.</summary>
internal static class IssuesShowCommand
{
    public static Command Create()
    {
        var issue = IssuesCommand.Issue();
        return new Command("show", "Shows an issue and its account: what became of every recipient.") { issue }
            .WithExample("fp issues show weekly-20260310t1500z")
            .OnPipeline(async run =>
            {
                var sending = run.Service<ISendingReader>();
                if (
                    !IssueId.TryParse(run.Parsed.GetValue(issue), out var id)
                    || await sending.FindAsync(id, run.CancellationToken) is not { } found
                    || await sending.AccountAsync(id, run.CancellationToken) is not { } account
                )
                    return await run.RefuseAsync(
                        new Refusal("There is no such issue. 'fp issues list' shows those that were planned.")
                    );
                var document = DocumentOf(found, account, run.Service<TimeProvider>().GetUtcNow());
                await run.Output.JsonAsync(document, CommandJson.Readable.IssueAccountDocument);
                await run.Output.SayAsync(Words(document));
                await run.Output.TableAsync(
                    ["what became of them", "people"],
                    document
                        .Classes.Where(c => c.Value > 0 || c.Key == "delivered")
                        .Concat(
                            document
                                .Excluded.Where(e => e.Value > 0)
                                .Select(e =>
                                    KeyValuePair.Create(
                                        $"not addressed: {e.Key.ToString().ToLowerInvariant()}",
                                        e.Value
                                    )
                                )
                        )
                        .Select(c =>
                            (IReadOnlyList<string>)[c.Key, c.Value.ToString("N0", CultureInfo.InvariantCulture)]
                        )
                );
                if (!account.AddsUp)
                    await run.Output.ComplainAsync(
                        "The account does not add up. This is a fault of the system: report it."
                    );
                return 0;
            });
    }

    private static IssueAccountDocument DocumentOf(IssueRecord issue, IssueAccount account, DateTimeOffset now) =>
        new(
            IssueDocument.Of(issue, now),
            issue.Articles,
            issue.Times.Held ? issue.Times.StopUntil : null,
            issue.Stop?.At,
            issue.Stop?.By,
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["delivered"] = account.Delivered,
                ["pending"] = account.Pending,
                ["bounced"] = account.Bounced,
                ["dropped"] = account.Dropped,
                ["refused"] = account.Refused,
                ["withdrawn"] = account.Withdrawn,
                ["stopped"] = account.Stopped,
                ["uncertain"] = account.Uncertain,
                ["unreported"] = account.Unreported,
            },
            account.Excluded,
            account.AddsUp
        );

    private static string Words(IssueAccountDocument document)
    {
        var issue = document.Issue;
        var stop =
            document.StoppedAt is { } at ? $"stopped    {Times.Of(at)} by {document.StoppedBy}"
            : issue.State == IssueStage.Planned && document.StopUntil is { } until
                ? $"stop it    until {Times.Of(until)}: fp issues stop {issue.Id} --by \"YOUR NAME\""
            : null;
        return string.Join(
            '\n',
            new[]
            {
                $"issue      {issue.Id}",
                $"subject    {issue.Subject}",
                $"goes       {Times.Of(issue.Due)}",
                $"state      {IssuesListCommand.InWords(issue.State)}",
                $"articles   {string.Join(", ", document.Articles)}",
                $"recipients {issue.Recipients.ToString("N0", CultureInfo.InvariantCulture)}",
                stop,
            }.OfType<string>()
        );
    }
}
