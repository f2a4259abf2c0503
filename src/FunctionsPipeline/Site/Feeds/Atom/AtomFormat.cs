using System.Globalization;
using System.Xml;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds.Atom;

/// <summary>Atom, RFC 4287.</summary>
internal sealed class AtomFormat : IFeedFormat
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public string FileName => "atom.xml";

    public BlobHeaders Headers => SiteHeaders.Atom;

    public void Write(Feed feed, Stream output)
    {
        using var xml = XmlWriter.Create(output, SafeXml.Settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("feed", Namespace);
        xml.WriteAttributeString("xml", "lang", null, feed.Language);
        xml.WriteElementString("id", feed.FolderUrl + FileName);
        xml.WriteElementString("title", feed.Title);
        xml.WriteElementString("subtitle", feed.Description);
        xml.WriteElementString("updated", SafeXml.Rfc3339(feed.Updated));
        Link(xml, "self", "application/atom+xml", feed.FolderUrl + FileName);
        Link(xml, "alternate", "text/html", feed.HomeUrl);
        foreach (var hub in feed.Hubs)
            Link(xml, "hub", null, hub);
        Author(xml, feed.Publisher);
        if (feed.LogoUrl is not null)
            xml.WriteElementString("logo", feed.LogoUrl);
        foreach (var item in feed.Items)
            Entry(xml, item);
        xml.WriteEndElement();
    }

    private static void Entry(XmlWriter xml, FeedItem item)
    {
        xml.WriteStartElement("entry");
        xml.WriteElementString("id", item.Id);
        xml.WriteElementString("title", item.Title);
        xml.WriteElementString("published", SafeXml.Rfc3339(item.Published));
        xml.WriteElementString("updated", SafeXml.Rfc3339(item.Updated));
        Link(xml, "alternate", "text/html", item.Url);
        if (item.Enclosure is { } enclosure)
            Link(xml, "enclosure", enclosure.ContentType, enclosure.Url, enclosure.Length);
        if (item.Author is not null)
            Author(xml, item.Author);
        foreach (var tag in item.Tags)
        {
            xml.WriteStartElement("category");
            xml.WriteAttributeString("term", tag);
            xml.WriteEndElement();
        }
        xml.WriteElementString("summary", item.Summary);
        xml.WriteStartElement("content");
        xml.WriteAttributeString("type", "html");
        xml.WriteAttributeString("xml", "lang", null, item.Language);
        xml.WriteString(item.Html);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author");
        xml.WriteElementString("name", name);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string rel, string? type, string href, long length = 0)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", rel);
        if (type is not null)
            xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", href);
        if (length > 0)
            xml.WriteAttributeString("length", length.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }
}
