using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json.Nodes;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Functions.Newsletters;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Plans an issue for N people and stages it: Azurite and the emulator are processes of their own, this one runs the
/// queue-triggered function under the standalone host. Against posting the same bytes with a bare HttpClient; the two sides
/// alternate. At the end everybody must have got one message of each issue.
/// </summary>
internal sealed class SendBenchmark : IBenchmark
{
    /// <summary>People whose prepared bytes the other side posts; with more, it posts them again.</summary>
    private const int SampleSize = 100_000;

    /// <summary>As many posts at a time as the queue trigger's batch size in host.json.</summary>
    private const int AtATime = 16;

    private const int MostWarming = 8;

    private static readonly TimeSpan Later = TimeSpan.FromHours(40);

    public string Name => "send";

    public string Usage
        => "[--subscribers 100000] [--rounds 3]  plan and stage an issue; peak_mb is this process while it does; ratio to the bare posts";

    public async Task<JsonObject> RunAsync(BenchmarkArguments arguments, TextWriter log, CancellationToken cancellationToken)
    {
        var people = arguments.Number("subscribers", arguments.Quick ? 2_000 : 100_000);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 3);
        var setting = new ClockSetting(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow(), 1);
        await using var azurite = await AzuriteServer.StartAsync(AzuriteOptions.Throwaway, null, cancellationToken);
        await using var emulator = await EmulatorProcess.StartAsync(new EmulatorOptions { CountsOnly = true }, setting, cancellationToken);
        using var control = new EmulatorControl(emulator.Address);
        using var recorder = new StorageRecorder(StorageClients.From(azurite.ConnectionString).Blobs.AccountName, azurite.QueuePort);
        using var bodies = new PostedBodies();
        var clock = setting.Start(TimeProvider.System);
        await SeedAsync(azurite.ConnectionString, people, cancellationToken);
        using var host = BenchApp.Build(azurite.ConnectionString, emulator.Address, clock, [typeof(StageRequest)], configure: services =>
            services.AddHttpClient("SendGridApi").AddHttpMessageHandler(() => bodies.Handler(Later)));
        await host.StartAsync(cancellationToken);
        var run = new Run(host.Services, control, clock, recorder, bodies, await ContentAsync(cancellationToken));

        // First for the sample alone, which leaves the bodies behind; then until hardly anything is compiled any more, so that
        // neither side pays for it.
        bodies.Wanted = int.MaxValue;
        await run.SendAsync("sample", cancellationToken);
        bodies.Wanted = 0;
        var sample = (Math.Min(people, SampleSize) + 999) / 1_000;
        for (var warming = 0; warming < MostWarming && !arguments.Quick; warming++)
        {
            var compiled = JitInfo.GetCompilationTime();
            await bodies.PostAsync(emulator.Address, sample, AtATime, cancellationToken);
            var sent = await run.SendAsync("sample", cancellationToken);
            if (JitInfo.GetCompilationTime() - compiled < TimeSpan.FromSeconds(sent.CpuSeconds * 0.05))
                break;
        }

