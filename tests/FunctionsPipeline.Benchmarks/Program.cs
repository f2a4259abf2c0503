using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Crash;
using FunctionsPipeline.Benchmarks.Fuzzing;
using FunctionsPipeline.Benchmarks.Fuzzing.Running;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Lint;
using FunctionsPipeline.Benchmarks.Preview;
using FunctionsPipeline.Benchmarks.Sending;

if (args is [FuzzWorker.Command])
    return FuzzWorker.Run();

IBenchmark[] benchmarks =
[
    new IssueBenchmark(),
    new PublishBenchmark(),
    new StartBenchmark(),
    new OperationsBenchmark(),
    new SiteBenchmark(),
    new RenderBenchmark(),
    new BuildBenchmark(),
    new LintBenchmark(),
    new PreviewBenchmark(),
    new SubscribersBenchmark(),
    new JoinBenchmark(),
    new SendBenchmark(),
    new CrashBenchmark(),
    new FuzzBenchmark(),
    new DeskBenchmark(),
];

return await BenchmarkRunner.RunAsync(benchmarks, args, Console.Out, Console.Error);
