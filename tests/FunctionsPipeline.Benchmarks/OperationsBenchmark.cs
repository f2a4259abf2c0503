using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Operations;
using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// What each step of the cost model asks of storage, counted at the ports of the whole app, in memory; writes the file that
/// <c>fp cost</c> ships with. An issue is run at two sizes: what grows with its requests is a request's, the rest the
/// issue's.
/// </summary>
internal sealed class OperationsBenchmark : IBenchmark
{
    /// <summary>Not measured: nothing here waits for a network.</summary>
    private const decimal SecondsPerCall = 0.015m;

    private const decimal SecondsPerForeignCall = 1m;

    public string Name => "operations";

    public string Usage =>
        "[--out FILE] [--date yyyy-MM-dd]  storage operations of each step; FILE is src/FunctionsPipeline.Cli/Cost/operations.json";

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var measurements = new Measurements(MeasuredClinic.NewApp);
        var (article, articles, housekeeping, tick) = await measurements.SiteAsync(cancellationToken);
        // Of whole bundles: what their requests share is spread over all of them.
        var small = await measurements.IssueAsync(5_000, cancellationToken);
        var large = await measurements.IssueAsync(arguments.Quick ? 10_000 : 15_000, cancellationToken);
        var (signup, departure, people) = await measurements.PeopleAsync(cancellationToken);

        var idle = Per(tick, tick.Executions);
        var more = large.Requests - small.Requests;
        var request = Scale(Minus(Beyond(large, idle), Beyond(small, idle)), 1m / more);
        var issue = Minus(Beyond(small, idle), Scale(request, small.Requests));
        var runs = (decimal)(large.Issue.Executions - large.Ticks - (small.Issue.Executions - small.Ticks)) / more;
        var steps = new (string Name, StepOperations Step)[]
        {
            ("tick", Finish(idle, 1, 0)),
            ("housekeeping", Finish(Per(housekeeping, housekeeping.Executions), 1, 0)),
            ("article", Finish(Per(article, articles), (decimal)article.Executions / articles, MeasuredClinic.Targets)),
            ("issue", Finish(issue, 1, 2)),
            // The requests of a bundle are posted by one run of the function, all at once.
            ("request", Finish(request, runs, runs)),
            ("eventPost", Finish(Per(large.Events, large.Posts), (decimal)large.Events.Executions / large.Posts, 0)),
            ("signup", Finish(Per(signup, people), (decimal)signup.Executions / people, 1)),
            ("departure", Finish(Per(departure, people), (decimal)departure.Executions / people, 0)),
        };
        var date =
            arguments.Text("date")
            ?? DateOnly
                .FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var file = FileOf(steps, date);
        if (arguments.Text("out") is { } path)
            await File.WriteAllTextAsync(path, file, cancellationToken);
        await log.WriteAsync(file);

        var figures = new JsonObject();
        foreach (var (name, step) in steps)
            figures[name + "_calls"] = step.Reads + step.Writes + step.Lists + step.QueueCalls;
        return figures;
    }

    private static StepOperations Per(Meter meter, int runs) =>
        new(
            (decimal)meter.Counts.Reads / runs,
            (decimal)meter.Counts.Writes / runs,
            (decimal)meter.Counts.Lists / runs,
            (decimal)(3 * meter.Counts.Messages + meter.Counts.QueueLooks) / runs,
            0,
            0,
            (decimal)meter.Counts.RewrittenBytes / runs
        );

    private static StepOperations Beyond(IssueMeasurement measured, StepOperations idle) =>
        Minus(Per(measured.Issue, 1), Scale(idle, measured.Ticks));

    private static StepOperations Minus(StepOperations a, StepOperations b) =>
        new(
            a.Reads - b.Reads,
            a.Writes - b.Writes,
            a.Lists - b.Lists,
            a.QueueCalls - b.QueueCalls,
            0,
            0,
            a.RewrittenBytes - b.RewrittenBytes
        );

    private static StepOperations Scale(StepOperations a, decimal by) =>
        new(a.Reads * by, a.Writes * by, a.Lists * by, a.QueueCalls * by, 0, 0, a.RewrittenBytes * by);

    /// <summary>Rounded, with the time that is assumed for it.</summary>
    private static StepOperations Finish(StepOperations step, decimal executions, decimal foreignCalls)
    {
        var seconds =
            (
                (step.Reads + step.Writes + step.Lists + step.QueueCalls) * SecondsPerCall
                + foreignCalls * SecondsPerForeignCall
            ) / executions;
        return new(
            Math.Round(step.Reads, 2),
            Math.Round(step.Writes, 2),
            Math.Round(step.Lists, 2),
            Math.Round(step.QueueCalls, 2),
            // A difference of two issues: blobs that only the smaller one rewrites would make it less than nothing.
            Math.Round(seconds, 2),
            Math.Round(executions, 2),
            Math.Max(0, Math.Round(step.RewrittenBytes))
        );
    }

    private static string FileOf(IEnumerable<(string Name, StepOperations Step)> steps, string date)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{{\n  \"source\": \"measured by `bench operations`; assumed: {SecondsPerCall:0.000} s a storage call, {SecondsPerForeignCall} s a call to another server\",\n  \"date\": \"{date}\""
        );
        foreach (var (name, step) in steps)
        {
            var figures = JsonSerializer
                .SerializeToNode(step, JsonSerializerOptions.Web)!
                .AsObject()
                .Select(figure =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\"{figure.Key}\": {figure.Value!.GetValue<decimal>():0.##}"
                    )
                );
            text.Append(CultureInfo.InvariantCulture, $",\n  \"{name}\": {{ {string.Join(", ", figures)} }}");
        }
        return text.Append("\n}\n").ToString();
    }
}
