using FunctionsPipeline.LocalDev.Demo;

namespace FunctionsPipeline.LocalDev.Tests;

public sealed class DemoClockTests
{
    [Theory]
    [InlineData("2026-11-24T15:30:20Z", "2026-11-24T14:15:00Z", "2026-11-24T15:15:00Z", "every Tuesday at 09:15")]
    [InlineData("2026-11-25T06:05:59Z", "2026-11-25T04:50:00Z", "2026-11-25T05:50:00Z", "every Tuesday at 23:50")]
    public void It_begins_in_the_past_so_that_the_issue_is_due_shortly_before_now(string real, string begins, string due, string schedule)
    {
        var clock = DemoClock.Opening(new ManualTimeProvider(DateTimeOffset.Parse(real, null)));

        Assert.Equal(DateTimeOffset.Parse(begins, null), clock.Origin);
        Assert.Equal(DateTimeOffset.Parse(due, null), DemoClock.Due(clock));
        Assert.Equal(1, clock.Scale);
        Assert.Contains(schedule, DemoClock.Schedule("    schedule: every Tuesday at 09:00\n", DemoClock.Due(clock)), StringComparison.Ordinal);
    }
}