        var ours = new List<Sent>();
        var bare = new List<double>();
        var requests = (people + 999) / 1_000;
        var wrong = 0;
        for (var round = 1; round <= rounds; round++)
        {
            bare.Add(await bodies.PostAsync(emulator.Address, requests, AtATime, cancellationToken));
            ours.Add(await run.SendAsync("everybody", cancellationToken));
            wrong += await run.NotOnceAsync(ours[^1].Issue, people, cancellationToken);
            await log.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: planned in {ours[^1].PlanSeconds:0.0} s, staged in {ours[^1].StageSeconds:0.0} s, bare posts {bare[^1]:0.0} s, {ours[^1].Operations} storage operations, peak {ours[^1].PeakMb:0} MB"));
        }
        await host.StopAsync(cancellationToken);
        // The best of each side: what else the machine does only ever adds. Memory and operations: the worst.
        var best = ours.Min(s => s.PlanSeconds + s.StageSeconds);
        return new JsonObject
        {
            ["subscribers"] = people,
            ["recipients_per_second"] = Math.Round(people / best),
            ["peak_mb"] = Math.Round(ours.Max(s => s.PeakMb)),
            ["storage_operations_per_recipient"] = Math.Round(ours.Max(s => s.Operations) / (double)people, 4),
            ["cpu_microseconds_per_recipient"] = Math.Round(ours.Min(s => s.CpuSeconds) * 1e6 / people, 1),
            ["ratio"] = Math.Round(best / bare.Min(), 2),
            ["mb_posted"] = Math.Round(bodies.Bytes / 1e6 * requests / Math.Min(requests, SampleSize / 1_000)),
            ["not_exactly_once"] = wrong,
        };
    }

    private static string Address(int person) => string.Create(CultureInfo.InvariantCulture, $"reader.number{person}@mail{person % 50}.example.org");

    private static async Task SeedAsync(string storage, int people, CancellationToken cancellationToken)
    {
        var blobs = new AzureBlobStore(StorageClients.From(storage).Blobs);
        await SubscriberSeed.PutAsync(
            blobs, people, Address, person => person < SampleSize ? ["everybody", "sample"] : ["everybody"], cancellationToken);
    }

    private static async Task<FrozenContent> ContentAsync(CancellationToken cancellationToken)
        => (await new IssueComposer(new FixedTheme(), new NoFullTexts())
            .ComposeAsync(SampleIssue.Site, SampleIssue.Newsletter, SampleIssue.Plan, cancellationToken)).Content;

    private sealed record Sent(IssueId Issue, double PlanSeconds, double StageSeconds, double CpuSeconds, int Operations, double PeakMb);

    private sealed class Run(
        IServiceProvider services, EmulatorControl control, MovableClock clock, StorageRecorder recorder, PostedBodies bodies, FrozenContent content)
    {
        private static readonly TimeSpan Hold = TimeSpan.FromMinutes(45);
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(13);

        private readonly ISending _sending = services.GetRequiredService<ISending>();
        private readonly ISendingWork _work = services.GetRequiredService<ISendingWork>();

        public async Task<Sent> SendAsync(string newsletter, CancellationToken cancellationToken)
        {
            var due = clock.GetUtcNow() + Hold;
            due = due.AddTicks(-(due.UtcTicks % TimeSpan.TicksPerSecond));
            var id = IssueId.For(newsletter, due);
            var taken = bodies.Taken;
            PeakMemory.Reset();
            var before = recorder.Requests.Count;
            recorder.Start();

            var cpu = Environment.CpuUsage.TotalTime;
            var planning = Stopwatch.StartNew();
            var answer = await _sending.PlanAsync(
                new IssueDraft(id, newsletter, due, Hold, new AudienceQuery(newsletter, due, []), content), cancellationToken);
            planning.Stop();
            var requests = answer.Issue?.Requests.Count ?? throw new InvalidOperationException(answer.Refusal);
            await MoveAsync(due - TimeSpan.FromMinutes(29) - clock.GetUtcNow());

            var staging = Stopwatch.StartNew();
            await _work.TickAsync(cancellationToken);
            while (bodies.Taken - taken < requests || Results(id, before) < 2 * requests)
            {
                if (staging.Elapsed > Limit)
                    throw new TimeoutException($"Only {bodies.Taken - taken} of {requests} requests were staged in {Limit}.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
            staging.Stop();
            recorder.Stop();
            var sent = new Sent(id, planning.Elapsed.TotalSeconds, staging.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, recorder.Requests.Count - before, PeakMemory.Mb());
            // Past the send time: the emulator sends, and the cancel slots are free again.
            await MoveAsync(due + TimeSpan.FromMinutes(5) - clock.GetUtcNow());
            await control.SettleAsync();
            return sent;
        }

        /// <summary>How many people did not get exactly one message.</summary>
        public async Task<int> NotOnceAsync(IssueId issue, int people, CancellationToken cancellationToken)
        {
            var copies = await control.DeliveriesAsync(issue.Value);
            cancellationToken.ThrowIfCancellationRequested();
            return copies.Values.Count(c => c != 1) + Enumerable.Range(0, people).Count(p => !copies.ContainsKey(AddressKey.Of(Address(p))));
        }

        private async Task MoveAsync(TimeSpan by)
        {
            await control.AdvanceAsync(by);
            clock.Advance(by);
        }

        /// <summary>Claims and results that were written: two of each request.</summary>
        private int Results(IssueId id, int before)
            => recorder.Requests.Skip(before).Count(r => r.Method == "PUT" && r.Path.Contains($"issues/{id}/requests/", StringComparison.Ordinal));
    }
}
