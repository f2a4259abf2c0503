using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Crash;
using FunctionsPipeline.Benchmarks.Harness;

if (args is [CrashNode.Command])
    return await CrashNode.RunAsync();

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
