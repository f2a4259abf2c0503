using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Commands.Issues;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp status</c>: the whole pipeline at a glance.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var watch = new Option<bool>("--watch") { Description = "Shows it again every five seconds, until Ctrl+C." };
        return new Command(
            "status",
            "Shows articles by state, the next issues, what waits in queues, and whether the app is healthy. Ends with 1 if it is not."
        )
        {
            watch,
        }
            .WithExample("fp status --watch")
            .OnPipeline(async run =>
            {
                var status = run.Service<PipelineStatus>();
                while (true)
                {
                    var now = await run.Output.ProgressAsync(
                        "Reading reports",
                        progress => status.ReadAsync(done => progress.Set(done), run.CancellationToken),
                        run.CancellationToken
                    );
                    if (run.Parsed.GetValue(watch))
                        run.Output.Clear();
                    await WriteAsync(run.Output, now);
                    if (!run.Parsed.GetValue(watch))
                        return now.Health.Status == HealthAnswer.Healthy ? 0 : 1;
                    try
                    {
                        await Task.Delay(Every, run.Service<TimeProvider>(), run.CancellationToken);
                    }
                    catch (OperationCanceledException)
                    {
                        return 0;
                    }
                }
            });
    }

    private static async Task WriteAsync(CommandOutput output, StatusNow now)
    {
        await output.JsonAsync(
            new StatusDocument(
                now.Health.Status,
                now.Articles,
                [.. now.Upcoming.Select(UpcomingDocument.Of)],
                now.Waiting,
                now.Health.Poison ?? new Dictionary<string, int>(StringComparer.Ordinal),
                now.LastTick,
                now.Health
            ),
            CommandJson.Readable.StatusDocument
        );
        await output.SayAsync($"health     {now.Health.Status}");
        foreach (var (part, says) in Problems(now.Health))
            await output.SayAsync($"           {part}: {says}");
        await output.SayAsync($"last tick  {Times.Of(now.LastTick)}");
        await output.SayAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"articles   {now.Articles.Published:N0} published, {now.Articles.Scheduled:N0} scheduled, {now.Articles.Draft:N0} drafts, {now.Articles.Rejected:N0} rejected, {now.Articles.Open:N0} not answered yet"
            )
        );
        await output.SayAsync("");
        await output.TableAsync(
            ["newsletter", "next", "planned from", "new articles"],
            now.Upcoming.Select(u => (IReadOnlyList<string>)[u.Newsletter, Next(u), Times.Of(u.PlannedFrom), New(u)])
        );
        await output.SayAsync("");
        await output.TableAsync(
            ["queue", "waiting", "failed too often"],
            now.Waiting.Select(q =>
                (IReadOnlyList<string>)
                    [
                        q.Key,
                        q.Value.ToString("N0", CultureInfo.InvariantCulture),
                        (now.Health.Poison?.GetValueOrDefault(q.Key + "-poison") ?? 0).ToString(
                            "N0",
                            CultureInfo.InvariantCulture
                        ),
                    ]
            )
        );
        if (now.Health.Poison is { Count: > 0 })
            await output.SayAsync("'fp poison list' shows what failed, 'fp poison retry' gives it back.");
    }

    private static IEnumerable<(string Part, string Says)> Problems(HealthAnswer health) =>
        new (string, string?)[]
        {
            ("storage", health.Storage),
            ("sending", health.Sending),
            ("mail", health.Mail),
            ("timer", health.Timer),
        }
            .Where(part => part.Item2 is not (null or HealthAnswer.Ok))
            .Select(part => (part.Item1, part.Item2!));

    private static string Next(UpcomingIssue issue) =>
        issue switch
        {
            { Planning: { } id } => $"{id} is being planned",
            { IsInstant: true } => "with each article",
            { Due: null } => "by hand",
            _ => Times.Of(issue.Due),
        };

    private static string New(UpcomingIssue issue)
    {
        var count = issue.Articles.Count.ToString("N0", CultureInfo.InvariantCulture);
        return issue.Articles.Count < issue.Minimum && issue.Due is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{count} of {issue.Minimum} needed")
            : count;
    }
}

/// <summary>The whole pipeline at a glance.</summary>
/// <param name="Health"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>; <paramref name="Checks"/> says why.</param>
/// <param name="LastTick">Null before the newsletter timer ever ran.</param>
internal sealed record StatusDocument(
    string Health,
    ArticleCounts Articles,
    IReadOnlyList<UpcomingDocument> Upcoming,
    IReadOnlyDictionary<string, int> Queues,
    IReadOnlyDictionary<string, int> Poison,
    DateTimeOffset? LastTick,
    HealthAnswer Checks
);
