using System.Diagnostics;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Cli;
using FunctionsPipeline.Cli.Terminal;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Testing;

/// <summary>The program <c>fp</c> as an operator types it.</summary>
public static class CommandLine
{
    /// <summary>In a process of its own, which costs a second: for what is killed, or serves until it is.</summary>
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

    /// <summary>In this process, with these settings instead of the environment's.</summary>
    /// <param name="input">What is typed.</param>
    /// <param name="settings">
    /// Further settings, named as environment variables; <c>XDG_DATA_HOME</c> is where the command keeps what it remembers.
    /// </param>
    /// <returns>The exit code and all that was said, the output before the complaints.</returns>
    public static async Task<(int Code, string Said)> RunAsync(
        string storage,
        string input,
        IReadOnlyDictionary<string, string>? settings,
        params string[] args
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var values = (settings ?? new Dictionary<string, string>())
            .Append(KeyValuePair.Create(AzureStorageServices.Connection, storage))
            .Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value));
        var code = await CommandTree
            .Parse(args)
            .InvokeAsync(
                new CommandEnvironment
                {
                    Output = output,
                    Error = error,
                    Input = new StringReader(input),
                    Settings = new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
                    DataFolder = settings?.GetValueOrDefault("XDG_DATA_HOME"),
                }
            );
        return (code, $"{output}\n{error}");
    }
}
