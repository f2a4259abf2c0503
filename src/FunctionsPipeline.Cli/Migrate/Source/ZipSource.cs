using System.IO.Compression;

namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>
/// An export that is a ZIP. Nothing is unpacked to disk: files are read one after the other, each within its limits.
/// </summary>
internal sealed class ZipSource : ExportSource
{
    private readonly ZipArchive _archive;

    /// <exception cref="InvalidDataException">It ends early or is damaged.</exception>
    /// <exception cref="MigrationException">It holds what no export holds.</exception>
    public ZipSource(FileInfo file)
    {
        _archive = new ZipArchive(file.OpenRead(), ZipArchiveMode.Read);
        try
        {
            var check = new ZipCheck(file.Name);
            var files = new List<ExportFile>();
            foreach (var entry in _archive.Entries)
            {
                if (check.PathOf(entry) is { } path)
                    files.Add(new ExportFile(path, entry.Length, () => OpenEntry(entry, file.Name)));
            }
            Files = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        _archive.Dispose();
        base.Dispose();
    }

    private static DeclaredLengthStream OpenEntry(ZipArchiveEntry entry, string archive)
    {
        try
        {
            return new DeclaredLengthStream(entry.Open(), entry.Length, $"'{entry.FullName}' in '{archive}'");
        }
        catch (InvalidDataException e)
        {
            throw new MigrationException(
                $"'{entry.FullName}' in '{archive}' is damaged or encrypted. Download the export again, without a password.",
                e
            );
        }
    }
}
