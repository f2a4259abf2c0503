using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Cli.Terminal;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>
/// A command on an account, in this process: a process of its own costs a second, and only a few tests need one
/// (<see cref="Testing.CommandLine"/>).
/// </summary>
internal static class CommandLine
{
    /// <inheritdoc cref="Testing.CommandLine.RunAsync"/>
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
                }
            );
        return (code, $"{output}\n{error}");
    }
}
