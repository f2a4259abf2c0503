using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>An issue's mail without a recipient: for its page on the site, and for the preview for staff.</summary>
internal static partial class ImpersonalMail
{
    /// <summary>The page's HTML: what only makes sense in a mailbox gives way to one link to the form.</summary>
    /// <remarks>
    /// A template marks those parts by <c>&lt;!-- mail --&gt;</c> and <c>&lt;!-- /mail --&gt;</c>. What one without
    /// marks says about leaving leads to the form, where readers can ask for the link to their own preferences.
    /// </remarks>
    public static string Page(string html, StringTable strings, SiteSettings site)
    {
        var form = HtmlEncoder.Default.Encode(IssueUrls.Subscription(site).AbsoluteUri);
        var subscribe =
            $"<p style=\"margin:0 0 10px;font-size:14px\"><a href=\"{form}\" class=\"x\" style=\"color:#1d2628;text-decoration:underline\">"
            + HtmlEncoder.Default.Encode(strings["subscribe"])
            + "</a></p>";
        html = MailOnly()
            .Replace(
                html,
                part => part.Value.Contains(MergeFields.UnsubscribeHtml, StringComparison.Ordinal) ? subscribe : ""
            );
        return MergeFields.Fill(html, Values(strings, form, form));
    }

    /// <summary>
    /// Both parts for staff: the mail as it will be, but for the links that are each reader's own, which lead nowhere.
    /// </summary>
    public static (string Html, string Text) Preview(BulkContent mail, StringTable strings, SiteSettings site)
    {
        var form = HtmlEncoder.Default.Encode(IssueUrls.Subscription(site).AbsoluteUri);
        var values = Values(strings, form, strings["own-link"]);
        return (
            MergeFields.Fill(OwnLink().Replace(mail.Html, "${words}"), values),
            MergeFields.Fill(mail.Text, values)
        );
    }

    private static Dictionary<string, string> Values(StringTable strings, string html, string text) =>
        new(StringComparer.Ordinal)
        {
            [MergeFields.GreetingHtml] = HtmlEncoder.Default.Encode(strings["greeting"]),
            [MergeFields.GreetingText] = strings["greeting"],
            [MergeFields.UnsubscribeHtml] = html,
            [MergeFields.UnsubscribeText] = text,
            [MergeFields.PreferencesHtml] = html,
            [MergeFields.PreferencesText] = text,
        };

    [GeneratedRegex("<!-- mail -->.*?<!-- /mail -->\n?", RegexOptions.Singleline, 1000)]
    private static partial Regex MailOnly();

    [GeneratedRegex(
        $"<a href=\"(?:{MergeFields.UnsubscribeHtml}|{MergeFields.PreferencesHtml})\"[^>]*>(?<words>.*?)</a>",
        RegexOptions.Singleline | RegexOptions.NonBacktracking,
        1000
    )]
    private static partial Regex OwnLink();
}
