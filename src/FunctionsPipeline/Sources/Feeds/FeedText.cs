using System.Text;
using System.Text.Unicode;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>Bytes to text.</summary>
internal static class FeedText
{
    /// <summary>
    /// A byte order mark decides; then what is valid UTF-8 is that, whatever the server says of it; then what is declared.
    /// Bytes that are no characters become U+FFFD.
    /// </summary>
    /// <param name="charset">Of the content type; null for none.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? charset)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Encoding.UTF8.GetString(body[3..]);
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(body[2..]);
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(body[2..]);
        if (body.StartsWith((ReadOnlySpan<byte>)[(byte)'<', 0]))
            return Encoding.Unicode.GetString(body);
        if (body.StartsWith((ReadOnlySpan<byte>)[0, (byte)'<']))
            return Encoding.BigEndianUnicode.GetString(body);
        var encoding = Utf8.IsValid(body) ? Encoding.UTF8 : Find(charset) ?? Find(Declared(body)) ?? Encoding.UTF8;
        return encoding.GetString(body);
    }

    /// <summary>The encoding that an XML declaration names.</summary>
    private static string? Declared(ReadOnlySpan<byte> body)
    {
        var head = Encoding.Latin1.GetString(body[..Math.Min(body.Length, 200)]);
        var end = head.IndexOf("?>", StringComparison.Ordinal);
        var at = head.IndexOf("encoding=", StringComparison.Ordinal);
        if (!head.StartsWith("<?xml", StringComparison.Ordinal) || at < 0 || at > end || at + 10 >= head.Length)
            return null;
        var quote = head[at + 9];
        var close = head.IndexOf(quote, at + 10);
        return close < 0 ? null : head[(at + 10)..close];
    }

    private static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        name = name.Trim(' ', '"', '\'');
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
