using FunctionsPipeline.Cli.Folders;

namespace FunctionsPipeline.Cli.Lint;

/// <summary>
/// The articles that belong together, because their links and addresses do, and which of them were asked for.
/// </summary>
/// <param name="Root">The folder that stands for the container <c>articles</c>.</param>
/// <param name="Paths">Files and folders in it, or the folder itself; absolute.</param>
/// <param name="IsWhole">
/// False: the folder is only where single files lie, and may hold anything. Then just the files beside them and those that they
/// link to are looked at.
/// </param>
internal sealed record LintScope(string Root, IReadOnlyList<string> Paths, bool IsWhole = true)
{
    /// <summary>The name that the articles' folder has where there is nothing else to know it by.</summary>
    private const string UsualName = "articles";

    public static IReadOnlyList<LintScope> Of(IEnumerable<string> paths) =>
        [
            .. paths
                .Select(p => Path.TrimEndingDirectorySeparator(Path.GetFullPath(p)))
                .Distinct(StringComparer.Ordinal)
                .Select(p => (Path: p, Root: RootOf(p)))
                .GroupBy(p => p.Root ?? FolderOf(p.Path), StringComparer.Ordinal)
                .Select(g => new LintScope(
                    g.Key,
                    [.. g.Select(p => p.Path)],
                    g.Any(p => p.Root is not null || p.Path == g.Key)
                )),
        ];

    /// <summary>Was this file asked for?</summary>
    public bool Contains(FolderFile file) =>
        Paths.Any(p =>
            p == Root
            || file.Path == p
            || file.Path.StartsWith(p + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        );

    /// <summary>
    /// The nearest folder from here upwards that is named 'articles', holds <c>site.yml</c> or has
    /// <c>settings/site.yml</c> beside it; null for none.
    /// </summary>
    private static string? RootOf(string path)
    {
        for (var root = FolderOf(path); Path.GetDirectoryName(root) is { } above; root = above)
        {
            if (
                Path.GetFileName(root) == UsualName
                || File.Exists(Path.Combine(root, SettingsFolder.FileName))
                || File.Exists(Path.Combine(above, "settings", SettingsFolder.FileName))
            )
                return root;
        }
        return null;
    }

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
}
