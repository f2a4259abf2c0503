using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>
/// Takes what the provider reports of messages that belong to no issue. Suppression is done already; what this makes of the
/// events may be asked for again.
/// </summary>
public interface IMessageOutcomes
{
    /// <param name="events">Each with a <see cref="MailEvent.MessageId"/>, of any feature.</param>
    /// <exception cref="StorageException">Storage did not answer: the same events come again.</exception>
    Task FoldAsync(IReadOnlyList<MailEvent> events, CancellationToken cancellationToken);
}
