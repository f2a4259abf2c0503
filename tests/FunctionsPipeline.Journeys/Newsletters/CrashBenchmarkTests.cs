using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>The benchmark that kills runs, and what must be zero is.</summary>
/// <remarks>
/// By itself: its clock runs sixty times as fast as others, and beside other tests its hosts would be late for everything.
/// </remarks>
[CollectionDefinition(nameof(CrashBenchmarkTests), DisableParallelization = true)]
[Collection(nameof(CrashBenchmarkTests))]
public sealed class CrashBenchmarkTests
{
    [Fact]
    public async Task A_few_kills_duplicate_skip_and_resurrect_nothing()
    {
        var figures = await QuickBenchmark.RunAsync("crash");

        Assert.True(figures["kills"]!.GetValue<int>() > 0);
        Assert.True(figures["delivered"]!.GetValue<int>() > 0);
        Assert.All(
            new[] { "duplicates", "skipped", "stopped_yet_delivered", "withdrawn_yet_delivered" },
            zero => Assert.Equal(0, figures[zero]!.GetValue<int>())
        );
        Assert.True(figures["account_adds_up"]!.GetValue<bool>());
    }
}
