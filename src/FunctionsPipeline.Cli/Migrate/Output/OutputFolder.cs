using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Cli.Migrate.Output;

/// <summary>
/// The folder that a migration writes. A file that is there and was not written by an earlier run, or was changed since, is
/// kept. The same run again completes what one before it left unfinished.
/// </summary>
internal sealed class OutputFolder
{
    /// <summary>Files between two writings of the manifest: so many may be taken for foreign after a crash.</summary>
    private const int SaveEvery = 5_000;

    private readonly DirectoryInfo _folder;
    private readonly bool _isDry;
    private readonly Manifest _before;
    private readonly Manifest _now;
    private int _unsaved;

    private OutputFolder(DirectoryInfo folder, bool isDry, Manifest before)
    {
        (_folder, _isDry, _before) = (folder, isDry, before);
        _now = new Manifest { Service = before.Service };
    }

    /// <summary>Files that were kept although the migration has something else for them.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>Files of earlier runs that are still there and that this one did not write.</summary>
    public IEnumerable<string> Stale =>
        _before.Files.Keys.Where(f => !_now.Files.ContainsKey(f) && !Kept.Contains(f) && File.Exists(FullName(f)));

    /// <exception cref="MigrationException">The folder holds something else.</exception>
    public static async Task<OutputFolder> OpenAsync(
        string path,
        string service,
        bool isDry,
        CancellationToken cancellationToken
    )
    {
        if (File.Exists(path))
            throw new MigrationException($"'{path}' is a file. Name a folder for the output.");
        var file = new FileInfo(Path.Combine(path, Manifest.FileName));
        var before = file.Exists ? await ReadAsync(file, cancellationToken) : new Manifest { Service = service };
        if (before.Service != service)
            throw new MigrationException(
                $"'{path}' holds what was carried over from '{before.Service}'. Name another folder for this export."
            );
        return new OutputFolder(new DirectoryInfo(path), isDry, before);
    }

    /// <summary>The file to which a picture was downloaded by an earlier run, if it is still the same.</summary>
    public async Task<string?> FetchedAsync(string address, CancellationToken cancellationToken)
    {
        if (
            !_before.Fetched.TryGetValue(address, out var path)
            || !_before.Files.TryGetValue(path, out var hash)
            || await HashOnDiskAsync(path, cancellationToken) != hash
        )
            return null;
        (_now.Fetched[address], _now.Files[path]) = (path, hash);
        return path;
    }

    public void NoteFetched(string address, string path) => _now.Fetched[address] = path;

    public Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <param name="path">Below the folder, with '/'.</param>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (await MayWriteAsync(path, hash, cancellationToken))
            await ReplaceAsync(path, hash, o => o.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Writes what is too large for memory.</summary>
    /// <param name="write">Is called twice, to hash and to write, and writes the same both times.</param>
    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingStream();
        await write(hashing);
        var hash = hashing.Hash;
        if (await MayWriteAsync(path, hash, cancellationToken))
            await ReplaceAsync(path, hash, write, cancellationToken);
    }

    /// <summary>Writes the manifest. After a failure too: it then names what is there.</summary>
    /// <param name="isComplete">All of the export was written.</param>
    public async Task SaveAsync(bool isComplete, CancellationToken cancellationToken)
    {
        _folder.Refresh();
        if (_isDry || !_folder.Exists)
            return;
        var files = new SortedDictionary<string, string>(_now.Files, StringComparer.Ordinal);
        // What earlier runs wrote stays theirs, and a file that was kept stays a person's.
        foreach (var path in isComplete ? Stale.ToList() : [.. _before.Files.Keys])
            files.TryAdd(path, _before.Files[path]);
        var manifest = _now with { Files = files };
        await OutputFile.WriteAsync(
            new FileInfo(Path.Combine(_folder.FullName, Manifest.FileName)),
            output => JsonSerializer.SerializeAsync(output, manifest, ManifestJson.Default.Manifest, cancellationToken)
        );
        _unsaved = 0;
    }

    private static async Task<Manifest> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = file.OpenRead();
            return await JsonSerializer.DeserializeAsync(content, ManifestJson.Default.Manifest, cancellationToken)
                ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new MigrationException(
                $"'{file.FullName}' is not what a migration wrote. Remove it, or name another folder for the output.",
                e
            );
        }
    }

    private async Task<bool> MayWriteAsync(string path, string hash, CancellationToken cancellationToken)
    {
        var onDisk = await HashOnDiskAsync(path, cancellationToken);
        if (onDisk is not null && onDisk != hash && _before.Files.GetValueOrDefault(path) != onDisk)
        {
            Kept.Add(path);
            return false;
        }
        if (onDisk == hash && !_isDry)
            File.Delete(FullName(path) + ".unfinished");
        if (onDisk == hash || _isDry)
            _now.Files[path] = hash;
        return onDisk != hash && !_isDry;
    }

    private async Task ReplaceAsync(
        string path,
        string hash,
        Func<Stream, Task> write,
        CancellationToken cancellationToken
    )
    {
        var file = new FileInfo(FullName(path));
        file.Directory!.Create();
        await OutputFile.WriteAsync(file, write);
        _now.Files[path] = hash;
        if (++_unsaved >= SaveEvery)
            await SaveAsync(isComplete: false, cancellationToken);
    }

    private async Task<string?> HashOnDiskAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(FullName(path));
        if (!file.Exists)
            return null;
        await using var content = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    private string FullName(string path) =>
        Path.Combine(_folder.FullName, path.Replace('/', Path.DirectorySeparatorChar));
}
