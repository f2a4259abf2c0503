using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.Standalone.Tests.Support;
using FunctionsPipeline.Standalone.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class TimerTriggerTests : StorageTest
{
    private BlobClient Status => Account.HostContainer.GetBlobClient($"timers/{Account.HostId}/Host.Functions.Yearly/status");

    [Fact]
    public async Task A_first_start_waits_for_the_next_occurrence_and_stores_when_that_is()
    {
        await using var host = await StartAsync<YearlyFunction>();
        await Eventually.TrueAsync(async () => await Status.ExistsAsync(), "a status");
        var status = JsonDocument.Parse((await Status.DownloadContentAsync()).Value.Content).RootElement;
        Assert.Equal(1, status.GetProperty("Next").GetDateTime().DayOfYear);
        Assert.Equal(DateTime.MinValue, status.GetProperty("Last").GetDateTime());
        Assert.True(status.TryGetProperty("LastUpdated", out _));
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task An_occurrence_that_was_missed_fires_at_the_start_once()
    {
        await PlantStatusAsync(last: new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc), next: new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using (await StartAsync<YearlyFunction>())
        {
            await Probe.WaitForAsync("past due");
            await Eventually.TrueAsync(async () => (await LastAsync()).Year > 2020, "a new status");
        }

        await using (await StartAsync<YearlyFunction>())
            await Probe.WaitForAsync(() => Probe.Logs.Count(line => line.Contains("starts 1 functions")) == 2, "a second start");
        Assert.Equal(["past due"], Probe.Events);
    }

    [Fact]
    public async Task A_missed_occurrence_that_fails_is_not_retried()
    {
        Probe.Behaviour = (_, _) => throw new InvalidOperationException("no");
        await PlantStatusAsync(last: new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc), next: new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var host = await StartAsync<YearlyFunction>();
        await Eventually.TrueAsync(async () => (await LastAsync()).Year > 2020, "a new status");
        Assert.Equal(["past due"], Probe.Events);
    }

    [Fact]
    public async Task Timers_fire_by_the_apps_clock_and_locks_are_kept_by_the_machines()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RunningHost.StartAsync(
            Account, Probe, [typeof(YearlyFunction)], configure: app => app.Services.AddSingleton<TimeProvider>(clock));
        await Eventually.TrueAsync(async () => await Status.ExistsAsync(), "a status");
        for (var year = 1; year <= 2; year++)
        {
            clock.Advance(TimeSpan.FromDays(366));
            await Probe.WaitForAsync(year);
            await Eventually.TrueAsync(async () => (await LastAsync()) >= clock.GetUtcNow().UtcDateTime.AddDays(-366), "a new status");
        }
        Assert.DoesNotContain(Probe.Logs, line => line.Contains("was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunOnStartup_fires_at_every_start()
    {
        await using (await StartAsync<StartupFunction>())
            await Probe.WaitForAsync(1);
        await using (await StartAsync<StartupFunction>())
            await Probe.WaitForAsync(2);
        Assert.Equal(["startup", "startup"], Probe.Events);
    }

    [Fact]
    public async Task One_of_two_hosts_runs_a_timer_and_never_two_runs_at_once()
    {
        var running = 0;
        var overlaps = 0;
        async Task Slowly(string happened, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref running) > 1)
                Interlocked.Increment(ref overlaps);
            await Task.Delay(1500, cancellationToken);
            Interlocked.Decrement(ref running);
        }

        var other = new Probe { Behaviour = Slowly };
        Probe.Behaviour = Slowly;
        var first = await RunningHost.StartAsync(Account, Probe, [typeof(SecondsFunction)]);
        await Probe.WaitForAsync(2);
        await using var second = await RunningHost.StartAsync(Account, other, [typeof(SecondsFunction)], ["--Standalone:LockDuration=00:00:15"]);
        await Probe.WaitForAsync(3);
        Assert.Empty(other.Events);
        // A stopped host hands over at once.
        await first.DisposeAsync();
        await other.WaitForAsync(1);
        Assert.Equal(0, overlaps);
    }

    [Fact]
    public async Task The_lock_of_a_dead_holder_ends_by_itself()
    {
        // The lease of a host that was killed: nobody renews it and nobody releases it.
        await Account.HostContainer.CreateIfNotExistsAsync();
        var lockBlob = Account.HostContainer.GetBlobClient($"locks/{Account.HostId}/Host.Functions.Startup.Listener");
        await lockBlob.UploadAsync(new BinaryData(""));
        await lockBlob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15));
        await using var host = await StartAsync<StartupFunction>("--Standalone:LockDuration=00:00:15");
        await Probe.WaitForAsync("startup");
    }

    [Fact]
    public async Task A_lock_that_is_lost_ends_the_run_that_it_protected()
    {
        var cancelled = new TaskCompletionSource();
        Probe.Behaviour = async (_, cancellationToken) =>
        {
            await using var registered = cancellationToken.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await using var host = await StartAsync<StartupFunction>("--Standalone:LockDuration=00:00:15");
        await Probe.WaitForAsync("startup");
        await Account.HostContainer.GetBlobClient($"locks/{Account.HostId}/Host.Functions.Startup.Listener").GetBlobLeaseClient()
            .BreakAsync(TimeSpan.Zero);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-01T10:05:00Z")]
    [InlineData("*/5 * * * *", "2026-03-01T10:05:00Z")]
    [InlineData("0 30 9 * * MON", "2026-03-02T09:30:00Z")]
    [InlineData("01:30:00", "2026-03-01T11:32:00Z")]
    public void Schedules_are_cron_or_an_interval_in_utc(string text, string next)
    {
        var after = new DateTime(2026, 3, 1, 10, 2, 0, DateTimeKind.Utc);
        Assert.Equal(DateTimeOffset.Parse(next).UtcDateTime, TimerSchedule.Parse(text)!.Next(after));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5")]
    [InlineData("0 61 * * * *")]
    [InlineData("00:00:00")]
    [InlineData("* * * * * * *")]
    public void What_is_neither_is_refused(string text) => Assert.Null(TimerSchedule.Parse(text));

    private async Task PlantStatusAsync(DateTime last, DateTime next)
    {
        await Account.HostContainer.CreateIfNotExistsAsync();
        await Status.UploadAsync(new BinaryData(JsonSerializer.Serialize(new { Last = last, Next = next, LastUpdated = last })));
    }

    private async Task<DateTime> LastAsync()
        => JsonDocument.Parse((await Status.DownloadContentAsync()).Value.Content).RootElement.GetProperty("Last").GetDateTime();

    private Task<RunningHost> StartAsync<T>(params string[] settings) => RunningHost.StartAsync(Account, Probe, [typeof(T)], settings);

    public sealed class YearlyFunction(Probe probe)
    {
        [Function("Yearly")]
        public Task Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => probe.RunAsync(timer.IsPastDue ? "past due" : "on time");
    }

    public sealed class StartupFunction(Probe probe)
    {
        [Function("Startup")]
        public Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken)
            => probe.RunAsync("startup", cancellationToken);
    }

    public sealed class SecondsFunction(Probe probe)
    {
        [Function("Seconds")]
        public Task Run([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
            => probe.RunAsync(timer.ScheduleStatus is null ? "tick" : "monitored tick", cancellationToken);
    }
}
