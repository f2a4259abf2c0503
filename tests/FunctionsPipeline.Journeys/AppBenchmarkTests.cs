using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys;

/// <summary>The quick mode of the benchmarks that start the app, so that none rots.</summary>
public sealed class AppBenchmarkTests
{
    [Theory]
    [InlineData("publish", "articles_per_second", "ratio", "storage_operations_per_article")]
    [InlineData("start", "seconds", "ratio")]
    public Task A_quick_run_ends_with_its_figures(string name, params string[] figures) =>
        QuickBenchmark.HasFiguresAsync(name, figures);
}
