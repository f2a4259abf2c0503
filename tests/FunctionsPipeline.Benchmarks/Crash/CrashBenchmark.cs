using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>
/// Several newsletters to the same people, planned from their schedules, staged, some stopped, by processes that are killed
/// and frozen at random moments, on Azurite and the emulator with faults on. Then calm returns, the clock is moved on until
/// every account is closed, and the ledger is held against the emulator's counts. README.md says how to read the figures.
/// </summary>
internal sealed class CrashBenchmark : IBenchmark
{
    private const int Nodes = 3;
    private const double FreezeShare = 0.4;
    private const double StopShare = 0.25;
    private const double WorkerShare = 0.5;

    public string Name => "crash";

    public string Usage =>
        "[--kills 200] [--subscribers 5000] [--every 2] [--pace 20] [--seed 1]  kills hosts and workers, and freezes them, while issues are planned, staged, stopped and accounted for";

    public IReadOnlyList<Aim> Aims =>
        [
            new("duplicates", 0),
            new("skipped", 0),
            new("stopped_yet_delivered", 0),
            new("withdrawn_yet_delivered", 0),
            new("provider_violations", 0),
        ];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var kills = arguments.Number("kills", arguments.Quick ? 4 : 200);
        var people = arguments.Number("subscribers", arguments.Quick ? 300 : 5_000);
        var every = TimeSpan.FromSeconds(Double(arguments, "every", arguments.Quick ? 7 : 2));
        var pace = Double(arguments, "pace", arguments.Quick ? 60 : 20);
        var random = new Random(arguments.Number("seed", 1));
        var started = Stopwatch.StartNew();

        var origin = TimeProvider.System.GetUtcNow();
        var shared = new ClockSetting(
            origin,
            new DateTimeOffset(origin.Year, origin.Month, origin.Day, origin.Hour, 0, 0, TimeSpan.Zero),
            pace
        );
        // On disk: in memory Azurite keeps an extent for every write, and its collector, which comes every ten minutes,
        // takes hours over so many and answers no one meanwhile.
        using var folder = new ScratchFolder();
        await using var azurite = await AzuriteServer.StartAsync(
            AzuriteOptions.Throwaway with
            {
                DataFolder = folder.Path,
            },
            null,
            cancellationToken
        );
        var storage = azurite.ConnectionString;
        await using var emulator = await EmulatorProcess.StartAsync(
            new EmulatorOptions { CountsOnly = true, Seed = arguments.Number("seed", 1) },
            shared,
            cancellationToken
        );
        using var provider = new EmulatorControl(emulator.Address);
        var setting = new CrashSetting(storage, emulator.Address, await provider.WebhookKeyAsync(), shared, 25);
        var store = new AzureBlobStore(StorageClients.From(storage).Blobs);
        var newsroom = new CrashNewsroom(store, shared.Start(TimeProvider.System), arguments.Quick ? 1 : 4);
        var addresses = await newsroom.OpenAsync(people, cancellationToken);

        await using var crowd = new NodeCrowd(setting, random);
        await using var door = await FrontDoor.OpenAsync(crowd.AnyAddress, cancellationToken);
        await provider.SetWebhookAsync(new Uri(door.Address, "api/sendgrid/events"));
        for (var i = 0; i < Nodes; i++)
            await crowd.StartAsync();
        await SetFaultsAsync(provider);

