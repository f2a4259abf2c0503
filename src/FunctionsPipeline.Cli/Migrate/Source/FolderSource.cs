namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>An export that is a folder, or that was unpacked. Links to elsewhere are not followed.</summary>
internal sealed class FolderSource : ExportSource
{
    private const int MostFiles = 2_000_000;

    /// <summary>Folders of version control and of tools, which hold nothing that was written.</summary>
    private static readonly string[] Tools = [".git", "node_modules", "_site", ".jekyll-cache", ".sass-cache"];

    public FolderSource(DirectoryInfo folder)
    {
        var files = new List<ExportFile>();
        var skipped = new List<(string, string)>();
        var waiting = new Stack<DirectoryInfo>([folder]);
        while (waiting.TryPop(out var current))
        {
            foreach (var entry in current.EnumerateFileSystemInfos())
            {
                var path = Path.GetRelativePath(folder.FullName, entry.FullName).Replace('\\', '/');
                if (entry.LinkTarget is not null)
                    skipped.Add((path, "it is a link to another file or folder, which is not followed"));
                else if (entry is DirectoryInfo inner)
                {
                    if (!Tools.Contains(inner.Name, StringComparer.OrdinalIgnoreCase))
                        waiting.Push(inner);
                }
                else if (entry is FileInfo file && !file.Attributes.HasFlag(FileAttributes.Device))
                    files.Add(new ExportFile(path, file.Length, file.OpenRead));
                if (files.Count > MostFiles)
                    throw new MigrationException(
                        $"'{folder.Name}' holds more than {MostFiles:N0} files. Name the folder of the export itself."
                    );
            }
        }
        Files = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
        Skipped = skipped;
    }
}
