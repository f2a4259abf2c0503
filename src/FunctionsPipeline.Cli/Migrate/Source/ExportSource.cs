namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>
/// The files of an export, in whichever form it came: a folder, a ZIP, or one file. Names are hostile and are checked before
/// anything is read.
/// </summary>
internal abstract class ExportSource : IDisposable
{
    private readonly Lazy<Dictionary<string, ExportFile>> _byPath;

    protected ExportSource() =>
        _byPath = new Lazy<Dictionary<string, ExportFile>>(() =>
        {
            var files = new Dictionary<string, ExportFile>(StringComparer.OrdinalIgnoreCase);
            foreach (var file in Files)
                files.TryAdd(file.Path, file);
            return files;
        });

    /// <summary>The file's or folder's own name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>All files, by their path with '/'; ordered, so that two runs see the same.</summary>
    public IReadOnlyList<ExportFile> Files { get; protected init; } = [];

    /// <summary>What was not read at all, with the reason: links, special files.</summary>
    public IReadOnlyList<(string Path, string Reason)> Skipped { get; protected init; } = [];

    /// <exception cref="MigrationException">It is not there, cannot be read, or holds what no export holds.</exception>
    public static ExportSource Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return new FolderSource(new DirectoryInfo(path)) { Name = new DirectoryInfo(path).Name };
            if (!File.Exists(path))
                throw new MigrationException(
                    $"'{path}' is not there. Name the file or folder that the service let you download."
                );
            var file = new FileInfo(path);
            return IsZip(file)
                ? new ZipSource(file) { Name = file.Name }
                : new SingleFileSource(file) { Name = file.Name };
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MigrationException($"'{path}' cannot be read: {e.Message} Change its permissions.", e);
        }
        catch (InvalidDataException e)
        {
            throw new MigrationException(
                $"'{path}' is a ZIP that ends early or is damaged. Download it again from the service.",
                e
            );
        }
    }

    /// <summary>The file of that path, compared without case; null if there is none.</summary>
    public ExportFile? Find(string path) => _byPath.Value.GetValueOrDefault(path);

    /// <summary>Files whose path ends in this name, e.g. <c>posts.csv</c>, in any folder.</summary>
    public IEnumerable<ExportFile> Named(string name) =>
        Files.Where(f => f.FileName.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ExportFile> WithExtension(params string[] extensions) =>
        Files.Where(f => extensions.Contains(f.Extension, StringComparer.OrdinalIgnoreCase));

    public virtual void Dispose() { }

    private static bool IsZip(FileInfo file)
    {
        Span<byte> start = stackalloc byte[4];
        using var content = file.OpenRead();
        var read = content.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        // "PK", then a file, an empty archive, or the mark of one that was split.
        return read == 4 && start[0] == 'P' && start[1] == 'K' && start[2] is 1 or 3 or 5 or 7;
    }

    private sealed class SingleFileSource : ExportSource
    {
        public SingleFileSource(FileInfo file) => Files = [new ExportFile(file.Name, file.Length, file.OpenRead)];
    }
}
