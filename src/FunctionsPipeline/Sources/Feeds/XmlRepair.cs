using System.Net;
using System.Text;
using System.Xml;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>
/// Makes XML of what feeds hold that is nearly XML: entities of HTML, bare ampersands, characters that XML does not have, white
/// space in front. Refuses document types and nesting without end before a parser sees them. One pass, linear time.
/// </summary>
internal static class XmlRepair
{
    private const string CData = "<![CDATA[";
    private const int LongestEntity = 12;

    /// <returns>The text, without comments and instructions; null with the reason.</returns>
    public static (string? Xml, FeedProblem Problem) Prepare(string text)
    {
        var xml = new StringBuilder(text.Length + 64);
        var rest = text.AsSpan();
        var depth = 0;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '&')
            {
                rest = rest[Entity(rest, xml)..];
            }
            else if (rest[0] != '<')
            {
                Characters(Until(rest, rest.IndexOfAny('<', '&')), xml);
                rest = After(rest, rest.IndexOfAny('<', '&'));
            }
            else if (rest.StartsWith(CData, StringComparison.Ordinal))
            {
                var end = rest.IndexOf("]]>", StringComparison.Ordinal);
                if (end < 0)
                    return (null, FeedProblem.Broken);
                Characters(rest[..(end + 3)], xml);
                rest = rest[(end + 3)..];
            }
            else if (rest.StartsWith("<!--", StringComparison.Ordinal))
            {
                rest = Behind(rest, "-->");
            }
            else if (rest.StartsWith("<?", StringComparison.Ordinal))
            {
                rest = Behind(rest, "?>");
            }
            else if (rest.StartsWith("<!", StringComparison.Ordinal))
            {
                return (null, FeedProblem.DocumentType);
            }
            else if (rest.Length > 1 && (rest[1] == '/' || char.IsLetter(rest[1]) || rest[1] is '_' or ':'))
            {
                var isEnd = rest[1] == '/';
                var length = Tag(rest, xml);
                if (length < 0)
                    return (null, FeedProblem.Broken);
                if (isEnd)
                    depth--;
                else if (rest[length - 2] != '/' && ++depth > FeedLimits.Depth)
                    return (null, FeedProblem.Broken);
                rest = rest[length..];
            }
            else
            {
                xml.Append("&lt;");
                rest = rest[1..];
            }
        }
        return (xml.ToString(), default);
    }

    /// <summary>Copies a tag; '&gt;' may stand in the value of an attribute.</summary>
    /// <returns>Its length; negative if it does not end.</returns>
    private static int Tag(ReadOnlySpan<char> rest, StringBuilder xml)
    {
        var quote = '\0';
        for (var i = 0; i < rest.Length; )
        {
            var c = rest[i];
            if (c == '&')
            {
                i += Entity(rest[i..], xml);
                continue;
            }
            i++;
            if (c == '<' && i > 1)
                xml.Append("&lt;");
            else if (XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
                xml.Append(c);
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c == '>')
                return i;
        }
        return -1;
    }

    /// <summary>Writes what an ampersand begins, so that XML knows it.</summary>
    /// <returns>How many characters it took.</returns>
    private static int Entity(ReadOnlySpan<char> rest, StringBuilder xml)
    {
        var end = rest[..Math.Min(rest.Length, LongestEntity)].IndexOf(';');
        if (end < 2)
        {
            xml.Append("&amp;");
            return 1;
        }
        var entity = rest[..(end + 1)];
        if (entity is "&amp;" or "&lt;" or "&gt;" or "&quot;" or "&apos;")
        {
            xml.Append(entity);
            return entity.Length;
        }
        var text = entity.ToString();
        var character = WebUtility.HtmlDecode(text);
        if (character == text)
        {
            // A number of no character is left out; a name that no one knows is text.
            if (text[1] == '#')
                return text.Length;
            xml.Append("&amp;");
            return 1;
        }
        // A number may stand for a sign of XML itself.
        foreach (var c in character)
        {
            switch (c)
            {
                case '<':
                    xml.Append("&lt;");
                    break;
                case '&':
                    xml.Append("&amp;");
                    break;
                case '"':
                    xml.Append("&quot;");
                    break;
                case '\'':
                    xml.Append("&apos;");
                    break;
                case '>':
                    xml.Append("&gt;");
                    break;
                default:
                    if (XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
                        xml.Append(c);
                    break;
            }
        }
        return text.Length;
    }

    private static void Characters(ReadOnlySpan<char> text, StringBuilder xml)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                xml.Append(text[i]);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                xml.Append(text[i]).Append(text[i + 1]);
                i++;
            }
        }
    }

    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text, int at) => at < 0 ? text : text[..at];

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, int at) => at < 0 ? [] : text[at..];

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? [] : text[(at + mark.Length)..];
    }
}
