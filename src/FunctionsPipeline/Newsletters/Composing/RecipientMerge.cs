using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>Greeting and links of one recipient.</summary>
public sealed partial class RecipientMerge(ISubscriberLinks links) : IRecipientMerge
{
    private const int LongestName = 60;

    /// <summary>Control characters, and what addresses and markup are made of.</summary>
    private static readonly SearchValues<char> Unspeakable = SearchValues.Create([
        .. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(char.IsControl),
        .. "<>@/\\%\"",
    ]);

    /// <summary>One of these is in everything that <see cref="LinkOrTrick"/> finds, and in hardly any name.</summary>
    private static readonly SearchValues<char> Suspicious = SearchValues.Create([
        .. ".\u3002\uFF0E\uFF61",
        .. Enumerable.Range(0x2028, 7).Concat(Enumerable.Range(0x2066, 4)).Select(c => (char)c),
    ]);

    public BulkRecipient Merge(IssueRecord issue, FrozenContent content, Candidate recipient) =>
        Merge(issue.Newsletter, content.Language, recipient);

    /// <param name="newsletter">The id of the one that the link to leave is about.</param>
    /// <param name="language">Of the greeting, BCP 47.</param>
    public BulkRecipient Merge(string newsletter, string language, Candidate recipient)
    {
        var strings = StringTable.Load(IssueComposer.Strings, language);
        var name = SpeakableName(recipient.Name);
        var greeting = MergeFields.Neutralise(
            name is null ? strings["greeting"] : strings.Format("greeting-name", ("name", name))
        );
        // As they were made, which is as they go out: to take them apart again would cost as much as all the rest.
        var unsubscribe = links.Unsubscribe(recipient.Id, newsletter).OriginalString;
        var preferences = links.Preferences(recipient.Id).OriginalString;
        return new BulkRecipient(
            recipient.Id.Value,
            new Mailbox(recipient.Address, name),
            new Dictionary<string, string>(MergeFields.All.Count, StringComparer.Ordinal)
            {
                [MergeFields.GreetingHtml] = HtmlEncoder.Default.Encode(greeting),
                [MergeFields.GreetingText] = greeting,
                [MergeFields.UnsubscribeHtml] = HtmlEncoder.Default.Encode(unsubscribe),
                [MergeFields.UnsubscribeText] = unsubscribe,
                [MergeFields.PreferencesHtml] = HtmlEncoder.Default.Encode(preferences),
                [MergeFields.PreferencesText] = preferences,
            },
            // RFC 8058 wants the one https address; a mailto: would need a person who reads it (rule B7).
            new Dictionary<string, string>(1, StringComparer.Ordinal) { ["List-Unsubscribe"] = $"<{unsubscribe}>" }
        );
    }

    /// <summary>
    /// A name that a mail can greet. Null for none, and for what spammers put into a form's name field so that a mail
    /// of ours carries their link.
    /// </summary>
    private static string? SpeakableName(string? name)
    {
        name = name?.Trim();
        return
            name is { Length: > 0 and <= LongestName }
            && !name.AsSpan().ContainsAny(Unspeakable)
            && !(name.AsSpan().ContainsAny(Suspicious) && LinkOrTrick().IsMatch(name))
            ? name
            : null;
    }

    /// <summary>
    /// A dot with a word right behind it, which mail clients make a link of; line breaks, and what turns the text around.
    /// </summary>
    [GeneratedRegex(@"[.\u3002\uFF0E\uFF61]\p{L}{2}|[\u2028-\u202E\u2066-\u2069]", RegexOptions.None, 1000)]
    private static partial Regex LinkOrTrick();
}
