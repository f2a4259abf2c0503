using System.Globalization;
using System.Xml;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Sitemap;

/// <summary>
/// What search engines read (sitemaps.org, protocol 0.9): an index, one file for each page of the list of everything,
/// one for the pages that are always there. All lie at the root, because a sitemap speaks only for what is beside and
/// below it.
/// </summary>
internal static class SitemapFiles
{
    public const string Index = "sitemap.xml";
    public const string Site = "sitemap-site.xml";
    public const string Open = "sitemap-new.xml";
    public const string Robots = "robots.txt";

    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static string Part(int id) => string.Create(CultureInfo.InvariantCulture, $"sitemap-{id}.xml");

    public static byte[] WriteIndex(SiteSettings settings, IEnumerable<string> files) =>
        Write(
            "sitemapindex",
            xml =>
            {
                foreach (var file in files)
                    Entry(xml, "sitemap", SiteAddresses.Absolute(settings, file), null);
            }
        );

    public static byte[] WritePart(SiteSettings settings, IEnumerable<ListedArticle> articles) =>
        Write(
            "urlset",
            xml =>
            {
                foreach (var article in articles.Where(a => !a.IsCopy))
                    Entry(xml, "url", SiteAddresses.Absolute(settings, article.Path), article.Modified);
            }
        );

    /// <summary>Tag and author pages are left to be found by links: to a search engine they repeat the articles.</summary>
    public static byte[] WriteSite(SiteSettings settings) =>
        Write(
            "urlset",
            xml =>
            {
                foreach (var path in (string[])["", "archive/", "tags/", "authors/", "issues/"])
                    Entry(xml, "url", SiteAddresses.Absolute(settings, path), null);
            }
        );

    public static string WriteRobots(SiteSettings settings) =>
        $"User-agent: *\nAllow: /\n\nSitemap: {SiteAddresses.Absolute(settings, Index)}\n";

    private static byte[] Write(string root, Action<XmlWriter> body)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, SafeXml.Settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement(root, Namespace);
            body(xml);
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Entry(XmlWriter xml, string element, string url, DateTimeOffset? modified)
    {
        xml.WriteStartElement(element, Namespace);
        xml.WriteElementString("loc", Namespace, url);
        if (modified is { } time)
            xml.WriteElementString("lastmod", Namespace, SafeXml.Rfc3339(time));
        xml.WriteEndElement();
    }
}
