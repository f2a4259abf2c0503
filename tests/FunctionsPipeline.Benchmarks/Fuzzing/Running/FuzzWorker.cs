namespace FunctionsPipeline.Benchmarks.Fuzzing.Running;

/// <summary>
/// The child process: reads inputs from its standard input and answers each with two messages, one when the app's code is
/// done with it and one when the result has been judged. It ends with its standard input.
/// </summary>
internal static class FuzzWorker
{
    /// <summary>The first argument of the process.</summary>
    public const string Command = "fuzz-worker";

    /// <summary>Bytes. The least that .NET gives a thread on any system that the app is deployed to.</summary>
    private const int Stack = 1536 * 1024;

    public static int Run()
    {
        var (input, output) = (Console.OpenStandardInput(), Console.OpenStandardOutput());
        Console.SetOut(TextWriter.Null);
        var thread = new Thread(() => Serve(input, output), Stack);
        thread.Start();
        thread.Join();
        return 0;
    }

    private static void Serve(Stream input, Stream output)
    {
        using var reader = new BinaryReader(new BufferedStream(input, 64 * 1024));
        using var writer = new BinaryWriter(new BufferedStream(output, 4 * 1024));
        while (true)
        {
            IFuzzTarget target;
            byte[] bytes;
            try
            {
                target = FuzzTargets.Named(reader.ReadString());
                bytes = reader.ReadBytes(reader.ReadInt32());
            }
            catch (EndOfStreamException)
            {
                return;
            }
            Answer(target, bytes, writer);
        }
    }

    private static void Answer(IFuzzTarget target, byte[] bytes, BinaryWriter writer)
    {
        FuzzAnswer? answer = null;
        var before = Environment.CpuUsage.TotalTime;
        var (outcome, detail) = Guarded(() =>
        {
            answer = target.Run(bytes);
            return (answer.IsRefused ? Outcome.Refused : Outcome.Read, "");
        });
        Send(writer, outcome, Environment.CpuUsage.TotalTime - before, detail);
        if (answer is null)
            return;
        (outcome, detail) = Guarded(() =>
            answer.Violation() is { } problem ? (Outcome.Violation, problem) : (Outcome.Read, "")
        );
        // A judge that fails is a fault of the judge, and found as one.
        Send(writer, outcome, TimeSpan.Zero, detail);
    }

    private static (Outcome, string) Guarded(Func<(Outcome, string)> work)
    {
        try
        {
            return work();
        }
        catch (OutOfMemoryException e)
        {
            return (Outcome.OutOfMemory, e.ToString());
        }
        catch (Exception e)
        {
            return (Outcome.Crash, e.ToString());
        }
    }

    private static void Send(BinaryWriter writer, Outcome outcome, TimeSpan time, string detail)
    {
        writer.Write((byte)outcome);
        writer.Write(time.Ticks);
        writer.Write(detail.Length > 8_000 ? detail[..8_000] : detail);
        writer.Flush();
    }
}

/// <summary>What became of one input.</summary>
internal enum Outcome : byte
{
    Read,

    /// <summary>By a budget or a limit of the app.</summary>
    Refused,

    /// <summary>An exception, or the end of the process.</summary>
    Crash,

    /// <summary>What was made of the input is wrong.</summary>
    Violation,

    /// <summary>More processor time than an input may take.</summary>
    Timeout,

    /// <summary>More memory than the process has.</summary>
    OutOfMemory,

    /// <summary>Made, but its judge ran out of memory or time.</summary>
    Unjudged,
}
