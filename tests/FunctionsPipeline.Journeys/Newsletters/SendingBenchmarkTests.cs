using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>The benchmarks of sending run, and what must be zero is.</summary>
public sealed class SendingBenchmarkTests
{
    [Fact]
    public async Task A_quick_sending_reaches_everyone_once()
    {
        var figures = await QuickBenchmark.RunAsync("send");

        Assert.Equal(0, figures["not_exactly_once"]!.GetValue<int>());
        Assert.All(
            new[] { "recipients_per_second", "peak_mb", "storage_operations_per_recipient", "ratio" },
            figure => Assert.True(figures[figure]!.GetValue<double>() > 0, figure)
        );
    }

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
