using FunctionsPipeline.LocalHost.Tests.Support;
using FunctionsPipeline.LocalHost.Timers;

namespace FunctionsPipeline.LocalHost.Tests;

public sealed class TimerTriggerTests : HostTest
{
    private static readonly DateTimeOffset June = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(June);

    private string StatusName => $"timers/{Account.HostId}/Host.Functions.OnYear/status";

    [Fact]
    public async Task A_first_start_waits_for_the_next_occurrence_and_stores_when_that_is()
    {
        await using var host = await StartAsync(Options("OnYear") with { Time = _clock });
        await Eventually.TrueAsync(async () => await Account.ReadHostBlobAsync(StatusName) is not null, "a status");
        Assert.Contains("\"Next\":\"2027-01-01T00:00:00Z\"", await Account.ReadHostBlobAsync(StatusName));
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task Timers_run_when_the_given_clock_comes_to_their_occurrence()
    {
        await using var host = await StartAsync(Options("OnYear") with { Time = _clock });
        await AdvanceToAsync(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await Probe.WaitForAsync("year on time 2027");
        await Eventually.TrueAsync(
            async () => (await Account.ReadHostBlobAsync(StatusName))!.Contains("\"Next\":\"2028-01-01T00:00:00Z\""),
            "the next occurrence"
        );
    }

    [Fact]
    public async Task An_occurrence_that_was_missed_runs_at_the_start_once_and_is_not_retried_when_it_fails()
    {
        Probe.Behaviour = (_, _) => Task.FromResult("throw");
        await Account.WriteHostBlobAsync(
            StatusName,
            """{"Last":"2025-01-01T00:00:00Z","Next":"2026-01-01T00:00:00Z","LastUpdated":"2025-01-01T00:00:01Z"}"""
        );
        await using (var first = await StartAsync(Options("OnYear") with { Time = _clock }))
        {
            await Probe.WaitForAsync("year past due 2026");
            await Eventually.TrueAsync(
                async () => (await Account.ReadHostBlobAsync(StatusName))!.Contains("2027-01-01"),
                "the next occurrence"
            );
            await first.StopAsync(CancellationToken.None);
        }

        await using var second = await StartAsync(Options("OnYear", "OnStartup") with { Time = _clock });
        await Probe.WaitForAsync("startup");
        Assert.Equal(1, Probe.Count("year past due 2026"));
    }

    [Fact]
    public async Task A_run_that_its_host_did_not_survive_runs_again_as_past_due()
    {
        var runs = 0;
        Probe.Behaviour = async (_, token) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, token).ContinueWith(_ => { }, TaskScheduler.Default);
            return "";
        };
        await Account.WriteHostBlobAsync(
            StatusName,
            """{"Last":"2025-01-01T00:00:00Z","Next":"2026-01-01T00:00:00Z","LastUpdated":"2025-01-01T00:00:01Z"}"""
        );
        await using (await StartAsync(Options("OnYear") with { Time = _clock }))
            await Probe.WaitForAsync("year past due 2026");

        await using var second = await StartAsync(Options("OnYear") with { Time = _clock });
        await Probe.WaitForAsync(() => Probe.Count("year past due 2026") == 2, "the second run");
    }

    [Fact]
    public async Task RunOnStartup_runs_at_every_start()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var host = await StartAsync("OnStartup");
            await Probe.WaitForAsync(() => Probe.Count("startup") == start, $"start {start}");
        }
    }

    [Fact]
    public async Task One_of_two_hosts_runs_a_timer_and_never_two_runs_at_once()
    {
        await using var one = await StartAsync("OnSecond");
        await using var other = await StartAsync("OnSecond");
        await Probe.WaitForAsync(() => Probe.Count("tick ends") >= 4, "four ticks");
        Ticks.AssertNoOverlap(Probe.Events);
    }

    [Fact]
    public async Task A_timer_runs_by_hand_and_its_failure_is_the_callers()
    {
        await using var host = await StartAsync("OnYear", "OnMessage", "Ping");
        await host.RunAsync("onyear", CancellationToken.None);
        Assert.Equal(["year on time "], Probe.Events);

        Probe.Behaviour = (_, _) => Task.FromResult("throw");
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() =>
            host.RunAsync("OnYear", CancellationToken.None)
        );
        Assert.Contains("The test wants", failure.Message);
        await Assert.ThrowsAsync<FunctionFailedException>(() =>
            host.RunAsync("OnMessage", "by hand", CancellationToken.None)
        );
        Assert.Contains("message by hand", Probe.Events);

        Assert.Contains(
            "OnYear",
            (
                await Assert.ThrowsAsync<LocalHostException>(() => host.RunAsync("Unknown", CancellationToken.None))
            ).Message
        );
        await Assert.ThrowsAsync<LocalHostException>(() => host.RunAsync("Ping", CancellationToken.None));
        await Assert.ThrowsAsync<LocalHostException>(() => host.RunAsync("OnMessage", CancellationToken.None));
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-06-01T12:05:00Z")]
    [InlineData("*/5 * * * *", "2026-06-01T12:05:00Z")]
    [InlineData("0 0 9 * * Mon-Fri", "2026-06-02T09:00:00Z")]
    [InlineData("01:30:00", "2026-06-01T13:30:00Z")]
    public void Schedules_are_cron_or_an_interval_in_utc(string text, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next).UtcDateTime, TimerSchedule.Parse(text).Next(June.UtcDateTime));

    [Theory]
    [InlineData("every day")]
    [InlineData("0 0 25 * * *")]
    [InlineData("-01:00:00")]
    [InlineData("")]
    public void What_is_neither_is_refused(string text) =>
        Assert.Throws<FormatException>(() => TimerSchedule.Parse(text));

    // A wait that begins after the clock has moved would not notice.
    private async Task AdvanceToAsync(DateTimeOffset time)
    {
        while (_clock.GetUtcNow() < time)
        {
            await Eventually.TrueAsync(() => _clock.Waiting > 0, "the timer to wait");
            var left = time - _clock.GetUtcNow();
            _clock.Advance(left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1));
        }
    }
}
