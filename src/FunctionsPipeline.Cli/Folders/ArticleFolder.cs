using System.IO.Enumeration;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>
/// The files of a folder on disk, as the container <c>articles</c> would hold them: names with '/' from the folder on. One
/// moment's view; <see cref="Scan"/> again for another.
/// </summary>
internal sealed class ArticleFolder
{
    private readonly Dictionary<string, FolderFile> _files;

    private ArticleFolder(string root, Dictionary<string, FolderFile> files) => (Root, _files) = (root, files);

    /// <summary>Absolute.</summary>
    public string Root { get; }

    /// <summary>By blob name.</summary>
    public IReadOnlyDictionary<string, FolderFile> Files => _files;

    /// <summary>
    /// Lists the files. Folders that are symbolic links are not entered, since they may lead round in a circle; neither are
    /// folders that begin with '.' or '_', which are private by their names, nor <paramref name="settings"/>.
    /// </summary>
    /// <param name="settings">The folder of <c>site.yml</c>, which may lie inside; null for none.</param>
    /// <param name="isDeep">False: only the files of this folder itself.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be read.</exception>
    public static ArticleFolder Scan(string root, string? settings = null, bool isDeep = true)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        settings = settings is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings));
        var inSettings = settings == root;
        var files = new Dictionary<string, FolderFile>(StringComparer.Ordinal);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = isDeep,
            AttributesToSkip = FileAttributes.None,
            // Of a folder that must not be read, one file too few is better than no answer at all; the folder itself throws.
            IgnoreInaccessible = true,
        };
        // Asked for first: enumerating would ignore that it cannot be read.
        _ = Directory.EnumerateFileSystemEntries(root).Any();
        var entries = new FileSystemEnumerable<FolderFile>(
            root,
            (ref FileSystemEntry entry) => FolderFile.Of(ref entry, root),
            options
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                && entry.FileName[0] is not ('.' or '_')
                && (settings is null || entry.ToFullPath() != settings)
                && !(inSettings && entry.Directory.SequenceEqual(root) && entry.FileName is "theme"),
        };
        foreach (var file in entries)
        {
            if (!(inSettings && file.Name == SettingsFolder.FileName))
                files[file.Name] = file;
        }
        return new ArticleFolder(root, files);
    }

    /// <summary>Takes in files that the listing left out, as far as they are there.</summary>
    /// <param name="names">Without '.' and '..'.</param>
    public void Add(IEnumerable<string> names)
    {
        foreach (var name in names.Where(n => !_files.ContainsKey(n)))
        {
            if (FolderFile.Of(Path.Combine(Root, name), Root) is { IsThere: true } file)
                _files[name] = file;
        }
    }
}

/// <param name="Name">The blob's name in <c>articles</c>.</param>
/// <param name="Path">On disk, absolute.</param>
/// <param name="Length">
/// Zero also for what is no file, such as a pipe: opening that could wait for ever. Negative for a link that leads nowhere.
/// </param>
internal sealed record FolderFile(string Name, string Path, long Length, DateTimeOffset Modified)
{
    /// <summary>Changes with each save.</summary>
    public string ETag => $"{Modified.Ticks:x}-{Length:x}";

    public bool IsThere => Length >= 0;

    /// <exception cref="IOException">It is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public Stream OpenRead() =>
        Length switch
        {
            0 => Stream.Null,
            < 0 => throw new FileNotFoundException("The link leads nowhere.", Path),
            _ => new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
        };

    public static FolderFile Of(ref FileSystemEntry entry, string root)
    {
        var path = entry.ToFullPath();
        return entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? Of(path, root)
            : new FolderFile(NameOf(path, root), path, entry.Length, entry.LastWriteTimeUtc);
    }

    /// <summary>A file that was not listed, or the target of a link.</summary>
    public static FolderFile Of(string path, string root)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            if (file is { Exists: true })
                return new FolderFile(NameOf(path, root), path, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
        }
        catch (IOException)
        {
            // Gone again, or a link that leads to itself.
        }
        return new FolderFile(NameOf(path, root), path, -1, DateTimeOffset.UnixEpoch);
    }

    private static string NameOf(string path, string root)
    {
        var name = System.IO.Path.GetRelativePath(root, path);
        return System.IO.Path.DirectorySeparatorChar == '/'
            ? name
            : name.Replace(System.IO.Path.DirectorySeparatorChar, '/');
    }
}
