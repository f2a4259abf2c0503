namespace FunctionsPipeline.Cli.Folders;

/// <summary>A file's path as people and other programs expect it: from the working directory, with '/'.</summary>
internal static class ShownPath
{
    /// <returns>The absolute path for a file elsewhere.</returns>
    public static string Of(string path)
    {
        var shown = Path.GetRelativePath(Environment.CurrentDirectory, path);
        if (shown.StartsWith("..", StringComparison.Ordinal))
            shown = path;
        return Path.DirectorySeparatorChar == '/' ? shown : shown.Replace(Path.DirectorySeparatorChar, '/');
    }
}
