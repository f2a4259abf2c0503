using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Charts;
using FunctionsPipeline.Benchmarks.Fuzzing.Running;
using FunctionsPipeline.Benchmarks.Harness;

if (args is [FuzzWorker.Command])
    return FuzzWorker.Run();

return await BenchmarkRunner.RunAsync(
    [.. AllBenchmarks.Measuring, new ChartsBenchmark(AllBenchmarks.Measuring)],
    args,
    Console.Out,
    Console.Error
);
