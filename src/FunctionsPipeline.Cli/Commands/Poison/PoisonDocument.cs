using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Integration;

namespace FunctionsPipeline.Cli.Commands.Poison;

/// <summary>A message that failed too often, as <c>--json</c> shows it.</summary>
/// <param name="Asks">What it asks for, in words.</param>
internal sealed record PoisonDocument(string Queue, string Message, DateTimeOffset Since, string Asks, string Text)
{
    public static PoisonDocument Of(PoisonMessage message) =>
        new(message.Queue, message.Id, message.At, PoisonMessages.Describe(message), message.Text);
}
