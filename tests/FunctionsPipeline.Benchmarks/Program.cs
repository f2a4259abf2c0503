using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Harness;

IBenchmark[] benchmarks =
[
    new PublishBenchmark(),
    new StartBenchmark(),
    new SiteBenchmark(),
];

return await BenchmarkRunner.RunAsync(benchmarks, args, Console.Out, Console.Error);
