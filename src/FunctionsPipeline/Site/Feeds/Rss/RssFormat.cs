using System.Globalization;
using System.Xml;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds.Rss;

/// <summary>RSS 2.0 with the full text in <c>content:encoded</c>, after the description as readers expect.</summary>
internal sealed class RssFormat : IFeedFormat
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string Dublin = "http://purl.org/dc/elements/1.1/";

    public string FileName => "rss.xml";

    public BlobHeaders Headers => SiteHeaders.Rss;

    public void Write(Feed feed, Stream output)
    {
        using var xml = XmlWriter.Create(output, SafeXml.Settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, Atom);
        xml.WriteAttributeString("xmlns", "content", null, Content);
        xml.WriteAttributeString("xmlns", "dc", null, Dublin);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", feed.Title);
        xml.WriteElementString("link", feed.HomeUrl);
        xml.WriteElementString("description", feed.Description);
        xml.WriteElementString("language", feed.Language);
        xml.WriteElementString("lastBuildDate", Rfc822(feed.Updated));
        AtomLink(xml, "self", feed.FolderUrl + FileName);
        foreach (var hub in feed.Hubs)
            AtomLink(xml, "hub", hub);
        if (feed.LogoUrl is not null)
        {
            xml.WriteStartElement("image");
            xml.WriteElementString("url", feed.LogoUrl);
            xml.WriteElementString("title", feed.Title);
            xml.WriteElementString("link", feed.HomeUrl);
            xml.WriteEndElement();
        }
        foreach (var item in feed.Items)
            Item(xml, item);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Item(XmlWriter xml, FeedItem item)
    {
        xml.WriteStartElement("item");
        xml.WriteElementString("title", item.Title);
        xml.WriteElementString("link", item.Url);
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(item.Id);
        xml.WriteEndElement();
        xml.WriteElementString("pubDate", Rfc822(item.Published));
        // RSS's own author is a mail address; Dublin Core's is a name.
        if (item.Author is not null)
            xml.WriteElementString("dc", "creator", Dublin, item.Author);
        foreach (var tag in item.Tags)
            xml.WriteElementString("category", tag);
        xml.WriteElementString("description", item.Summary);
        xml.WriteElementString("content", "encoded", Content, item.Html);
        if (item.Enclosure is { } enclosure)
        {
            xml.WriteStartElement("enclosure");
            xml.WriteAttributeString("url", enclosure.Url);
            xml.WriteAttributeString("length", enclosure.Length.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("type", enclosure.ContentType);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void AtomLink(XmlWriter xml, string rel, string href)
    {
        xml.WriteStartElement("atom", "link", Atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", href);
        if (rel == "self")
            xml.WriteAttributeString("type", "application/rss+xml");
        xml.WriteEndElement();
    }

    /// <summary>RFC 822 with the four-digit year of RFC 1123.</summary>
    private static string Rfc822(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);
}
