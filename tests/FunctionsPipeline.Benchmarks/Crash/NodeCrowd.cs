using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>The processes of a crash run, and what is done to them.</summary>
internal sealed class NodeCrowd(CrashSetting setting, Random random) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<CrashNode> _nodes = [];
    private readonly List<Task> _waking = [];
    private readonly List<Task> _starting = [];

    /// <summary>Processes that ended without being killed.</summary>
    public int EndedByThemselves { get; private set; }

    /// <summary>Any process that was started, frozen ones too: no one outside knows which are.</summary>
    public Uri? AnyAddress()
    {
        lock (_gate)
            return _nodes.Count == 0 ? null : _nodes[random.Next(_nodes.Count)].Address;
    }

    public async Task StartAsync()
    {
        var node = await CrashNode.StartAsync(setting);
        lock (_gate)
            _nodes.Add(node);
    }

    /// <summary>Runs the minute's function on every node, awake or not, and waits for none of them.</summary>
    public void Tick()
    {
        List<CrashNode> all;
        lock (_gate)
            all = [.. _nodes];
        foreach (var node in all)
            _ = node.TickAsync();
    }

    /// <summary>
    /// Ends a host as a power cut would, and starts another node, which is not waited for; its worker ends with it.
    /// </summary>
    public async Task KillHostAsync()
    {
        var victim = await PickAsync();
        victim.Host.Kill();
        await victim.Host.WaitForExitAsync();
        Replace(victim);
    }

    /// <summary>Ends a worker alone, which its host starts again.</summary>
    /// <returns>False if the node that was picked had none just then.</returns>
    public async Task<bool> KillWorkerAsync()
    {
        if (await (await PickAsync()).WorkerAsync() is not { } worker)
            return false;
        await SignalAsync("-KILL", worker);
        return true;
    }

    /// <summary>Freezes one for a while, if another stays awake.</summary>
    /// <returns>False if too few are awake.</returns>
    public async Task<bool> FreezeOneAsync(TimeSpan span)
    {
        lock (_gate)
        {
            if (_nodes.Count(n => !n.Frozen) < 2)
                return false;
        }
        var victim = Pick(awake: true);
        if (await victim.WorkerAsync() is not { } worker)
            return false;
        // Host and worker, or the worker alone: then its host goes on and hands it work.
        string[] processes = random.NextDouble() < 0.5 ? [worker] : [victim.Id, worker];
        victim.Frozen = true;
        await SignalAsync("-STOP", processes);
        lock (_gate)
            _waking.Add(WakeAsync(victim, processes, span));
        return true;
    }

    /// <summary>Replaces those that ended by themselves, which none should.</summary>
    public void Tend()
    {
        List<CrashNode> gone;
        lock (_gate)
            gone = [.. _nodes.Where(n => n.Host.HasExited)];
        foreach (var node in gone)
        {
            EndedByThemselves++;
            Replace(node);
        }
    }

    /// <summary>Returns when every frozen one is awake again, and all are there.</summary>
    public async Task CalmAsync()
    {
        await Task.WhenAll(Starting());
        Task[] waking;
        lock (_gate)
            waking = [.. _waking];
        await Task.WhenAll(waking);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Starting());
        List<CrashNode> all;
        lock (_gate)
            all = [.. _nodes];
        foreach (var node in all)
        {
            if (!node.Host.HasExited)
                node.Host.Kill();
            await node.Host.WaitForExitAsync();
            Forget(node);
        }
    }

    private async Task<CrashNode> PickAsync()
    {
        while (Count == 0)
            await await Task.WhenAny(Starting());
        return Pick(awake: false);
    }

    private CrashNode Pick(bool awake)
    {
        lock (_gate)
        {
            var choice = _nodes.Where(n => !awake || !n.Frozen).ToList();
            return choice[random.Next(choice.Count)];
        }
    }

    private int Count
    {
        get
        {
            lock (_gate)
                return _nodes.Count;
        }
    }

    private Task[] Starting()
    {
        lock (_gate)
            return [.. _starting];
    }

    private void Replace(CrashNode node)
    {
        Forget(node);
        var starting = StartAsync();
        lock (_gate)
        {
            _starting.RemoveAll(s => s.IsCompletedSuccessfully);
            _starting.Add(starting);
        }
    }

    private void Forget(CrashNode node)
    {
        lock (_gate)
            _nodes.Remove(node);
        node.Dispose();
    }

    private async Task WakeAsync(CrashNode node, string[] processes, TimeSpan span)
    {
        await Task.Delay(span, TimeProvider.System);
        await SignalAsync("-CONT", processes);
        node.Frozen = false;
    }

    /// <summary>A process that is gone by now is no matter.</summary>
    private static async Task SignalAsync(string signal, params string[] processes)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [signal, .. processes])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        await kill.WaitForExitAsync();
    }
}
