using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class FileTextTests
{
    private const string Text = "Él tenía “dolor” – 5 €";

    public static TheoryData<string, byte[]> Encodings =>
        new()
        {
            { "UTF-8", Encoding.UTF8.GetBytes(Text) },
            { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)] },
            { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)] },
            {
                "UTF-16, the other order",
                [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)]
            },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Any_encoding_is_read(string encoding, byte[] bytes)
    {
        _ = encoding;
        var findings = new List<Finding>();

        Assert.Equal(Text, FileText.Decode(bytes, findings));
        Assert.Empty(findings);
    }

    [Fact]
    public void Utf16_without_a_mark_is_recognised() =>
        Assert.Equal(
            "Plain words, nothing else",
            FileText.Decode(Encoding.Unicode.GetBytes("Plain words, nothing else"), [])
        );

    [Fact]
    public void Old_windows_text_is_read_and_said()
    {
        var findings = new List<Finding>();

        Assert.Equal(
            "café “5 €”",
            FileText.Decode([0x63, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x35, 0x20, 0x80, 0x94], findings)
        );
        Assert.Equal("old-encoding", Assert.Single(findings).Rule);
    }

    [Fact]
    public void Line_ends_become_one_kind() => Assert.Equal("a\nb\nc\n", FileText.Decode("a\r\nb\rc\n"u8, []));

    [Fact]
    public void A_stray_control_character_is_left_out() => Assert.Equal("ab", FileText.Decode("a\0b"u8, []));
}
