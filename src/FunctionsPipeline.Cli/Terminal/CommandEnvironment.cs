using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>
/// What a command runs in beside its output: settings and input. Those of the process unless it is invoked with others, as
/// tests do.
/// </summary>
internal sealed class CommandEnvironment : InvocationConfiguration
{
    public IConfiguration Settings { get; init; } = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public TextReader Input { get; init; } = Console.In;

    public static CommandEnvironment Of(ParseResult parsed) =>
        parsed.InvocationConfiguration as CommandEnvironment ?? new CommandEnvironment();
}
