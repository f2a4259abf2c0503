using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>The processes of a crash run, and what is done to them.</summary>
internal sealed class NodeCrowd(CrashSetting setting, Random random) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Node> _nodes = [];
    private readonly List<Task> _waking = [];
    private readonly List<Task> _starting = [];

    /// <summary>Processes that ended without being killed.</summary>
    public int EndedByThemselves { get; private set; }

    /// <summary>The last words on the error streams.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>Any process that was started, frozen ones too: nobody outside knows which are.</summary>
    public Uri? AnyAddress()
    {
        lock (_gate)
            return _nodes.Count == 0 ? null : _nodes[random.Next(_nodes.Count)].Address;
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(NodeCrowd).Assembly.Location, CrashNode.Command },
        };
        setting.Write(start.Environment);
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } said)
                LastWords = (LastWords + "\n" + said)[^Math.Min(4_000, LastWords.Length + said.Length + 1)..];
        };
        process.BeginErrorReadLine();
        var address = await process.StandardOutput.ReadLineAsync();
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw new InvalidOperationException($"A process did not start: {address} {LastWords}");
        _ = process.StandardOutput.ReadToEndAsync();
        lock (_gate)
            _nodes.Add(new Node(process, url));
    }

    /// <summary>Ends one as a power cut would, and starts another, which is not waited for.</summary>
    public async Task KillOneAsync()
    {
        while (Count == 0)
            await await Task.WhenAny(Starting());
        var victim = Pick(awake: false);
        victim.Process.Kill();
        await victim.Process.WaitForExitAsync();
        Replace(victim);
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
        victim.Frozen = true;
        await SignalAsync(victim, "-STOP");
        lock (_gate)
            _waking.Add(WakeAsync(victim, span));
        return true;
    }

    /// <summary>Replaces those that ended by themselves, which none should.</summary>
    public void Tend()
    {
        List<Node> gone;
        lock (_gate)
            gone = [.. _nodes.Where(n => n.Process.HasExited)];
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
        List<Node> all;
        lock (_gate)
            all = [.. _nodes];
        foreach (var node in all)
        {
            if (!node.Process.HasExited)
                node.Process.Kill();
            await node.Process.WaitForExitAsync();
            Forget(node);
        }
    }

    private Node Pick(bool awake)
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

    private void Replace(Node node)
    {
        Forget(node);
        var starting = StartAsync();
        lock (_gate)
        {
            _starting.RemoveAll(s => s.IsCompletedSuccessfully);
            _starting.Add(starting);
        }
    }

    private void Forget(Node node)
    {
        lock (_gate)
            _nodes.Remove(node);
        node.Process.Dispose();
    }

    private async Task WakeAsync(Node node, TimeSpan span)
    {
        await Task.Delay(span, TimeProvider.System);
        lock (_gate)
        {
            if (!_nodes.Contains(node))
                return;
        }
        await SignalAsync(node, "-CONT");
        node.Frozen = false;
    }

    private static async Task SignalAsync(Node node, string signal)
    {
        using var kill = Process.Start("kill", [signal, node.Id]);
        await kill.WaitForExitAsync();
    }

    private sealed class Node(Process process, Uri address)
    {
        public Process Process => process;

        public string Id { get; } = process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public Uri Address => address;

        public volatile bool Frozen;
    }
}
