using System.Text;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;

namespace FunctionsPipeline.Tests.Articles.Rendering;

public sealed class TextBufferTests
{
    private static readonly string Style = string.Concat(Enumerable.Repeat("p { color: red } /* é */\n", 200));

    public TextBufferTests() => EncodedTexts.Add(Style);

    [Fact]
    public void A_text_that_is_known_encoded_stands_where_it_was_written()
    {
        using var buffer = TextBuffer.Rent();
        foreach (var text in new[] { "ä", Style, "b", Style, "" })
            buffer.Write(text);

        Assert.Equal("ä" + Style + "b" + Style, Encoding.UTF8.GetString(buffer.ToUtf8()));
    }

    [Fact]
    public void It_is_there_as_characters_too()
    {
        using var buffer = TextBuffer.Rent();
        buffer.Write("a");
        buffer.Write(Style);
        buffer.Write("b");

        Assert.Equal(Style.Length + 2, buffer.Length);
        buffer.Length--;
        Assert.Equal("a" + Style, buffer.ToString());
    }

    [Fact]
    public void Nothing_of_it_is_left_for_the_next_article()
    {
        using (var buffer = TextBuffer.Rent())
            buffer.Write(Style);
        using var next = TextBuffer.Rent();
        next.Write("a");

        Assert.Equal("a"u8.ToArray(), next.ToUtf8());
    }
}
