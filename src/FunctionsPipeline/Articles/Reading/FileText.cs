using System.Buffers;
using System.Text;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>
/// Turns the bytes that staff dropped into text: UTF-8 with or without a byte order mark, UTF-16 of either order, and what
/// older Windows programs write (Windows-1252). Line ends become '\n'.
/// </summary>
internal static class FileText
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Control characters that no text has; tab, line feed, form feed and carriage return are fine.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 32).Where(c => c is not (9 or 10 or 12 or 13)).Select(c => (char)c),
    ]);

    /// <summary>The text, or null and an error if the bytes are not text.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, List<Finding> findings)
    {
        if (KnownBinary(bytes) is { } kind)
        {
            findings.Add(
                new Finding(
                    "not-text",
                    Severity.Error,
                    $"This is {kind}, not text.",
                    "Save it as Markdown or plain text (in Word: Save as, Plain text, UTF-8) and drop that."
                )
            );
            return null;
        }
        var text = DecodeBytes(bytes, findings);
        if (text.AsSpan().ContainsAny(Controls))
        {
            var found = Count(text);
            if (found > 8 + (text.Length / 1000))
            {
                findings.Clear();
                findings.Add(
                    new Finding(
                        "not-text",
                        Severity.Error,
                        "This file is not text.",
                        "Save it as Markdown or plain text and drop that."
                    )
                );
                return null;
            }
            findings.Add(ControlCharacters);
            text = Remove(text);
        }
        // Not ReplaceLineEndings: it also takes form feeds and U+2028 for line ends, which Markdown and YAML do not.
        if (text.Contains('\r'))
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var visible = InvisibleCharacters.FromText(text);
        if (!ReferenceEquals(visible, text) && !findings.Exists(f => f.Rule == "control-characters"))
            findings.Add(ControlCharacters);
        return visible;
    }

    /// <summary>Said once for a file, wherever they stood.</summary>
    internal static Finding ControlCharacters { get; } =
        new("control-characters", Severity.Note, "Invisible control characters were left out.");

    private static string DecodeBytes(ReadOnlySpan<byte> bytes, List<Finding> findings)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        else if (Utf16WithoutMark(bytes) is { } utf16)
            return utf16.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            findings.Add(
                new Finding(
                    "old-encoding",
                    Severity.Note,
                    "The file is not saved as UTF-8; it was read as Windows-1252, as older Windows programs write.",
                    "If letters with accents look wrong on the page, save the file as UTF-8."
                )
            );
            return Windows1252.GetString(bytes);
        }
    }

    /// <summary>Western text in UTF-16 has a zero in every other byte; no other text has zeros at all.</summary>
    private static UnicodeEncoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..(Math.Min(bytes.Length, 512) & ~1)];
        if (sample.Length < 4 || !sample.Contains((byte)0))
            return null;
        int even = 0,
            odd = 0;
        for (var i = 0; i < sample.Length; i += 2)
        {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }
        var half = sample.Length / 2;
        return (even, odd) switch
        {
            (0, _) when odd > half * 0.7 => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            (_, 0) when even > half * 0.7 => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ => null,
        };
    }

    private static string? KnownBinary(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0x50, 0x4B, 0x03, 0x04, ..] => "a Word document or a zip archive",
            [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Word document",
            [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "a PDF",
            [0x89, 0x50, 0x4E, 0x47, ..] or [0xFF, 0xD8, 0xFF, ..] or [0x47, 0x49, 0x46, 0x38, ..] => "a picture",
            [0x7B, 0x5C, 0x72, 0x74, 0x66, ..] => "rich text (RTF)",
            _ => null,
        };

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (int at; (at = text.IndexOfAny(Controls)) >= 0; text = text[(at + 1)..])
            count++;
        return count;
    }

    private static string Remove(string text)
    {
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOfAny(Controls)) >= 0; rest = rest[(at + 1)..])
            clean.Append(rest[..at]);
        return clean.Append(rest).ToString();
    }
}
