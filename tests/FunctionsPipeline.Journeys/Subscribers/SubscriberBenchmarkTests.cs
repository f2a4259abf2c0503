using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>
/// The benchmarks run, and what must be zero is. Their figures are claimed nowhere: quick mode is too small for that.
/// </summary>
public sealed class SubscriberBenchmarkTests
{
    [Theory]
    [InlineData("subscribers", "imported_per_second", "lost_updates")]
    [InlineData("join", "requests_per_second", "errors", "wrong_states")]
    public async Task Quick_mode_runs_and_finds_nothing_wrong(string name, string rate, params string[] zeros)
    {
        var figures = await QuickBenchmark.RunAsync(name);

        Assert.True((double)figures[rate]! > 0);
        Assert.All(zeros, zero => Assert.Equal(0, (int)figures[zero]!));
    }
}
