using System.Globalization;

namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>
/// SendGrid's error answers, in words that may be logged: it quotes addresses back, and those are taken out.
/// </summary>
internal static class Refusal
{
    private const int MaxLength = 300;

    /// <summary>Empty if the body is not one of SendGrid's.</summary>
    public static ErrorItem[] Errors(SendGridAnswer answer) =>
        answer.Read(SendGridJson.Default.ErrorBody)?.Errors ?? [];

    public static string Describe(SendGridAnswer answer)
    {
        if (answer.Status is not { } status)
            return answer.Failure ?? "no answer";
        var messages = Errors(answer)
            .Where(e => !string.IsNullOrWhiteSpace(e.Message))
            .Take(3)
            .Select(e => string.IsNullOrWhiteSpace(e.Field) ? e.Message : $"{e.Message} ({e.Field})");
        var text = $"{((int)status).ToString(CultureInfo.InvariantCulture)} {string.Join(' ', messages)}".TrimEnd();
        text = PersonalText.Remove(text);
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }
}
