using System.Text;
using System.Xml;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>Writes a drawing as UTF-8, every element in the SVG namespace and without prefixes, entities or a DTD.</summary>
internal static class DrawingWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        OmitXmlDeclaration = true,
        CheckCharacters = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    public static byte[] Write(DrawingNode root)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Settings))
            Write(writer, root);
        return buffer.ToArray();
    }

    private static void Write(XmlWriter writer, DrawingNode node)
    {
        if (node.Text is { } text)
        {
            writer.WriteString(text);
            return;
        }
        writer.WriteStartElement(node.Name, DrawingRules.Svg);
        foreach (var (name, value) in node.Attributes)
        {
            if (name == "xml:space")
                writer.WriteAttributeString("xml", "space", DrawingRules.Xml, value);
            else
                writer.WriteAttributeString(name, value);
        }
        foreach (var child in node.Children)
            Write(writer, child);
        writer.WriteEndElement();
    }
}
