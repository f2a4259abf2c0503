using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Sending;
using SendGrid.Helpers.Mail;

namespace FunctionsPipeline.SendGrid.Tests.Bodies;

/// <summary>The same request as SendGrid's own package writes it.</summary>
internal static class OfficialBody
{
    public static string Of(BulkRequest request, bool sandbox)
    {
        var content = request.Content;
        var message = new SendGridMessage
        {
            From = Address(content.From),
            ReplyTo = content.ReplyTo is { } reply ? Address(reply) : null,
            Subject = content.Subject,
            PlainTextContent = content.Text,
            HtmlContent = content.Html,
            Headers = Map(content.Headers),
            Categories = content.Categories.Count == 0 ? null : [.. content.Categories],
            CustomArgs = Map(request.Args),
            SendAt = request.SendAt?.ToUnixTimeSeconds(),
            BatchId = request.BatchId,
            Personalizations =
            [
                .. request.Recipients.Select(r => new Personalization
                {
                    Tos = [Address(r.To)],
                    Headers = Map(r.Headers),
                    Substitutions = Map(r.Merge),
                    CustomArgs = r.RecipientId.Length == 0 ? null : new() { [BulkArgs.Recipient] = r.RecipientId },
                }),
            ],
        };
        message.SetClickTracking(content.TrackClicks, enableText: false);
        message.SetOpenTracking(content.TrackOpens, substitutionTag: null);
        message.SetSubscriptionTracking(enable: false);
        message.SetGoogleAnalytics(enable: false);
        if (sandbox)
            message.SetSandBoxMode(enable: true);
        return message.Serialize();
    }

    private static EmailAddress Address(Mailbox mailbox) =>
        new(EmailSyntax.ToWire(mailbox.Address), string.IsNullOrWhiteSpace(mailbox.Name) ? null : mailbox.Name);

    private static Dictionary<string, string>? Map(IReadOnlyDictionary<string, string> map) =>
        map.Count == 0 ? null : map.ToDictionary(p => p.Key, p => p.Value);
}
