using FunctionsPipeline.Benchmarks.Crash;
using FunctionsPipeline.Benchmarks.Fuzzing;
using FunctionsPipeline.Benchmarks.Growth;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Lint;
using FunctionsPipeline.Benchmarks.Preview;
using FunctionsPipeline.Benchmarks.Sending;

namespace FunctionsPipeline.Benchmarks;

internal static class AllBenchmarks
{
    /// <summary>In the order in which people read of them.</summary>
    public static IReadOnlyList<IBenchmark> Measuring { get; } =
    [
        new IssueBenchmark(),
        new PublishBenchmark(),
        new StartBenchmark(),
        new OperationsBenchmark(),
        new SiteBenchmark(),
        new RenderBenchmark(),
        new BuildBenchmark(),
        new ImagesBenchmark(),
        new LintBenchmark(),
        new PreviewBenchmark(),
        new PageBenchmark(),
        new SubscribersBenchmark(),
        new JoinBenchmark(),
        new SendBenchmark(),
        new CrashBenchmark(),
        new FuzzBenchmark(),
        new DeskBenchmark(),
        new ScaleBenchmark(),
    ];
}
