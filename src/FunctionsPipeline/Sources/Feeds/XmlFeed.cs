using System.Text;
using System.Xml;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>Walks a feed of XML without holding it as a tree. What is not known is skipped.</summary>
internal static class XmlFeed
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 2L * FeedLimits.Bytes,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="XmlException">It is no XML.</exception>
    public static FeedReading Read(string text, Uri address)
    {
        using var source = new StringReader(text);
        using var xml = XmlReader.Create(source, Settings);
        if (xml.MoveToContent() != XmlNodeType.Element)
            return FeedProblem.Empty;
        return xml.LocalName switch
        {
            "rss" or "RDF" => Walk(xml, address, "item", (x, at) => RssItem.Read(x, at, address)),
            "feed" => Walk(xml, address, "entry", (x, at) => AtomEntry.Read(x, at, address)),
            "html" => FeedProblem.WebPage,
            _ => FeedProblem.OtherFormat,
        };
    }

    private static ParsedFeed Walk(XmlReader xml, Uri address, string entry, Func<XmlReader, Uri, FeedEntry?> read)
    {
        var (title, language) = ((string?)null, xml.GetAttribute("xml:lang"));
        var at = xml.BaseOf(address);
        var entries = new List<FeedEntry>();
        var deleted = new List<string>();
        xml.Read();
        while (!xml.EOF && entries.Count < FeedLimits.Entries)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }
            if (xml.LocalName == entry)
            {
                if (read(xml, at) is { } found)
                    entries.Add(found);
                continue;
            }
            switch (xml.LocalName)
            {
                case "channel":
                    at = xml.BaseOf(at);
                    xml.Read();
                    break;
                case "title" when title is null:
                    title = xml.TextInside();
                    break;
                case "language":
                    language = xml.TextInside();
                    break;
                case "deleted-entry"
                    when xml.NamespaceURI == Namespaces.Tombstones && deleted.Count < FeedLimits.Entries:
                    if (xml.GetAttribute("ref") is { Length: > 0 and <= FeedLimits.Line } id)
                        deleted.Add(id.Trim());
                    xml.Skip();
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
        return new ParsedFeed(title, EntryList.Of(entries), deleted, language);
    }

    /// <summary>Shows each child of an element to <paramref name="take"/>, which reads it or leaves it to be skipped.</summary>
    public static void Children(XmlReader xml, Action take)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }
        var depth = xml.Depth;
        xml.Read();
        while (xml.Depth > depth && !xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }
            take();
        }
        xml.Read();
    }

    /// <summary>The characters inside an element, and moves behind it.</summary>
    public static string TextInside(this XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return "";
        }
        var text = new StringBuilder();
        var depth = xml.Depth;
        xml.Read();
        while (xml.Depth > depth && !xml.EOF)
        {
            if (
                xml.NodeType
                is XmlNodeType.Text
                    or XmlNodeType.CDATA
                    or XmlNodeType.Whitespace
                    or XmlNodeType.SignificantWhitespace
            )
                text.Append(xml.Value);
            xml.Read();
        }
        xml.Read();
        return text.ToString();
    }

    /// <summary>What is relative inside the element is relative to (XML Base).</summary>
    public static Uri BaseOf(this XmlReader xml, Uri outer) =>
        EntryBuilder.Address(xml.GetAttribute("xml:base"), outer) ?? outer;
}

internal static class Namespaces
{
    public const string Content = "http://purl.org/rss/1.0/modules/content/";
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string DublinTerms = "http://purl.org/dc/terms/";
    public const string Media = "http://search.yahoo.com/mrss/";
    public const string Tombstones = "http://purl.org/atompub/tombstones/1.0";
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string Rss1 = "http://purl.org/rss/1.0/";
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
}
