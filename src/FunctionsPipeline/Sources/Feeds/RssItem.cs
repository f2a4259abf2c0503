using System.Xml;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>An <c>item</c> of RSS 2.0 or 1.0, with the extensions that programs use: content, Dublin Core, Media RSS.</summary>
internal static class RssItem
{
    public static FeedEntry? Read(XmlReader xml, Uri at, Uri feed)
    {
        var inside = xml.BaseOf(at);
        var entry = new EntryBuilder
        {
            Id = xml.GetAttribute("about", Namespaces.Rdf),
            Base = inside == feed ? null : inside,
        };
        XmlFeed.Children(xml, () => Take(xml, entry, inside));
        return entry.Build(feed);
    }

    private static void Take(XmlReader xml, EntryBuilder entry, Uri at)
    {
        switch (xml.NamespaceURI, xml.LocalName)
        {
            case ("" or Namespaces.Rss1, "title"):
                entry.Title = xml.TextInside();
                break;
            case ("" or Namespaces.Rss1, "link"):
                entry.Link = EntryBuilder.Address(xml.TextInside(), at) ?? entry.Link;
                break;
            case (Namespaces.Atom, "link"):
                if (xml.GetAttribute("rel") is null or "alternate")
                    entry.Link ??= EntryBuilder.Address(xml.GetAttribute("href"), at);
                xml.Skip();
                break;
            case ("", "guid"):
                var isPage = xml.GetAttribute("isPermaLink") != "false";
                entry.Id = xml.TextInside();
                if (isPage && entry.Id.Trim().StartsWith("http", StringComparison.OrdinalIgnoreCase))
                    entry.Link ??= EntryBuilder.Address(entry.Id, at);
                break;
            case ("" or Namespaces.Rss1, "description"):
                entry.Summary = xml.TextInside();
                break;
            case (Namespaces.Content, "encoded"):
                entry.Content = xml.TextInside();
                break;
            case ("", "pubDate"):
            case (Namespaces.DublinCore, "date"):
            case (Namespaces.Atom, "published"):
                entry.Published = FeedDate.Parse(xml.TextInside()) ?? entry.Published;
                break;
            case (Namespaces.Atom, "updated"):
            case (Namespaces.DublinTerms, "modified"):
                entry.Updated = FeedDate.Parse(xml.TextInside()) ?? entry.Updated;
                break;
            case (Namespaces.DublinCore, "creator"):
                entry.Author = xml.TextInside();
                break;
            case ("", "author"):
                entry.Author ??= NameIn(xml.TextInside());
                break;
            case ("", "category"):
            case (Namespaces.DublinCore, "subject"):
                entry.AddCategory(xml.TextInside());
                break;
            case ("", "enclosure"):
                AddPicture(xml, entry, at);
                xml.Skip();
                break;
            case (Namespaces.Media, "thumbnail" or "content"):
                AddPicture(xml, entry, at);
                xml.Skip();
                break;
            case (Namespaces.Media, "group"):
                XmlFeed.Children(xml, () => Take(xml, entry, at));
                break;
            default:
                xml.Skip();
                break;
        }
    }

    private static void AddPicture(XmlReader xml, EntryBuilder entry, Uri at)
    {
        var isPicture =
            xml.LocalName == "thumbnail"
            || xml.GetAttribute("medium") == "image"
            || xml.GetAttribute("type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
        if (isPicture)
            entry.Picture ??= EntryBuilder.Address(xml.GetAttribute("url"), at);
    }

    /// <summary>RSS writes <c>anna@example.org (Anna Lee)</c>: the address is left out.</summary>
    private static string? NameIn(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0)
            return text[(open + 1)..].TrimEnd().TrimEnd(')');
        return text.Contains('@') ? null : text;
    }
}
