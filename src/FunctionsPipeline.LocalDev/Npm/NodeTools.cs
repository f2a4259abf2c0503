namespace FunctionsPipeline.LocalDev.Npm;

/// <summary>Node and npm, as PATH has them.</summary>
internal static class NodeTools
{
    /// <summary>The full path of <c>node</c> or <c>npm</c>.</summary>
    /// <exception cref="NpmException">It is not installed.</exception>
    public static string Find(string tool)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{tool}.exe", $"{tool}.cmd"] : [tool];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        return folders
                .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? throw new NpmException(
                $"Azurite, the local storage emulator, needs Node.js 20 or newer with npm, but `{tool}` is not on the PATH: install it from https://nodejs.org and try again, or set the storage connection string to an account that is already there."
            );
    }
}
