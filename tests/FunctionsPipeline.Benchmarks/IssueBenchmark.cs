using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Composes the sample issue; with <c>--out</c> it also leaves what people will see, for checkers and eyes.
/// </summary>
internal sealed class IssueBenchmark : IBenchmark
{
    public string Name => "issue";

    public string Usage =>
        "[--runs 200] [--out DIR]  bytes of the sample issue's mail, ms to compose it; writes mail, preview and pages to DIR";

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var runs = arguments.Number("runs", arguments.Quick ? 5 : 200);
        var composer = new IssueComposer(new FixedTheme(), new NoFullTexts());
        var composed = await ComposeAsync();
        var start = Stopwatch.GetTimestamp();
        for (var run = 0; run < runs; run++)
            composed = await ComposeAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (arguments.Text("out") is { } folder)
            await WriteAsync(folder, composed.Content, log, cancellationToken);
        return new JsonObject
        {
            ["html_bytes"] = Encoding.UTF8.GetByteCount(composed.Content.Mail.Html),
            ["text_bytes"] = Encoding.UTF8.GetByteCount(composed.Content.Mail.Text),
            ["compose_ms"] = Math.Round(elapsed.TotalMilliseconds / runs, 3),
            ["runs"] = runs,
        };

        Task<ComposedIssue> ComposeAsync() =>
            composer.ComposeAsync(SampleIssue.Site, SampleIssue.Newsletter, SampleIssue.Plan, cancellationToken);
    }

    private static async Task WriteAsync(
        string folder,
        FrozenContent content,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        using var room = new Newsroom();
        var (stop, report) = await room.PlanSampleAsync();
        room.Sending.AccountOf = issue =>
            SampleIssue.Account(issue.Recipients) with
            {
                Candidates = issue.Candidates,
                Excluded = issue.Excluded,
                Delivered = issue.Recipients - 36,
                Bounced = 21,
                Dropped = 3,
                Refused = 1,
                Withdrawn = 6,
                Uncertain = 4,
                Unreported = 1,
                Complained = 2,
            };
        var reader = new Candidate(SubscriberId.Parse("0a" + new string('1', 32)), "anna@example.org", "Anna", null);
        var merge = room.Merge.Merge(room.Sending.Issues[0], content, reader).Merge;
        var question = await room.Pages.AskToStopAsync(stop, cancellationToken);
        room.Time.Jump(SampleIssue.Due.AddHours(4));
        var files = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["issue.html"] = MergeFields.Fill(content.Mail.Html, merge),
            ["issue.txt"] = MergeFields.Fill(content.Mail.Text, merge),
            ["browser.html"] = await room.PageAsync("issues/clinic-weekly/20260310t1500z/index.html"),
            ["preview.html"] = room.Mail.Sent[^1].Html,
            ["preview.txt"] = room.Mail.Sent[^1].Text,
            ["report.html"] = (await room.Pages.ReportAsync(report, cancellationToken)).Html,
            ["stop.html"] = question.Html,
        };
        await room.Notices.NeedsPersonAsync(
            new IssueAlert(AlertKind.Uncertain, SampleIssue.Id, "request r00001: the answer was lost"),
            cancellationToken
        );
        files["trouble.html"] = room.Mail.Sent[^1].Html;
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellationToken);
            await log.WriteLineAsync(Path.Combine(folder, name));
        }
    }
}
