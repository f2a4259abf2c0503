using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Crash;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Sending;

IBenchmark[] benchmarks =
[
    new IssueBenchmark(),
    new PublishBenchmark(),
    new StartBenchmark(),
    new OperationsBenchmark(),
    new SiteBenchmark(),
    new RenderBenchmark(),
    new BuildBenchmark(),
    new SubscribersBenchmark(),
    new JoinBenchmark(),
    new SendBenchmark(),
    new CrashBenchmark(),
];

return await BenchmarkRunner.RunAsync(benchmarks, args, Console.Out, Console.Error);
