using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Calls;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>
/// What one answer to <c>POST /v3/mail/send</c> proves. Only an answer that says so proves that nothing was sent, or a
/// call whose body never left; everything else is unknown.
/// </summary>
internal static partial class SendOutcomes
{
    public static SendResult Read(SendGridAnswer answer, bool sandbox, int recipients) =>
        answer switch
        {
            { Status: HttpStatusCode.Accepted } => new(SendOutcome.Submitted, answer.MessageId),
            { Status: HttpStatusCode.OK } when sandbox => new(SendOutcome.Submitted, answer.MessageId),
            { Status: null, Began: false } => new(SendOutcome.NotSent, Reason: $"Nothing was sent: {answer.Failure}."),
            { Status: null } => new(
                SendOutcome.Unknown,
                Reason: $"The request was written and the answer is missing: {answer.Failure}."
            ),
            { Status: HttpStatusCode.TooManyRequests } => new(
                SendOutcome.NotSent,
                Reason: Refusal.Describe(answer),
                NotBefore: answer.NotBefore
            ),
            { Status: HttpStatusCode.RequestTimeout } => new(SendOutcome.NotSent, Reason: Refusal.Describe(answer)),
            { IsAccountRefused: true } => new(
                SendOutcome.NotSent,
                Reason: Refusal.Describe(answer),
                Permanent: true,
                AccountRefused: true
            ),
            { IsRefusal: true } => new(
                SendOutcome.NotSent,
                Reason: Refusal.Describe(answer),
                Permanent: true,
                RefusedRecipients: RefusedRecipients(answer, recipients)
            ),
            _ => new(SendOutcome.Unknown, Reason: Refusal.Describe(answer)),
        };

    /// <summary>
    /// Only if every error of a 400 is about a person's address is the rest of the request all right: a fault that all
    /// share may be told of the first one only.
    /// </summary>
    private static int[]? RefusedRecipients(SendGridAnswer answer, int recipients)
    {
        if (answer.Status != HttpStatusCode.BadRequest || Refusal.Errors(answer) is not { Length: > 0 } errors)
            return null;
        var refused = new SortedSet<int>();
        foreach (var error in errors)
        {
            if (
                PersonalizationField().Match(error.Field ?? "") is not { Success: true } match
                || !int.TryParse(
                    match.Groups["index"].ValueSpan,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var index
                )
                || index >= recipients
            )
                return null;
            refused.Add(index);
        }
        return [.. refused];
    }

    /// <summary><c>personalizations.3.to.0.email</c>, and the same with brackets.</summary>
    [GeneratedRegex(@"^personalizations[.\[](?<index>\d{1,4})\]?\.to\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PersonalizationField();
}
