using System.Xml;

namespace FunctionsPipeline.Articles.Images;

/// <summary>
/// Judges SVG. Inside a page's <c>img</c> no script of a drawing runs, but whoever opens its address opens it as a document
/// of our site: so only what draws is allowed, and nothing that runs, loads or links.
/// </summary>
internal static class PlainDrawing
{
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter", "feGaussianBlur",
        "feOffset", "feMerge", "feMergeNode", "feBlend", "feColorMatrix", "feFlood", "feComposite", "feDropShadow",
    };

    private const int MaxDepth = 100;

    /// <summary>True if it can be shown to anybody. Any doubt is a no.</summary>
    public static bool Is(Stream svg)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersFromEntities = 1024, CloseInput = false };
        try
        {
            using var reader = XmlReader.Create(svg, settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction || reader.Depth > MaxDepth)
                    return false;
                if (reader.NodeType == XmlNodeType.Element && !(IsForeign(reader) || IsHarmless(reader)))
                    return false;
            }
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>What drawing programs note for themselves, in a namespace of their own that no browser knows.</summary>
    private static bool IsForeign(XmlReader reader)
        => reader.NamespaceURI is not ("" or "http://www.w3.org/2000/svg" or "http://www.w3.org/1999/xhtml" or "http://www.w3.org/1999/xlink" or "http://www.w3.org/1998/Math/MathML");

    private static bool IsHarmless(XmlReader reader)
    {
        if (!Elements.Contains(reader.LocalName))
            return false;
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            var (name, value) = (reader.LocalName, reader.Value);
            if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || (name is "href" or "src" && !value.StartsWith('#'))
                || !OnlyOwnParts(value))
                return false;
        }
        reader.MoveToElement();
        return true;
    }

    /// <summary>Each <c>url(…)</c> must name a part of the drawing itself.</summary>
    private static bool OnlyOwnParts(string value)
    {
        if (value.Contains('\\') || value.Contains("@import", StringComparison.OrdinalIgnoreCase) || value.Contains("javascript:", StringComparison.OrdinalIgnoreCase))
            return false;
        for (var at = 0; (at = value.IndexOf("url(", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += 4)
        {
            if (!value.AsSpan(at + 4).TrimStart([' ', '"', '\'']).StartsWith("#", StringComparison.Ordinal))
                return false;
        }
        return true;
    }
}
