using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Harness;

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
];

return await BenchmarkRunner.RunAsync(benchmarks, args, Console.Out, Console.Error);
