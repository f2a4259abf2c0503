namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>Runs of the timer OnSecond, as the probe saw them.</summary>
internal static class Ticks
{
    /// <summary>Between the beginning of one run and the beginning of the next is an end.</summary>
    /// <param name="mayBreakOff">Runs whose process was killed have no end.</param>
    public static void AssertNoOverlap(IEnumerable<string> events, int mayBreakOff = 0)
    {
        var running = 0;
        foreach (var each in events.Where(each => each.StartsWith("tick", StringComparison.Ordinal)))
        {
            running += each == "tick begins" ? 1 : -1;
            Assert.InRange(running, 0, 1 + mayBreakOff);
        }
    }
}
