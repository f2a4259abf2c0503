using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Articles.Rendering;

namespace FunctionsPipeline.Tests.Articles.Rendering;

public sealed class Utf8TextTests
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [InlineData("")]
    [InlineData("<p class=\"m-ink\">What’s “new”?</p>\n")]
    [InlineData("針 \U0001F600 \\ \t")]
    public void It_is_written_and_read_as_the_same_string_would_be(string text)
    {
        var json = JsonSerializer.Serialize<Utf8Text>(text);

        Assert.Equal(JsonSerializer.Serialize(text), json);
        Assert.Equal(text, JsonSerializer.Deserialize<Utf8Text>(json).ToString());
        // As other writers store it, with hardly anything escaped.
        var plain = JsonSerializer.Serialize(text, Relaxed);
        Assert.Equal(text, JsonSerializer.Deserialize<Utf8Text>(plain).ToString());
    }

    [Fact]
    public void Two_are_equal_by_their_text() => Assert.Equal<Utf8Text>("a", "a");
}
