namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// Wakes when files may have changed. What has changed is found by looking: events may be lost, doubled or about files that
/// an editor only writes in passing, and some file systems send none.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    /// <summary>Looks at least this often, for file systems without events.</summary>
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromSeconds(1);

    /// <summary>Editors save in several steps: what comes this soon after belongs to it.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(8);

    /// <summary>Steps that last longer are shown in between.</summary>
    private const int MaxQuiets = 12;

    /// <summary>Never disposed: an event may still be under way.</summary>
    private readonly SemaphoreSlim _events = new(0);

    private readonly TimeProvider _time;
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <param name="folders">Absolute; one that lies in another is watched with it.</param>
    public FolderWatch(IEnumerable<string> folders, TimeProvider time)
    {
        _time = time;
        foreach (var folder in folders)
            Watch(folder);
    }

    /// <summary>Returns after an event, once it is quiet for a moment, or after a second.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!await _events.WaitAsync(LookAtLeast, cancellationToken))
            return;
        for (var i = 0; i < MaxQuiets; i++)
        {
            while (_events.CurrentCount > 0)
                await _events.WaitAsync(cancellationToken);
            await Task.Delay(Quiet, _time, cancellationToken);
            if (_events.CurrentCount == 0)
                return;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
    }

    private void Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter =
                    NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => _events.Release();
            watcher.Created += (_, _) => _events.Release();
            watcher.Deleted += (_, _) => _events.Release();
            watcher.Renamed += (_, _) => _events.Release();
            watcher.Error += (_, _) => _events.Release();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // No more watches are left on this system: it is looked at each second.
        }
    }
}
