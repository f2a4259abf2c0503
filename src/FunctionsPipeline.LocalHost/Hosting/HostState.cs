using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Worker;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>What the host says of itself.</summary>
internal sealed class HostState(HostSettings settings, WorkerSupervisor worker)
{
    public bool IsRunning { get; set; }

    /// <summary>No request for a function begins any more.</summary>
    public bool IsDraining { get; set; }

    public IReadOnlyList<FunctionInfo> Enabled { get; set; } = [];

    public IReadOnlyList<string> Functions { get; set; } = [];

    public string HostId => settings.HostId;

    public int? WorkerProcessId => worker.ProcessId;

    public int WorkerRestarts => worker.Restarts;

    public string Text =>
        IsDraining ? "Stopping"
        : IsRunning ? "Running"
        : "Initialized";
}
