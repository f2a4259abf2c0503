using System.Xml;
using FunctionsPipeline.Articles.Images.Drawings;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>
/// Judges a drawing that was written again: elements and attributes that draw, and nothing from elsewhere.
/// </summary>
internal static class DrawingJudge
{
    private static readonly string[] Loading =
    [
        "image-set",
        "@import",
        "@font-face",
        "expression",
        "javascript",
        "data:",
        "behavior",
        "src(",
        "image(",
        "cross-fade",
        "\\",
    ];

    /// <summary>What is wrong; null if nothing is.</summary>
    public static string? ProblemOf(ReadOnlyMemory<byte> svg)
    {
        // No DTD and no resolver: what needs one was not written by us.
        using var reader = XmlReader.Create(
            new MemoryStream(svg.ToArray()),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
        );
        try
        {
            while (reader.Read())
            {
                var problem = reader.NodeType switch
                {
                    XmlNodeType.Element => Element(reader),
                    XmlNodeType.Text
                    or XmlNodeType.Whitespace
                    or XmlNodeType.SignificantWhitespace
                    or XmlNodeType.EndElement => null,
                    var other => $"a {other}",
                };
                if (problem is not null)
                    return problem;
            }
            return null;
        }
        catch (XmlException e)
        {
            return "not well-formed: " + e.Message;
        }
    }

    private static string? Element(XmlReader reader)
    {
        var name = reader.LocalName;
        if (
            reader.NamespaceURI != "http://www.w3.org/2000/svg"
            || reader.Prefix.Length > 0
            || !DrawingRules.Elements.Contains(name)
        )
            return $"an element <{reader.Name}>";
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (Attribute(reader.Name, reader.Value) is { } problem)
                return $"{problem} of <{name}>";
        }
        reader.MoveToElement();
        if (name != "style" || reader.IsEmptyElement)
            return null;
        reader.Read();
        return reader.NodeType == XmlNodeType.Text && Css(reader.Value) is { } css ? $"{css} in <style>" : null;
    }

    private static string? Attribute(string name, string value) =>
        name switch
        {
            "xmlns" => value == "http://www.w3.org/2000/svg" ? null : "a name space",
            "xml:space" or "aria-label" => null,
            "href" => value.StartsWith('#') ? null : "an address",
            _ when name.StartsWith("on", StringComparison.OrdinalIgnoreCase) => $"a handler {name}",
            _ when !DrawingRules.Attributes.Contains(name) && !DrawingRules.Properties.Contains(name) =>
                $"an attribute {name}",
            _ => Css(value) is { } css ? $"{css} in {name}" : null,
        };

    private static string? Css(string text)
    {
        if (Array.Find(Loading, l => text.Contains(l, StringComparison.OrdinalIgnoreCase)) is { } found)
            return $"'{found}'";
        for (int open, at = 0; (open = text.IndexOf("url", at, StringComparison.OrdinalIgnoreCase)) >= 0; at = open + 3)
        {
            var rest = text.AsSpan(open + 3).TrimStart();
            if (rest is ['(', ..] && rest[1..].TrimStart(" \t\r\n'\"") is not ['#', ..])
                return "an address";
        }
        return null;
    }
}