        var stops = new StopButton(store, door.Address, random, StopShare);
        using var storm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pressing = stops.RunAsync(storm.Token);
        var ticking = TickAsync(crowd, TimeSpan.FromMinutes(1) / pace, storm.Token);
        var (hosts, workers, frozen) = (0, 0, 0);
        var longest = TimeSpan.FromMinutes(50) / pace;
        while (hosts + workers + frozen < kills)
        {
            await Task.Delay(every * (0.3 + (1.4 * random.NextDouble())), TimeProvider.System, cancellationToken);
            // Anyone who is planned in the last minutes of the storm goes after it: no new ones then.
            await newsroom.WriteAsync(
                (kills - hosts - workers - frozen) * every * pace > TimeSpan.FromMinutes(20) || arguments.Quick,
                cancellationToken
            );
            crowd.Tend();
            if (
                random.NextDouble() < FreezeShare
                && await crowd.FreezeOneAsync(longest * Math.Pow(random.NextDouble(), 3))
            )
                frozen++;
            else if (random.NextDouble() < WorkerShare && await crowd.KillWorkerAsync())
                workers++;
            else
            {
                await crowd.KillHostAsync();
                hosts++;
            }
            if ((hosts + workers + frozen) % 20 == 0)
                await log.WriteLineAsync(
                    $"{started.Elapsed:mm\\:ss}: {hosts} hosts and {workers} workers killed, {frozen} frozen, {await provider.StatusAsync()}"
                );
        }
        await provider.ClearFaultsAsync();
        await crowd.CalmAsync();
        await storm.CancelAsync();
        await pressing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await crowd.DisposeAsync();
        var seconds = started.Elapsed.TotalSeconds;
        await log.WriteLineAsync($"{started.Elapsed:mm\\:ss}: calm; one process finishes what all of them left");
        await FinishAsync(
            setting,
            provider,
            door,
            newsroom,
            TimeSpan.FromMinutes(arguments.Quick ? 4 : 1),
            text => log.WriteLineAsync($"{started.Elapsed:mm\\:ss}: {text}"),
            cancellationToken
        );
        await log.WriteLineAsync(
            $"{started.Elapsed:mm\\:ss}: closed; the ledger is held against the provider's counts"
        );
        var finding = await new LedgerAudit(store, provider, addresses, log).RunAsync(
            stops.SaidStopped,
            cancellationToken
        );
        var violations = await provider.ViolationsAsync();
        foreach (var violation in violations.Take(5))
            await log.WriteLineAsync($"violation: {violation}");
        if (crowd.EndedByThemselves > 0)
            await log.WriteLineAsync($"{crowd.EndedByThemselves} hosts ended by themselves.");
        return new JsonObject
        {
            ["kills"] = hosts + workers + frozen,
            ["duplicates"] = finding.Duplicates,
            ["skipped"] = finding.Skipped,
            ["stopped_yet_delivered"] = finding.StoppedYetDelivered,
            ["withdrawn_yet_delivered"] = finding.WithdrawnYetDelivered,
            ["uncertain"] = finding.Uncertain,
            ["account_adds_up"] = finding.AddsUp && finding.Unfinished == 0,
            ["hosts_killed"] = hosts,
            ["workers_killed"] = workers,
            ["frozen"] = frozen,
            ["issues"] = finding.Issues,
            ["recipients"] = finding.Recipients,
            ["delivered"] = finding.Delivered,
            ["stopped"] = finding.Stopped,
            ["unreported"] = finding.Unreported,
            ["batches_cancelled"] = finding.Restaged,
            ["unfinished_issues"] = finding.Unfinished,
            ["provider_violations"] = violations.Count,
            ["storm_seconds"] = Math.Round(seconds),
            ["seconds"] = Math.Round(started.Elapsed.TotalSeconds),
        };
    }

    private static async Task TickAsync(NodeCrowd crowd, TimeSpan minute, CancellationToken cancellationToken)
    {
        while (true)
        {
            crowd.Tick();
            await Task.Delay(minute, TimeProvider.System, cancellationToken);
        }
    }

    private static double Double(BenchmarkArguments arguments, string name, double fallback) =>
        arguments.Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : fallback;

    private static async Task SetFaultsAsync(EmulatorControl provider)
    {
        await provider.SetSlownessAsync(TimeSpan.FromSeconds(40));
        foreach (
            var (fault, rate) in new (Fault, double)[]
            {
                (Fault.AcceptAndDrop, 0.003),
                (Fault.DropBeforeAccepting, 0.002),
                (Fault.AcceptAnd500, 0.002),
                (Fault.RefuseWith503, 0.002),
                (Fault.TooManyRequests, 0.01),
                (Fault.Slow, 0.03),
                (Fault.BatchFails, 0.1),
                (Fault.SlowCancel, 0.2),
                (Fault.CancelAndDrop, 0.2),
                (Fault.DropCancel, 0.2),
                (Fault.CancelLimit, 0.1),
                (Fault.DuplicateEvents, 0.05),
                (Fault.DuplicateEventsWithNewIds, 0.05),
                (Fault.ReorderEvents, 0.3),
                (Fault.MissingProcessed, 0.2),
                (Fault.LoseEvents, 0.02),
                (Fault.WrongSignature, 0.02),
            }
        )
            await provider.SetRateAsync(fault, rate);
    }

    /// <summary>
    /// One node in calm: step by step until what was planned last has gone, then in leaps until nothing more is expected of
    /// any issue.
    /// </summary>
    private static async Task FinishAsync(
        CrashSetting setting,
        EmulatorControl provider,
        FrontDoor door,
        CrashNewsroom newsroom,
        TimeSpan step,
        Func<string, Task> tell,
        CancellationToken cancellationToken
    )
    {
        var leap = TimeSpan.FromHours(6);
        await using var pipeline = await BenchHost.StartAsync(
            setting.Storage,
            setting.Mail,
            setting.Clock,
            settings: setting.AppSettings(),
            hooks: [typeof(CrashNode).Assembly.Location],
            cancellationToken: cancellationToken
        );
        var clock = pipeline.Clock!;
        door.LeadTo(pipeline.Host.Address);
        var queues = StorageClients.From(setting.Storage).Queues;
        // Newsletters are due every hour: the first is planned within two, however little the storm let through.
        var patience = clock.GetUtcNow() + TimeSpan.FromHours(2);
        var toTell = clock.GetUtcNow();
        while (
            await newsroom.LastSendTimeAsync(cancellationToken) is var last
            && (last is { } sendAt ? sendAt + TimeSpan.FromMinutes(10) : patience) > clock.GetUtcNow()
        )
        {
            if (clock.GetUtcNow() >= toTell)
            {
                await tell(
                    $"it is {clock.GetUtcNow():t}, {(last is null ? "no issue is planned yet" : $"the last issue goes out at {last:t}")}"
                );
                toTell = clock.GetUtcNow() + TimeSpan.FromMinutes(15);
            }
            await AdvanceAsync(step);
        }
        await tell("nothing more is planned; the accounts are closed");
        for (var passed = TimeSpan.Zero; passed < IssueAccounting.EventsWithin + (2 * leap); passed += leap)
            await AdvanceAsync(leap);

        async Task AdvanceAsync(TimeSpan by)
        {
            await TickAsync();
            await EmptyAsync(queues.GetQueueClient(Queues.Requests), cancellationToken);
            await provider.SettleAsync();
            await EmptyAsync(queues.GetQueueClient(Queues.Events), cancellationToken);
            await TickAsync();
            await provider.AdvanceAsync(by);
            clock.Advance(by);
        }

        Task TickAsync() => pipeline.Host.RunAsync("TickNewsletters", cancellationToken);
    }

    private static Task EmptyAsync(QueueClient queue, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            async () =>
                !(await queue.ExistsAsync(cancellationToken)).Value
                || (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount == 0,
            $"queue {queue.Name} to be empty"
        );
}
