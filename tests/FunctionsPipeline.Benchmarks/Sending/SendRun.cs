using System.Diagnostics;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Running;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Sending;

/// <summary>What one issue took.</summary>
/// <param name="Asked">What the app asked of storage, by kind.</param>
/// <param name="Used">Processor time. The emulator is not in it; it does the same for both sides.</param>
/// <param name="PeakMb">Of the worker's process.</param>
internal sealed record Sent(
    IssueId Issue,
    double PlanSeconds,
    double StageSeconds,
    IReadOnlyList<MeteredRequests> Asked,
    ProcessorTime Used,
    long PostedBytes,
    double PeakMb
)
{
    public long Operations => Asked.Sum(each => each.Operations);
}

/// <summary>
/// Lets the app plan and stage one issue after the other, by moving the clock that app, timers and emulator share.
/// </summary>
internal sealed class SendRun(
    LocalPipeline pipeline,
    AzuriteServer azurite,
    EmulatorProcess emulator,
    SendNewsroom newsroom
) : IDisposable
{
    /// <summary>Several times as long as the worker takes to notice a move of the clock.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(200);

    /// <summary>By then the timer's own tick has begun to do something, or found nothing to do.</summary>
    private static readonly TimeSpan TimerHasFired = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(13);

    /// <summary>Before planning: what is done once a day, which reads every subscriber, is not the issue's.</summary>
    private static readonly TimeSpan DailyWork = TimeSpan.FromMinutes(80);

    private static readonly TimeSpan Plan = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Stage = TimeSpan.FromMinutes(29);

    private readonly EmulatorControl _control = new(emulator.Address);
    private readonly AzuriteMeter _meter = new(azurite);
    private readonly ServiceProvider _services = BenchServices.Build(
        azurite.ConnectionString,
        emulator.Address,
        pipeline.Clock
    );

    /// <summary>A send time that is not reached while both sides alternate.</summary>
    public DateTimeOffset Later => pipeline.Clock!.GetUtcNow() + TimeSpan.FromHours(70);

    private int Worker => pipeline.Host.WorkerProcessId ?? throw new InvalidOperationException("The worker is gone.");

    private ISendingReader Sending => _services.GetRequiredService<ISendingReader>();

    /// <summary>Used up to now.</summary>
    public ProcessorTime ProcessorTime() =>
        Harness.ProcessorTime.Read(
            azurite.ProcessId ?? throw new InvalidOperationException("Azurite is gone."),
            Worker
        );

    public async Task<Sent> SendAsync(int people, CancellationToken cancellationToken)
    {
        var clock = pipeline.Clock!;
        var due = await newsroom.WriteAsync(clock.GetUtcNow(), cancellationToken);
        var id = IssueId.For(SendNewsroom.Newsletter, due);
        var worker = Worker;
        await MoveToAsync(due - DailyWork);
        await pipeline.Host.RunAsync("KeepSubscribers", cancellationToken);
        PeakMemory.Reset(worker);
        var processors = ProcessorTime();
        await _meter.ResetAsync(cancellationToken);

        var (planning, ticking) = await BecomeDueAsync(
            due - Plan + TimeSpan.FromSeconds(2),
            async () => await Sending.FindAsync(id, cancellationToken) is not null,
            cancellationToken
        );
        while (await Sending.FindAsync(id, cancellationToken) is not { State: not IssueState.Planning })
            await WaitAsync(planning, "planned", cancellationToken);
        planning.Stop();
        await ticking;

        // What the other side left scheduled came due on the way here, if at all.
        await _control.SettleAsync();
        var before = await _control.StatusAsync();
        var requests = (people + 999) / 1_000;
        (var staging, ticking) = await BecomeDueAsync(
            due - Stage,
            async () => (await _control.StatusAsync()).Scheduled > before.Scheduled,
            cancellationToken
        );
        EmulatorStatus status;
        while ((status = await _control.StatusAsync()).Scheduled - before.Scheduled < requests)
            await WaitAsync(staging, "staged", cancellationToken);
        staging.Stop();
        await ticking;

        // Until the last results are stored.
        while (await Sending.AccountAsync(id, cancellationToken) is not { } account || account.Staged < people)
            await WaitAsync(staging, "accounted for", cancellationToken);
        var asked = (await _meter.ReadAsync(cancellationToken))
            .Where(each => each.Client == StorageClients.ApplicationId)
            .ToList();
        var used = ProcessorTime().Since(processors);
        var sent = new Sent(
            id,
            planning.Elapsed.TotalSeconds,
            staging.Elapsed.TotalSeconds,
            asked,
            used,
            status.BytesReceived - before.BytesReceived,
            PeakMemory.Mb(worker)
        );
        // Past the send time: the emulator sends, and the cancel slots are free again.
        await MoveToAsync(due + TimeSpan.FromMinutes(5));
        await _control.SettleAsync();
        return sent;
    }

    public async Task<FrozenContent> ContentAsync(IssueId issue, CancellationToken cancellationToken) =>
        await Sending.ContentAsync(issue, cancellationToken)
        ?? throw new InvalidOperationException($"{issue} has no content.");

    /// <summary>What makes a person's part of an issue, for people who are held in memory.</summary>
    public async Task<Func<int, BulkRecipient>> PersonalAsync(
        IssueId issue,
        FrozenContent content,
        int people,
        CancellationToken cancellationToken
    )
    {
        var record =
            await Sending.FindAsync(issue, cancellationToken)
            ?? throw new InvalidOperationException($"{issue} is not there.");
        var merge = _services.GetRequiredService<IRecipientMerge>();
        var list = Enumerable.Range(0, people).Select(SendNewsroom.Person).ToArray();
        return person => merge.Merge(record, content, list[person]);
    }

    /// <summary>How many people did not get exactly one message.</summary>
    public async Task<int> NotOnceAsync(IssueId issue, int people, CancellationToken cancellationToken)
    {
        var copies = await _control.DeliveriesAsync(issue.Value);
        cancellationToken.ThrowIfCancellationRequested();
        return copies.Values.Count(c => c != 1)
            + Enumerable.Range(0, people).Count(p => !copies.ContainsKey(AddressKey.Of(SendNewsroom.Address(p))));
    }

    public void Dispose()
    {
        _services.Dispose();
        _meter.Dispose();
        _control.Dispose();
    }

    /// <summary>
    /// Moves to the time at which something is due, and runs the minute's function unless its timer has done so: the timer
    /// itself may fire before the worker has noticed the new time, and then a minute later.
    /// </summary>
    /// <returns>
    /// Since when it takes: the tick, or the move where the timer's own tick was first. And the tick that was begun here.
    /// </returns>
    private async Task<(Stopwatch Since, Task Ticking)> BecomeDueAsync(
        DateTimeOffset time,
        Func<Task<bool>> hasBegun,
        CancellationToken cancellationToken
    )
    {
        var moved = Stopwatch.StartNew();
        await MoveToAsync(time);
        // Two ticks at once would both plan, and one of the two for nothing.
        while (moved.Elapsed < TimerHasFired)
        {
            if (await hasBegun())
                return (moved, Task.CompletedTask);
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
        return (Stopwatch.StartNew(), pipeline.Host.RunAsync("TickNewsletters", cancellationToken));
    }

    private async Task MoveToAsync(DateTimeOffset time)
    {
        var by = time - pipeline.Clock!.GetUtcNow();
        await _control.AdvanceAsync(by);
        pipeline.Clock.Advance(by);
        await Task.Delay(Noticed, TimeProvider.System);
    }

    private static async Task WaitAsync(Stopwatch since, string state, CancellationToken cancellationToken)
    {
        if (since.Elapsed > Limit)
            throw new TimeoutException($"The issue was not {state} within {Limit}.");
        await Task.Delay(Glance, TimeProvider.System, cancellationToken);
    }
}
