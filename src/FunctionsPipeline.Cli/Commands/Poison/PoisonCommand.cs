using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary><c>fp poison</c>: messages that failed too often.</summary>
internal static class PoisonCommand
{
    public static Command Create() =>
        new("poison", "Messages that failed too often: shows them, gives them back, or drops them.")
        {
            PoisonListCommand.Create(),
            PoisonShowCommand.Create(),
            PoisonRetryCommand.Create(),
            PoisonDropCommand.Create(),
        };

    public static Argument<string> Queue() =>
        new("queue") { Description = "The queue, with or without '-poison', e.g. 'syndication'." };

    public static Argument<string?> Message() =>
        new("message")
        {
            Description = "The message's id, as 'fp poison list' shows it; without one, all messages of the queue.",
            Arity = ArgumentArity.ZeroOrOne,
        };
}
