using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Fuzzing.Running;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>
/// Foreign input of every kind, generated, in child processes of 512 MB each; what comes out is judged by models of
/// what may.
/// </summary>
internal sealed class FuzzBenchmark : IBenchmark
{
    private const int QuickInputs = 1_500;
    private const int QuickSeed = 1;

    public string Name => "fuzz";

    public string Usage =>
        "[--minutes 1] [--inputs N] [--seed N] [--target NAME] [--workers N] [--keep FOLDER] | --input FILE [--target NAME]  "
        + "hostile input of every kind; --input runs one kept file";

    public IReadOnlyList<Aim> Aims =>
        [
            new("inputs", 1_000_000, AtMost: false),
            new("crashes", 0),
            new("violations", 0),
            new("timeouts", 0),
            new("peak_mb", 512),
        ];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        if (arguments.Text("input") is { } file)
            return await OneAsync(file, arguments, log, cancellationToken);

        var seed = arguments.Number(
            "seed",
            arguments.Quick ? QuickSeed : (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000)
        );
        var most = arguments.Number("inputs", arguments.Quick ? QuickInputs : int.MaxValue);
        var time =
            arguments.Text("inputs") is null && !arguments.Quick
                ? TimeSpan.FromMinutes(arguments.Number("minutes", 1))
                : TimeSpan.MaxValue;
        IReadOnlyList<IFuzzTarget> targets = arguments.Text("target") is { } name
            ? [FuzzTargets.Named(name)]
            : FuzzTargets.All;
        var kept = new KeptInputs(
            arguments.Text("keep") ?? Path.Combine(Path.GetTempPath(), "fp-fuzz"),
            TextWriter.Synchronized(log)
        );
        await log.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"seed {seed}; what fails is kept in {kept.Folder}")
        );

        var maker = new InputMaker(seed, targets);
        var figures = new FuzzFigures();
        var began = TimeProvider.System.GetTimestamp();
        var next = -1L;
        var peak = 0.0;
        var threads = Enumerable
            .Range(0, arguments.Number("workers", Environment.ProcessorCount))
            .Select(_ =>
                Task.Factory.StartNew(
                    () =>
                    {
                        using var worker = new WorkerProcess();
                        while (
                            TimeProvider.System.GetElapsedTime(began) < time
                            && !cancellationToken.IsCancellationRequested
                            && Interlocked.Increment(ref next) is var number
                            && number < most
                        )
                        {
                            var (target, input) = maker.Make(number);
                            var result = worker.Run(target, input);
                            figures.Add(target, result);
                            if (result.IsFault)
                                kept.Add(target, input, result, number, worker);
                        }
                        worker.Dispose();
                        lock (figures)
                            peak = Math.Max(peak, worker.PeakMb);
                    },
                    cancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
            .ToList();
        await Task.WhenAll(threads);

        foreach (var line in figures.Lines())
            await log.WriteLineAsync(line);
        return figures.ToJson(TimeProvider.System.GetElapsedTime(began), peak, seed);
    }

    /// <summary>One file, e.g. a kept one: what becomes of it, with the stack of an exception.</summary>
    private static async Task<JsonObject> OneAsync(
        string file,
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var target = FuzzTargets.Named(
            arguments.Text("target") ?? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!
        );
        using var worker = new WorkerProcess();
        var result = worker.Run(target, await File.ReadAllBytesAsync(file, cancellationToken));
        worker.Dispose();
        if (result.Detail.Length > 0)
            await log.WriteLineAsync(result.Detail);
        return new JsonObject
        {
            ["target"] = target.Name,
            ["outcome"] = result.Outcome.ToString(),
            ["milliseconds"] = Math.Round(result.Time.TotalMilliseconds),
            ["peak_mb"] = Math.Round(worker.PeakMb),
        };
    }
}
