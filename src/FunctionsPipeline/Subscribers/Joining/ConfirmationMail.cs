using FunctionsPipeline.Mail;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// The mail that asks to confirm: facts only, and not a word that came from the form, since a stranger can type another
/// person's address (rule B4).
/// </summary>
public sealed class ConfirmationMail(ITransactionalMail mail, SubscriberLinks links, SubscriberMailWriter writer)
{
    /// <summary>Ours; the provider gives it back in events.</summary>
    public static string MessageIdOf(string requestId) => $"confirm-{requestId}";

    public async Task<SendResult> SendAsync(
        EmailAddress to,
        SubscriberId id,
        string requestId,
        IReadOnlyList<string> newsletters,
        string? language,
        CancellationToken cancellationToken
    )
    {
        var message = await writer.WriteAsync(
            MessageIdOf(requestId),
            "confirmation",
            to,
            language,
            links.Confirm(id, requestId),
            newsletters,
            cancellationToken
        );
        return await mail.SendAsync(message, cancellationToken);
    }
}
