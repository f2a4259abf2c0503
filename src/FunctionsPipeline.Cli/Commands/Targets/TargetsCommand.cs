using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands.Targets;

/// <summary><c>fp targets</c>: the other sites that articles are carried to.</summary>
internal static class TargetsCommand
{
    public static Command Create() =>
        new(
            "targets",
            "The other sites that articles are carried to: their last outcome, a test of the secret, a retry."
        )
        {
            TargetsListCommand.Create(),
            TargetsTestCommand.Create(),
            TargetsRetryCommand.Create(),
        };
}
