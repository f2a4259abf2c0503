using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>Where an issue can be read on the site.</summary>
public static class IssueUrls
{
    /// <summary>The part of the id that names the slot.</summary>
    public static string SlotOf(NewsletterSettings newsletter, IssueId id) => id.Value[(newsletter.Id.Length + 1)..];

    /// <summary>From the site's root, with a slash at both ends.</summary>
    public static string PathOf(string newsletter, string slot) => $"/issues/{newsletter}/{slot}/";

    public static Uri PageOf(SiteSettings site, string newsletter, string slot) =>
        new(site.Url, PathOf(newsletter, slot)[1..]);

    public static BlobPath BlobOf(string newsletter, string slot) =>
        new(Containers.Web, PathOf(newsletter, slot)[1..] + "index.html");

    /// <summary>The form to subscribe, or to ask for the link to one's own preferences.</summary>
    public static Uri Subscription(SiteSettings site) => new(site.FunctionsUrl, "api/subscribe");

    /// <summary>An address in an article or in the brand, made absolute; null if it is none that a mail may load.</summary>
    public static string? Absolute(SiteSettings site, string? address) =>
        address is not null && Uri.TryCreate(site.Url, address, out var uri) && (uri.Scheme is "http" or "https")
            ? uri.AbsoluteUri
            : null;
}
