using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// Processor time of the three processes that share the machine's cores: it says which of them the others wait for.
/// </summary>
/// <param name="Storage">Azurite, which answers in one thread. Seconds.</param>
/// <param name="Worker">The app. Seconds.</param>
/// <param name="Host">The local host and the benchmark, which are one process. Seconds.</param>
internal sealed record ProcessorTime(double Storage, double Worker, double Host)
{
    public static ProcessorTime Read(int storage, int worker) =>
        new(Of(storage), Of(worker), Of(Environment.ProcessId));

    public ProcessorTime Since(ProcessorTime before) =>
        new(Storage - before.Storage, Worker - before.Worker, Host - before.Host);

    private static double Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    }
}
