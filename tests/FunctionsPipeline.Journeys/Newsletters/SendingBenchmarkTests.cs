using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>The benchmark of sending runs, and what must be zero is.</summary>
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
}
