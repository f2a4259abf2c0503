using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;

namespace FunctionsPipeline.Benchmarks.Sending;

/// <summary>
/// Plans an issue for N people from its schedule and stages it: the app in the official worker, Azurite and the emulator are
/// processes of their own. Against SendGrid's own C# client, which sends the same content to the same people, each with links
/// of their own, in requests of 1,000 and without any ledger: it has its people in memory. The two sides alternate. At the end
/// everyone must have got one message of each issue.
/// </summary>
internal sealed class SendBenchmark : IBenchmark
{
    /// <summary>As many requests at a time as the queue trigger's batch size in host.json.</summary>
    private const int AtATime = 16;

    /// <summary>Rounds that are not counted: until then both sides still compile.</summary>
    private const int Warming = 2;

    /// <summary>The bodies of both sides differ in ids and times; more than that is other work.</summary>
    private const double MostDifference = 0.03;

    public string Name => "send";

    public string Usage =>
        "[--subscribers 100000] [--rounds 3]  plan and stage an issue; peak_mb is the worker's; ratio to SendGrid's own client without a ledger";

    public IReadOnlyList<Aim> Aims =>
        [
            new("ratio", 1),
            new("storage_operations_per_recipient", 0.01),
            new("peak_mb", 200),
            new("not_exactly_once", 0),
        ];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var people = arguments.Number("subscribers", arguments.Quick ? 2_000 : 100_000);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 3);
        var now = TimeProvider.System.GetUtcNow();
        var setting = new ClockSetting(now, now, 1);
        await using var azurite = await AzuriteServer.StartAsync(
            AzuriteOptions.Throwaway with
            {
                Metered = true,
            },
            null,
            cancellationToken
        );
        await using var emulator = await EmulatorProcess.StartAsync(
            new EmulatorOptions { CountsOnly = true },
            setting,
            cancellationToken
        );
        // Without our application id, so that looking is not counted as the app's work.
        var store = new AzureBlobStore(new BlobServiceClient(azurite.ConnectionString));
        var newsroom = new SendNewsroom(store, now);
        await newsroom.OpenAsync(people, cancellationToken);
        await using var pipeline = await BenchHost.StartAsync(
            azurite.ConnectionString,
            emulator.Address,
            setting,
            settings: new Dictionary<string, string?> { ["SendGrid__WebhookPublicKey"] = "" },
            cancellationToken: cancellationToken
        );
        using var run = new SendRun(pipeline, azurite, emulator, newsroom);

        // The first issue gives the other side its content.
        var first = await run.SendAsync(people, cancellationToken);
        var content = await run.ContentAsync(first.Issue, cancellationToken);
        var sample = await CapturedRequest.CaptureAsync(
            newsroom.SiteYaml,
            SendNewsroom.Newsletter,
            content,
            SendNewsroom.Address,
            cancellationToken
        );
        using var official = new OfficialClient(
            emulator.Address,
            sample,
            await run.PersonalAsync(first.Issue, content, people, cancellationToken)
        );
        var ours = new List<Sent>();
        var theirs = new List<double>();
        var wrong = 0;
        for (var round = arguments.Quick ? 1 : 1 - Warming; round <= rounds; round++)
        {
            var bytes = official.Bytes;
            var processor = run.ProcessorTime();
            var seconds = await official.SendAsync(people, run.Later, AtATime, cancellationToken);
            processor = run.ProcessorTime().Since(processor);
            bytes = official.Bytes - bytes;
            var sent = await run.SendAsync(people, cancellationToken);
            RefuseOtherWork(sent.PostedBytes, bytes);
            if (round < 1)
                continue;
            theirs.Add(seconds);
            ours.Add(sent);
            wrong += await run.NotOnceAsync(sent.Issue, people, cancellationToken);
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: planned in {sent.PlanSeconds:0.0} s, staged in {sent.StageSeconds:0.0} s, official client {seconds:0.0} s, {sent.Operations} storage operations, peak {sent.PeakMb:0} MB; processor time: worker {sent.Used.Worker:0.00} s, storage {sent.Used.Storage:0.00} s, host {sent.Used.Host:0.00} s, official client {processor.Host:0.00} s"
                )
            );
        }
        foreach (var kind in ours[^1].Asked.OrderByDescending(each => each.Operations))
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kind.Operations, 6} {kind.Service} {kind.Method} {kind.Place}"
                )
            );
        // The best of each side: what else the machine does only ever adds. Memory and operations: the worst.
        var best = ours.Min(s => s.PlanSeconds + s.StageSeconds);
        return new JsonObject
        {
            ["subscribers"] = people,
            ["recipients_per_second"] = Math.Round(people / best),
            ["official_recipients_per_second"] = Math.Round(people / theirs.Min()),
            ["ratio"] = Math.Round(best / theirs.Min(), 2),
            ["seconds_spread"] = Math.Round(ours.Max(s => s.PlanSeconds + s.StageSeconds) / best, 2),
            ["official_seconds_spread"] = Math.Round(theirs.Max() / theirs.Min(), 2),
            ["peak_mb"] = Math.Round(ours.Max(s => s.PeakMb)),
            ["storage_operations_per_recipient"] = Math.Round(ours.Max(s => s.Operations) / (double)people, 4),
            ["mb_posted"] = Math.Round(ours[^1].PostedBytes / 1e6, 1),
            ["not_exactly_once"] = wrong,
        };
    }

    private static void RefuseOtherWork(long ours, long theirs)
    {
        if (Math.Abs(ours - theirs) > theirs * MostDifference)
            throw new InvalidOperationException(
                $"The sides did not do the same work: {ours} bytes were posted by the app and {theirs} by the official client."
            );
    }
}
