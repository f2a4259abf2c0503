using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Audience;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary>
/// <c>fp issues plan</c>: an issue by hand, regardless of the schedule. Staff get its preview, and may stop it, as ever.
/// </summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var newsletter = new Argument<string>("newsletter") { Description = "The newsletter's id in site.yml." };
        var articles = new Option<string[]>("--article")
        {
            Description =
                "An article's slug; several are allowed. Without any: all new ones. One that was carried before goes out again only if it is named.",
        };
        var subject = new Option<string>("--subject")
        {
            Description = "The mail's subject; without it, the newsletter's usual one.",
        };
        var yes = new Option<bool>("--yes")
        {
            Description =
                "Really plan it. Without it nothing is changed: it is only told what would go, to how many and when.",
        };
        return new Command("plan", "Plans an issue of a newsletter now, regardless of its schedule.")
        {
            newsletter,
            articles,
            subject,
            yes,
        }
            .WithExample("fp issues plan weekly --article sciatica --yes")
            .OnPipeline(run =>
            {
                var id = run.Parsed.GetValue(newsletter)!;
                var order = new ManualOrder(run.Parsed.GetValue(articles) is { Length: > 0 } named ? named : null)
                {
                    Subject = run.Parsed.GetValue(subject),
                };
                return run.Parsed.GetValue(yes) ? PlanAsync(run, id, order) : LookAsync(run, id, order);
            });
    }

    private static async Task<int> PlanAsync(PipelineRun run, string newsletter, ManualOrder order)
    {
        var answer = await run.Service<IManualPlanning>().PlanNowAsync(newsletter, order, run.CancellationToken);
        if (answer.Refusal is { } refusal)
            return await run.RefuseAsync(refusal);
        await run.Output.JsonAsync(
            new PlanDocument(answer.Value.Value, null, null, null),
            CommandJson.Readable.PlanDocument
        );
        await run.Output.SayAsync($"Issue {answer.Value} is planned. Staff get its preview within a minute.");
        return 0;
    }

    private static async Task<int> LookAsync(PipelineRun run, string newsletter, ManualOrder order)
    {
        var look = await run.Service<IManualPlanning>().LookAsync(newsletter, order, run.CancellationToken);
        if (look.Refusal is { } refusal)
            return await run.RefuseAsync(refusal);
        var issue = look.Value;
        var (recipients, _) = await AudienceCount.OfAsync(
            run.Service<IAudience>(),
            issue.Audience,
            run.CancellationToken
        );
        await run.Output.JsonAsync(
            new PlanDocument(null, issue.Articles, recipients, issue.Due),
            CommandJson.Readable.PlanDocument
        );
        await run.Output.SayAsync(
            $"""
            {Counted.Of(issue.Articles.Count, "article")}: {string.Join(", ", issue.Articles)}
            {Counted.Of(recipients, "recipient")}, less anyone who left at SendGrid in the last minutes
            {WhenText(issue)}
            Nothing was planned: add --yes.
            """
        );
        return 0;
    }

    private static string WhenText(ManualIssue issue) =>
        issue.HoldWindow == TimeSpan.Zero
            ? "With --yes it goes at once and cannot be stopped: its holdWindow in site.yml is 0."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"With --yes, now, it goes on {issue.Due:yyyy-MM-dd} at {issue.Due:HH:mm} by the newsletter's clock. Staff get a preview within a minute, with a button that stops it."
            );
}
