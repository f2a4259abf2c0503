using System.Net;
using System.Xml;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>An <c>entry</c> of Atom (RFC 4287), and of its drafts, which have other names for its dates.</summary>
internal static class AtomEntry
{
    public static FeedEntry? Read(XmlReader xml, Uri at, Uri feed)
    {
        var entry = new EntryBuilder();
        var inside = xml.BaseOf(at);
        var written = inside == feed ? null : inside;
        XmlFeed.Children(xml, () => Take(xml, entry, inside));
        entry.Base ??= written;
        return entry.Build(feed);
    }

    private static void Take(XmlReader xml, EntryBuilder entry, Uri at)
    {
        if (xml.NamespaceURI == Namespaces.Media)
        {
            if (xml.LocalName == "group")
            {
                XmlFeed.Children(xml, () => Take(xml, entry, at));
                return;
            }
            if (xml.LocalName == "thumbnail")
                entry.Picture ??= EntryBuilder.Address(xml.GetAttribute("url"), at);
            xml.Skip();
            return;
        }
        switch (xml.LocalName)
        {
            case "id":
                entry.Id = xml.TextInside();
                break;
            case "title":
                entry.Title = Html(xml);
                break;
            case "link":
                if (xml.GetAttribute("rel") is null or "alternate" && IsPage(xml.GetAttribute("type")))
                    entry.Link ??= EntryBuilder.Address(xml.GetAttribute("href"), xml.BaseOf(at));
                xml.Skip();
                break;
            case "summary":
                entry.Summary = Html(xml);
                break;
            case "content":
                if (xml.GetAttribute("xml:base") is not null)
                    entry.Base = xml.BaseOf(at);
                entry.Content = Html(xml);
                break;
            case "published" or "issued" or "created":
                entry.Published = FeedDate.Parse(xml.TextInside()) ?? entry.Published;
                break;
            case "updated" or "modified":
                entry.Updated = FeedDate.Parse(xml.TextInside());
                entry.Published ??= entry.Updated;
                break;
            case "author" when entry.Author is null:
                XmlFeed.Children(
                    xml,
                    () =>
                    {
                        if (xml.LocalName == "name")
                            entry.Author = WebUtility.HtmlEncode(xml.TextInside());
                        else
                            xml.Skip();
                    }
                );
                break;
            case "category":
                entry.AddCategory(xml.GetAttribute("label") ?? xml.GetAttribute("term"));
                xml.Skip();
                break;
            default:
                xml.Skip();
                break;
        }
    }

    private static bool IsPage(string? type) =>
        type is null || type.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text construct or a content (RFC 4287, 3.1 and 4.1.3) as HTML; null for what is no text or lies elsewhere.</summary>
    private static string? Html(XmlReader xml)
    {
        var type = xml.GetAttribute("type") ?? "text";
        if (xml.GetAttribute("src") is not null)
        {
            xml.Skip();
            return null;
        }
        switch (type.ToLowerInvariant())
        {
            case "html" or "text/html":
                return xml.TextInside();
            case "xhtml" or "application/xhtml+xml":
                return xml.ReadInnerXml();
            case "text" or "text/plain":
                return WebUtility.HtmlEncode(xml.TextInside());
            default:
                xml.Skip();
                return null;
        }
    }
}
