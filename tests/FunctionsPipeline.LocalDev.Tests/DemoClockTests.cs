using FunctionsPipeline.LocalDev.Demo;

namespace FunctionsPipeline.LocalDev.Tests;

public sealed class DemoClockTests
{
    [Theory]
    [InlineData("2026-11-22T13:00:00Z", "2026-11-24T14:00:00Z")]
    [InlineData("2026-11-24T13:59:00Z", "2026-11-24T14:00:00Z")]
    [InlineData("2026-11-24T14:30:00Z", "2026-12-01T14:00:00Z")]
    [InlineData("2026-11-24T23:30:00Z", "2026-12-01T14:00:00Z")]
    public void It_begins_an_hour_before_an_issue_that_is_still_to_come(string real, string shown)
    {
        var clock = DemoClock.Opening(new ManualTimeProvider(DateTimeOffset.Parse(real, null)));
        Assert.Equal(DateTimeOffset.Parse(shown, null), clock.Origin);
        Assert.Equal(1, clock.Scale);
    }
}
