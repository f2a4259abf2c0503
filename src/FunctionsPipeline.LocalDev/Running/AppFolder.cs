using System.Reflection;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>Where the build of this repository put the function app.</summary>
public static class AppFolder
{
    private const string App = "FunctionsPipeline.Functions";

    /// <summary>The app that was built in the same configuration as this assembly.</summary>
    /// <exception cref="LocalDevException">This program runs outside the repository, or the app is not built.</exception>
    public static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "FunctionsPipeline.sln")))
            root = root.Parent;
        if (root is null)
            throw new LocalDevException(
                "This program runs from inside the repository only: FunctionsPipeline.sln is in no folder above it. Name the app's folder with --app."
            );
        var folder = Path.Combine(root.FullName, "src", App, "bin", Configuration, "net10.0");
        return File.Exists(Path.Combine(folder, "functions.metadata"))
            ? folder
            : throw new LocalDevException(
                $"The function app is not built: no functions.metadata in {folder}. Run `dotnet build src/{App}`."
            );
    }

    private static string Configuration =>
        typeof(AppFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
}
