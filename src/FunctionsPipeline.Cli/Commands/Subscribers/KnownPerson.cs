using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary>The one person that a command is about.</summary>
internal static class KnownPerson
{
    /// <param name="who">An id, an address, or <c>-</c> for a line of standard input.</param>
    /// <returns>Null if no one is known by it.</returns>
    public static async Task<EvidenceFile?> FindAsync(
        EvidenceFiles files,
        TextReader input,
        string who,
        CancellationToken cancellationToken
    )
    {
        if (who == "-")
            who = (await input.ReadLineAsync(cancellationToken))?.Trim() ?? "";
        return SubscriberId.TryParse(who, out var id) ? await files.OfAsync(id, cancellationToken)
            : EmailAddress.TryParse(who, out var address) ? await files.OfAsync(address, cancellationToken)
            : null;
    }
}
