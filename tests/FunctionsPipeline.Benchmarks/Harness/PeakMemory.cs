using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>The most memory that this process held, in MB of working set.</summary>
internal static class PeakMemory
{
    /// <summary>Forgets what was before, where the system can (Linux); elsewhere the peak is that of the whole run.</summary>
    public static void Reset()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    public static double Mb()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024.0 / 1024.0;
    }
}
