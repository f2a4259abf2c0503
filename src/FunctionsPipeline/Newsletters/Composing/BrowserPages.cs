using System.Text;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>The page on the site that shows an issue to readers whose mail program cannot.</summary>
internal sealed class BrowserPages(IBlobStore store)
{
    /// <summary>
    /// Writes the page: the mail without anything that only its reader needs. Safe to repeat; the same content gives
    /// the same page.
    /// </summary>
    public async Task PublishAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        string slot,
        FrozenContent content,
        CancellationToken cancellationToken
    )
    {
        var html = ImpersonalMail.Page(
            content.Mail.Html,
            StringTable.Load(IssueComposer.Strings, content.Language),
            site
        );
        // The articles have pages of their own for search engines.
        html = html.Replace(
            "</title>",
            "</title>\n<meta name=\"robots\" content=\"noindex\">",
            StringComparison.Ordinal
        );
        html = AsPage(html);
        await store.WriteAsync(
            IssueUrls.BlobOf(newsletter.Id, slot),
            Encoding.UTF8.GetBytes(html),
            BlobHeaders.Html with
            {
                CacheControl = "public, max-age=300",
            },
            WriteCondition.Always,
            cancellationToken
        );
    }

    /// <summary>In mail, landmarks are the client's; a page has its own.</summary>
    private static string AsPage(string html)
    {
        var begins = html.IndexOf('>', html.IndexOf("<body", StringComparison.Ordinal)) + 1;
        var ends = html.LastIndexOf("</body>", StringComparison.Ordinal);
        return $"{html.AsSpan(0, begins)}\n<main>{html.AsSpan(begins, ends - begins)}</main>\n{html.AsSpan(ends)}";
    }
}
