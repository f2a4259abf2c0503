using System.Diagnostics;
using System.Reflection;

namespace FunctionsPipeline.Functions.Tests.Infra.Bicep;

/// <summary>
/// Runs Microsoft's Bicep compiler, which the restore of this project downloads as a package. It needs no network.
/// </summary>
internal static class BicepCompiler
{
    /// <summary>The compiler unpacks a native library below HOME, which is read-only on some build machines.</summary>
    private static readonly string Home = Directory
        .CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bicep-home"))
        .FullName;

    private static readonly string Program =
        typeof(BicepCompiler)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "BicepPath")
            .Value
        ?? "";

    /// <param name="folder">Working folder.</param>
    /// <param name="environment">Further environment variables: <c>main.bicepparam</c> reads some.</param>
    /// <returns>The exit code, and standard output and error together; a clean run prints nothing.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        Assert.True(
            File.Exists(Program),
            $"No Bicep compiler at '{Program}': the project file knows no package of it for this machine."
        );
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}
