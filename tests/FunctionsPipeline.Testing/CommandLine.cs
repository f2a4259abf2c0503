using System.Diagnostics;

namespace FunctionsPipeline.Testing;

/// <summary>The program <c>fp</c> as an operator runs it: in a process of its own.</summary>
public static class CommandLine
{
    /// <param name="storage">Connection string.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    public static Process Start(string storage, IReadOnlyDictionary<string, string>? settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fp.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["AzureWebJobsStorage"] = storage;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <param name="input">What is typed.</param>
    /// <returns>The exit code and all that was said, warnings of the log left out.</returns>
    public static async Task<(int Code, string Said)> RunAsync(
        string storage,
        string input,
        IReadOnlyDictionary<string, string>? settings,
        params string[] args
    )
    {
        using var process = Start(storage, settings, args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (
            process.ExitCode,
            string.Join(
                '\n',
                said.Select(s =>
                    string.Join('\n', s.Split('\n').Where(l => !l.StartsWith("warn:", StringComparison.Ordinal)))
                )
            )
        );
    }
}
