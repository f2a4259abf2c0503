using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace FunctionsPipeline.Cli.Backup;

/// <summary>
/// A backup on disk: <c>backup.json</c>, a manifest with a line a blob, and each content once, named by its SHA-256. Names
/// of blobs are hostile and may differ only in case, so that none becomes the name of a file.
/// </summary>
internal sealed class BackupFolder(DirectoryInfo folder)
{
    private const int Format = 1;
    private readonly FileInfo _header = new(Path.Combine(folder.FullName, "backup.json"));
    private readonly FileInfo _manifest = new(Path.Combine(folder.FullName, "manifest.jsonl"));

    public async Task<BackupHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (!_header.Exists)
            return null;
        await using var file = _header.OpenRead();
        try
        {
            var header = await JsonSerializer.DeserializeAsync(
                file,
                BackupJson.Default.BackupHeader,
                cancellationToken
            );
            return header is { Format: Format }
                ? header
                : throw new IOException($"{_header.FullName} is of another version of this program.");
        }
        catch (JsonException e)
        {
            throw new IOException($"{_header.FullName} is damaged: take the backup again.", e);
        }
    }

    /// <summary>In the order in which they were written. Empty where there is no backup yet.</summary>
    /// <exception cref="IOException">A line cannot be read; it is named by its number.</exception>
    public async IAsyncEnumerable<BackedUpBlob> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_manifest.Exists)
            yield break;
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(_manifest.FullName, cancellationToken))
        {
            number++;
            yield return Parse(line)
                ?? throw new IOException(
                    string.Create(CultureInfo.InvariantCulture, $"Line {number} of {_manifest.FullName} is damaged.")
                );
        }
    }

    public bool Holds(BackedUpBlob blob) =>
        new FileInfo(FileOf(blob.Sha256)) is { Exists: true } file && file.Length == blob.Length;

    /// <summary>Stores a content; one that is there is not written again.</summary>
    /// <returns>Its SHA-256, hex, and its length.</returns>
    public async Task<(string Sha256, long Length)> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        folder.Create();
        var unfinished = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.unfinished");
        try
        {
            string sha256;
            long length;
            using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
            {
                await using var file = File.Create(unfinished);
                var buffer = new byte[64 * 1024];
                for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; )
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
                sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
                length = file.Length;
            }
            var path = FileOf(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(unfinished, path, overwrite: true);
            return (sha256, length);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Opens a content after comparing it with its name: a disk may have lost a part of it.</summary>
    /// <exception cref="IOException">It is not there, or not what was copied.</exception>
    public async Task<Stream> OpenAsync(BackedUpBlob blob, CancellationToken cancellationToken)
    {
        var path = FileOf(blob.Sha256);
        if (!File.Exists(path))
            throw new IOException($"The backup lacks the content of '{blob.Container}/{blob.Name}' ({path}).");
        var file = File.OpenRead(path);
        try
        {
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            if (sha256 != blob.Sha256)
                throw new IOException($"The content of '{blob.Container}/{blob.Name}' is damaged ({path}).");
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes it a backup: the manifest, and then the header that counts.</summary>
    public async Task FinishAsync(
        string account,
        DateTimeOffset at,
        IReadOnlyList<BackedUpBlob> blobs,
        CancellationToken cancellationToken
    )
    {
        folder.Create();
        await OutputFile.WriteAsync(
            _manifest,
            async file =>
            {
                foreach (var blob in blobs)
                {
                    await JsonSerializer.SerializeAsync(file, blob, BackupJson.Default.BackedUpBlob, cancellationToken);
                    file.WriteByte((byte)'\n');
                }
            }
        );
        var header = new BackupHeader(Format, account, at, blobs.Count, blobs.Sum(b => b.Length));
        await OutputFile.WriteAsync(
            _header,
            file => JsonSerializer.SerializeAsync(file, header, BackupJson.Default.BackupHeader, cancellationToken)
        );
    }

    private string FileOf(string sha256) => Path.Combine(folder.FullName, "content", sha256[..2], sha256);

    private static BackedUpBlob? Parse(string line)
    {
        try
        {
            var blob = JsonSerializer.Deserialize(line, BackupJson.Default.BackedUpBlob);
            // The hash becomes a path.
            return blob is { Sha256.Length: 64 } && blob.Sha256.All(char.IsAsciiHexDigitLower) ? blob : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
