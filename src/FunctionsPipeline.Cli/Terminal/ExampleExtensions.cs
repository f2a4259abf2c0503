using System.CommandLine;
using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>An example for each command: its help shows it, and a test parses it.</summary>
internal static class ExampleExtensions
{
    private static readonly ConditionalWeakTable<Command, string> Examples = [];

    /// <param name="example">The whole line, e.g. <c>fp lint articles --fix</c>.</param>
    public static Command WithExample(this Command command, string example)
    {
        Examples.Add(command, example);
        return command;
    }

    /// <returns>Null for a command without.</returns>
    public static string? Example(this Command command) =>
        Examples.TryGetValue(command, out var example) ? example : null;
}
