using FunctionsPipeline.LocalDev.Clock;

namespace FunctionsPipeline.LocalDev.Tests;

public sealed class MovableClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _real = new(Start);

    [Fact]
    public void It_runs_at_its_own_pace_and_is_moved_forward()
    {
        var clock = new MovableClock(_real, Start, Start.AddYears(1), scale: 60);
        _real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Start.AddYears(1).AddMinutes(10), clock.GetUtcNow());

        clock.Advance(TimeSpan.FromHours(1));
        clock.Scale = 2;
        _real.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Start.AddYears(1).AddMinutes(71), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(71), clock.GetElapsedTime(0));
    }

    [Fact]
    public async Task A_delay_is_of_this_clock()
    {
        var clock = new MovableClock(_real, Start, Start, scale: 60);
        var delay = Task.Delay(TimeSpan.FromMinutes(10), clock);
        _real.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);
        _real.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public async Task Moving_the_clock_and_its_pace_moves_what_waits()
    {
        var clock = new MovableClock(_real, Start, Start);
        var moved = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromMinutes(59));
        _real.Advance(TimeSpan.FromSeconds(59));
        Assert.False(moved.IsCompleted);
        clock.Scale = 1000;
        _real.Advance(TimeSpan.FromMilliseconds(1));
        await moved;
    }

    [Fact]
    public void A_periodic_timer_keeps_its_beat()
    {
        var clock = new MovableClock(_real, Start, Start, scale: 10);
        var beats = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(
            _ => beats.Add(clock.GetUtcNow()),
            null,
            TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(20)
        );
        for (var i = 0; i < 50; i++)
            _real.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([Start.AddSeconds(10), Start.AddSeconds(30), Start.AddSeconds(50)], beats);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, beats.Count);
    }

    [Fact]
    public void One_setting_gives_every_process_the_same_time()
    {
        var setting = ClockSetting.Parse(new ClockSetting(Start, Start.AddDays(3), 120.5).ToString());
        _real.Advance(TimeSpan.FromMinutes(1));
        var first = setting.Start(_real);
        _real.Advance(TimeSpan.FromMinutes(1));
        var second = setting.Start(_real);
        Assert.Equal(first.GetUtcNow(), second.GetUtcNow());
        Assert.Equal(Start.AddDays(3).AddMinutes(241), second.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b,c")]
    [InlineData("2026-03-10T15:00:00Z,2026-03-10T15:00:00Z,0")]
    public void A_setting_that_is_none_says_what_one_looks_like(string text) =>
        Assert.StartsWith(
            "A clock is REAL,SHOWN,SCALE",
            Assert.Throws<FormatException>(() => ClockSetting.Parse(text)).Message,
            StringComparison.Ordinal
        );
}
