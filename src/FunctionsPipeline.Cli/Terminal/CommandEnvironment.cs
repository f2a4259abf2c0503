using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>
/// What a command runs in beside its output: settings, input and the place for what is remembered. Those of the process unless it is invoked with others, as
/// tests do.
/// </summary>
internal sealed class CommandEnvironment : InvocationConfiguration
{
    public IConfiguration Settings { get; init; } = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public TextReader Input { get; init; } = Console.In;

    /// <summary>Where the user's programs keep what they must remember; null for the system's place.</summary>
    public string? DataFolder { get; init; }

    public static CommandEnvironment Of(ParseResult parsed) =>
        parsed.InvocationConfiguration as CommandEnvironment ?? new CommandEnvironment();
}
