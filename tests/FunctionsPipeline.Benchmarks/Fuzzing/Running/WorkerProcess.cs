using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Running;

/// <summary>What became of one input, and the processor time that the app's code took for it.</summary>
internal readonly record struct Result(Outcome Outcome, TimeSpan Time, string Detail)
{
    public bool IsFault => Outcome is Outcome.Crash or Outcome.Violation or Outcome.Timeout or Outcome.OutOfMemory;
}

/// <summary>
/// A child that is given one input after the other. If one ends it or keeps it busy, the next input is given to a new child.
/// Used by one thread.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    public const int MemoryMb = 512;

    /// <summary>Processor time that an input may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>A judge's parser is not ours to limit.</summary>
    private static readonly TimeSpan JudgeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Waiting without any work is a fault, too; the machine may be busy.</summary>
    private static readonly TimeSpan WallLimit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private Process? _process;
    private Task<string>? _errors;
    private BinaryWriter _writer = null!;
    private BinaryReader _reader = null!;

    /// <summary>The most memory that any child held, in MB of working set, judging included.</summary>
    public double PeakMb { get; private set; }

    public Result Run(IFuzzTarget target, byte[] input)
    {
        if (_process is null)
            Start();
        var step = new Step(_process!);
        using var watch = new Timer(
            _ => Watch(step),
            null,
            TimeSpan.FromMilliseconds(200),
            TimeSpan.FromMilliseconds(200)
        );
        try
        {
            _writer.Write(target.Name);
            _writer.Write(input.Length);
            _writer.Write(input);
            _writer.Flush();
            var made = Receive();
            if (made.Outcome == Outcome.OutOfMemory)
                End();
            if (made.Outcome is not (Outcome.Read or Outcome.Refused))
                return made;
            step.Next(JudgeLimit);
            var judged = Receive();
            if (judged.Outcome == Outcome.OutOfMemory)
                End();
            return judged.Outcome switch
            {
                Outcome.OutOfMemory => made with { Outcome = Outcome.Unjudged },
                Outcome.Read => made.Time > Limit
                    ? made with
                    {
                        Outcome = Outcome.Timeout,
                        Detail = "took too long",
                    }
                    : made,
                _ => judged with { Time = made.Time },
            };
        }
        catch (IOException)
        {
            return Died(step);
        }
        finally
        {
            step.IsOver = true;
        }
    }

    public void Dispose() => End();

    private Result Receive() =>
        new((Outcome)_reader.ReadByte(), TimeSpan.FromTicks(_reader.ReadInt64()), _reader.ReadString());

    private Result Died(Step step)
    {
        // The runtime writes its last words before it ends.
        var process = _process!;
        process.WaitForExit(TimeSpan.FromSeconds(20));
        var words = _errors!.Wait(TimeSpan.FromSeconds(5)) ? _errors.Result : "";
        var code = process.HasExited ? process.ExitCode.ToString(CultureInfo.InvariantCulture) : "none";
        End();
        if (step.IsJudging)
            return new Result(Outcome.Unjudged, TimeSpan.Zero, "");
        if (step.WasStopped)
            return new Result(Outcome.Timeout, Limit, "stopped: takes too long");
        return words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
            ? new Result(Outcome.OutOfMemory, TimeSpan.Zero, words)
            : new Result(Outcome.Crash, TimeSpan.Zero, $"The process ended with {code}.\n{words}");
    }

    private void Watch(Step step)
    {
        lock (_gate)
        {
            if (step.IsOver)
                return;
            try
            {
                Measure(step.Process);
                if (step.IsOverdue(WallLimit))
                    step.Process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        }
    }

    private void Measure(Process process)
    {
        process.Refresh();
        PeakMb = Math.Max(PeakMb, process.PeakWorkingSet64 / 1024.0 / 1024.0);
    }

    private void Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(WorkerProcess).Assembly.Location, FuzzWorker.Command },
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = (MemoryMb * 1024L * 1024L).ToString(
            "X",
            CultureInfo.InvariantCulture
        );
        // One thread works: what others would collect is not its time.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // A dump of memory for each input that ends a process fills the disk.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        _errors = FirstAsync(_process.StandardError);
        _writer = new BinaryWriter(new BufferedStream(_process.StandardInput.BaseStream, 64 * 1024));
        _reader = new BinaryReader(new BufferedStream(_process.StandardOutput.BaseStream, 4 * 1024));
        // Compiling and loading count for no input.
        foreach (var target in FuzzTargets.All)
        {
            var seed = Corpus.Of(target.Name) is [var file, ..] ? file.Content.ToArray() : [];
            _writer.Write(target.Name);
            _writer.Write(seed.Length);
            _writer.Write(seed);
            _writer.Flush();
            if (Receive().Outcome is Outcome.Read or Outcome.Refused)
                Receive();
        }
    }

    /// <summary>The beginning of a text of any length: a stack that overflowed is as long as it was deep.</summary>
    private static async Task<string> FirstAsync(StreamReader reader)
    {
        var (first, rest) = (new char[4_000], new char[4_000]);
        var length = await reader.ReadBlockAsync(first);
        while (await reader.ReadAsync(rest) > 0)
        {
            // Read, so that the process can go on writing.
        }
        return new string(first, 0, length);
    }

    private void End()
    {
        lock (_gate)
        {
            if (_process is null)
                return;
            try
            {
                Measure(_process);
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>One input's stay in a child.</summary>
    private sealed class Step(Process process)
    {
        private readonly long _began = TimeProvider.System.GetTimestamp();
        private TimeSpan? _cpu;
        private TimeSpan _limit = Limit + TimeSpan.FromSeconds(1);

        public Process Process => process;

        public bool IsOver { get; set; }

        public bool IsJudging { get; private set; }

        public bool WasStopped { get; private set; }

        public void Next(TimeSpan limit)
        {
            IsJudging = true;
            (_limit, _cpu) = (limit, null);
        }

        /// <summary>
        /// Asked every moment. Processor time counts from the first time on, a little late rather than early.
        /// </summary>
        public bool IsOverdue(TimeSpan wall)
        {
            var cpu = process.TotalProcessorTime;
            _cpu ??= cpu;
            return WasStopped = cpu - _cpu > _limit || TimeProvider.System.GetElapsedTime(_began) > wall + _limit;
        }
    }
}
