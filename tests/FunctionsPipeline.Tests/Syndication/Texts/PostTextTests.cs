using System.Globalization;
using System.Text;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Tests.Syndication.Texts;

public sealed class PostTextTests
{
    [Theory]
    [InlineData("short enough", 12, "short enough")]
    [InlineData("between two words", 12, "between two…")]
    [InlineData("ends, with a comma", 6, "ends…")]
    [InlineData("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…")]
    [InlineData("坐骨神经痛的针灸治疗", 6, "坐骨神经痛…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, "👩‍👩‍👧‍👦…")]
    [InlineData("🇨🇦🇫🇷🇩🇪", 2, "🇨🇦…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("anything", 0, "")]
    [InlineData("anything", -3, "")]
    public void Text_is_cut_between_words_or_else_between_characters(string text, int max, string expected) =>
        Assert.Equal(expected, PostText.Cut(text, new PostLimit(max)));

    [Fact]
    public void Whatever_is_cut_fits_and_is_whole()
    {
        string[] parts =
        [
            "word",
            " ",
            "é",
            "e\u0301",
            "👩‍👩‍👧‍👦",
            "🇨🇦",
            "坐",
            "\u05D0",
            "https://example.org/x",
            "-",
            "\u0e01\u0e33",
            "\n\n",
        ];
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var text = PlainLine.Clean(
                string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)]))
            );
            var limit = new PostLimit(random.Next(1, 40), random.Next(2) == 0 ? 23 : null, random.Next(20, 200));

            var cut = PostText.Cut(text, limit);

            Assert.InRange(PostText.Count(cut, limit), 0, limit.Characters);
            Assert.InRange(Encoding.UTF8.GetByteCount(cut), 0, limit.Bytes);
            var kept = cut.EndsWith('…') ? cut[..^1] : cut;
            Assert.StartsWith(kept, text, StringComparison.Ordinal);
            Assert.True(
                kept.Length == text.Length
                    || kept.Length == 0
                    || StringInfo.GetNextTextElementLength(text[kept.Length..]) > 0
                        && StringInfo.ParseCombiningCharacters(text).Contains(kept.Length),
                $"'{kept}' ends within a character."
            );
        }
    }

    [Theory]
    [InlineData("tab\tand   blanks ", "tab and blanks")]
    [InlineData("one\r\ntwo\n\n\n\nthree", "one\ntwo\n\nthree")]
    [InlineData("nul\0 bell\a", "nul bell")]
    [InlineData("gnp\u202Etxt.exe\u202C", "gnptxt.exe")]
    [InlineData("שלום", "שלום")]
    public void What_does_not_show_is_taken_out(string text, string expected) =>
        Assert.Equal(expected, PlainLine.Clean(text));

    [Fact]
    public void Halves_of_pairs_are_replaced() => Assert.Equal("a\ufffdb\ufffdc", PlainLine.Clean("a\ud800b\udc00c"));

    [Fact]
    public void A_letter_under_a_thousand_marks_keeps_a_few() =>
        Assert.Equal("Z" + new string('\u0301', 8), PlainLine.Clean("Z" + new string('\u0301', 1000)));

    [Fact]
    public void An_address_counts_what_the_target_says()
    {
        var text = "See https://example.org/a/very/long/address/that/goes/on/and/on and https://a.b/";

        Assert.Equal(text.Length + 23 - "https://a.b/".Length, PostText.Count(text, new PostLimit(500, 23)));
    }
}
