using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>The most memory that a process held, in MB of working set.</summary>
internal static class PeakMemory
{
    /// <summary>
    /// Forgets what was before, where the system can (Linux); elsewhere the peak is that of the whole run.
    /// </summary>
    public static void Reset(int process)
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText($"/proc/{process}/clear_refs", "5");
    }

    public static double Mb(int process)
    {
        using var each = Process.GetProcessById(process);
        return each.PeakWorkingSet64 / 1024.0 / 1024.0;
    }
}
