using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.LocalDev.Npm;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>The node process that runs Azurite's script. It ends with this process, however this process ends.</summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    /// <summary>Storing the data of a big account takes a moment.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process _node;

    private AzuriteProcess(Process node, int blobPort, int queuePort)
    {
        _node = node;
        BlobPort = blobPort;
        QueuePort = queuePort;
    }

    public int BlobPort { get; }

    public int QueuePort { get; }

    /// <summary>For tests that kill it.</summary>
    public int Id => _node.Id;

    public static async Task<AzuriteProcess> StartAsync(
        AzuriteFolder folder,
        AzuriteOptions options,
        CancellationToken cancellationToken
    )
    {
        var node =
            Process.Start(StartInfo(folder, options))
            ?? throw new AzuriteException("node did not start; check that `node --version` works in a terminal.");
        var said = new AzuriteOutput();
        node.OutputDataReceived += (_, line) => said.Add(line.Data);
        node.ErrorDataReceived += (_, line) => said.Add(line.Data);
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        _ = said.EndWithAsync(node);
        try
        {
            var ports = await said.Ports.WaitAsync(options.StartTimeout, TimeProvider.System, cancellationToken);
            return new AzuriteProcess(node, ports.Blob, ports.Queue);
        }
        catch (Exception e)
        {
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(CancellationToken.None);
            node.Dispose();
            if (e is OperationCanceledException)
                throw;
            throw new AzuriteException($"Azurite did not start. It says: {said.Tail}", e);
        }
    }

    private static ProcessStartInfo StartInfo(AzuriteFolder folder, AzuriteOptions options)
    {
        // Not npx: killing that leaves Azurite running. The table service cannot be left out; it takes a free port.
        var start = new ProcessStartInfo(NodeTools.Find("node"))
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--require",
                folder.EndWithParent,
                folder.Script,
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--disableProductStyleUrl",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Text(options.BlobPort),
                "--queueHost",
                "127.0.0.1",
                "--queuePort",
                Text(options.QueuePort),
                "--tableHost",
                "127.0.0.1",
                "--tablePort",
                "0",
            },
        };
        if (options.Metered)
        {
            start.ArgumentList.Insert(0, folder.Meter);
            start.ArgumentList.Insert(0, "--require");
        }
        if (options.DataFolder is null)
        {
            start.ArgumentList.Add("--inMemoryPersistence");
        }
        else
        {
            start.ArgumentList.Add("--location");
            start.ArgumentList.Add(Path.GetFullPath(options.DataFolder));
        }
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(
            ';',
            options
                .FurtherAccounts.Prepend(AzuriteConnection.DefaultAccount)
                .Select(a => $"{a}:{AzuriteConnection.PublishedKey}")
        );
        // These would redirect Azurite to a database, or node to a debugger.
        start.Environment.Remove("AZURITE_DB");
        start.Environment.Remove("NODE_OPTIONS");
        return start;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        using (_node)
        {
            // Closing its stdin is the signal to store and stop.
            _node.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _node.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _node.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What Azurite prints: the ports that it listens on, and the last lines for an error message.</summary>
    private sealed partial class AzuriteOutput
    {
        private readonly Lock _gate = new();
        private readonly Queue<string> _tail = new();
        private readonly TaskCompletionSource<(int Blob, int Queue)> _ports = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private int _blob;

        public Task<(int Blob, int Queue)> Ports => _ports.Task;

        public string Tail
        {
            get
            {
                lock (_gate)
                    return string.Join(' ', _tail);
            }
        }

        public void Add(string? line)
        {
            if (line is null)
                return;
            lock (_gate)
            {
                _tail.Enqueue(line);
                if (_tail.Count > 5)
                    _tail.Dequeue();
                if (Listening().Match(line) is not { Success: true } match)
                    return;
                var port = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
                // The blob service is announced first.
                if (match.Groups["service"].ValueSpan is "Blob")
                    _blob = port;
                else
                    _ports.TrySetResult((_blob, port));
            }
        }

        /// <summary>Gives up waiting for ports when the process ends and its last words were read.</summary>
        public async Task EndWithAsync(Process node)
        {
            try
            {
                await node.WaitForExitAsync();
            }
            catch (InvalidOperationException)
            {
                // Disposed: nothing waits for it any more.
            }
            _ports.TrySetException(new IOException("The process ended before it listened."));
        }

        [GeneratedRegex(
            @"Azurite (?<service>Blob|Queue) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)",
            RegexOptions.ExplicitCapture,
            1000
        )]
        private static partial Regex Listening();
    }
}
