using FunctionsPipeline.Input;

namespace FunctionsPipeline.Tests.Input;

public sealed class InvisibleCharactersTests
{
    [Theory]
    [InlineData("a\u0000b\u001b[1mc\u007f\u009fd", "ab[1mcd")]
    [InlineData("a\rb\u2028c\u2029d", "a b c d")]
    [InlineData("safe\u202Egpj.exe\u2066x\u2069", "safegpj.exex")]
    [InlineData("a\uFEFFb\u200Bc", "abc")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("👩\u200D⚕️ می\u200Cخواهم é 針", "👩\u200D⚕️ می\u200Cخواهم é 針")]
    public void A_value_holds_only_what_is_seen(string value, string seen) =>
        Assert.Equal(seen, InvisibleCharacters.FromValue(value));

    [Fact]
    public void Half_a_pair_and_what_is_no_character_goes() =>
        Assert.Equal("abc", InvisibleCharacters.FromValue("a\uD800b\uFFFEc\uDC00"));

    [Fact]
    public void A_text_keeps_what_mixed_directions_need() =>
        Assert.Equal("a \u2067אב\u2069 b c", InvisibleCharacters.FromText("a \u2067אב\u2069 \u202Eb\u2028c"));

    [Fact]
    public void What_holds_none_is_not_copied()
    {
        const string Text = "Words 👩 and more";

        Assert.Same(Text, InvisibleCharacters.FromValue(Text));
        Assert.Same(Text, InvisibleCharacters.FromText(Text));
    }
}
