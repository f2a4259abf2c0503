using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>The headers that all recipients of an issue share.</summary>
internal static class IssueHeaders
{
    public static IReadOnlyDictionary<string, string> For(
        SiteSettings site,
        NewsletterSettings newsletter,
        IssueId id
    ) => For(site, newsletter, id.Value);

    /// <param name="what">What is sent, in a word of letters, digits and '-'; the same for every recipient.</param>
    public static IReadOnlyDictionary<string, string> For(
        SiteSettings site,
        NewsletterSettings newsletter,
        string what
    ) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // RFC 8058: exactly this; the address is in each recipient's own List-Unsubscribe.
            ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
            ["List-Id"] = ListId(site, newsletter),
            // Gmail's feedback loop: three tags and who sends. The same for every recipient: it must not distinguish them.
            ["Feedback-ID"] = $"{what}:{newsletter.Id}:newsletter:{SenderTag(site)}",
        };

    /// <summary>
    /// RFC 2919: a phrase for people and an id that never changes while the newsletter's id and the site's name do not.
    /// </summary>
    internal static string ListId(SiteSettings site, NewsletterSettings newsletter)
    {
        var id = $"<{newsletter.Id}.{HostOf(site)}>";
        var phrase = newsletter.Name.All(c => c is >= ' ' and <= '~' and not ('"' or '\\'))
            ? $"\"{newsletter.Name}\" "
            : "";
        return phrase + id;
    }

    /// <summary>5 to 15 letters and digits, the same in each mail of this sender.</summary>
    private static string SenderTag(SiteSettings site)
    {
        var tag = string.Concat(HostOf(site).Where(char.IsAsciiLetterOrDigit));
        return tag.Length > 15 ? tag[..15] : tag.PadRight(5, '0');
    }

    /// <summary>
    /// An address in digits is no name that a list may live under (RFC 2919, section 2): then the sender's domain.
    /// </summary>
    private static string HostOf(SiteSettings site) =>
        site.Url.HostNameType == UriHostNameType.Dns
            ? site.Url.IdnHost.ToLowerInvariant()
            : site.Sender.Address[(site.Sender.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
