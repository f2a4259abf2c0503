using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers</c>: lists of people, and one person.</summary>
internal static class SubscribersCommand
{
    public static Command Create() =>
        new("subscribers", "Subscribers: takes lists in and out, finds one person, proves consent, erases.")
        {
            ImportCommand.Create(),
            ExportCommand.Create(),
            FindCommand.Create(),
            EvidenceCommand.Create(),
            EraseCommand.Create(),
            StatsCommand.Create(),
        };

    public static Argument<string> Who() =>
        new("who")
        {
            Description =
                "A subscriber's id or address, or '-' to read it from standard input, which shells do not keep. An erased address is found too: its hash is kept.",
        };
}
