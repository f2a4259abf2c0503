using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class ScriptsOfTheWorldTests
{
    [Theory]
    [InlineData("été générale", 2)]
    [InlineData("e\u0301te\u0301 ge\u0301ne\u0301rale", 2)]
    [InlineData("यह एक लंबा हिन्दी वाक्य है", 6)]
    [InlineData("שָׁלוֹם עֲלֵיכֶם", 2)]
    [InlineData("السَّلَامُ عَلَيْكُمْ", 2)]
    [InlineData("腰痛は多い", 2)]
    [InlineData("l\u2019eau et l'air", 3)]
    [InlineData("well-being matters", 2)]
    [InlineData("\U0001F600 and \U0001F601", 1)]
    [InlineData("", 0)]
    public void Words_are_counted(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    [Fact]
    public void Text_without_spaces_is_counted_by_its_letters() =>
        Assert.InRange(WordCount.Of("อาการปวดหลังเป็นปัญหาที่พบได้บ่อยในคนทำงาน"), 6, 12);

    [Fact]
    public void A_summary_ends_with_a_sentence_of_any_script()
    {
        var sentence = string.Concat(Enumerable.Repeat("腰痛", 40)) + "。";

        Assert.Equal(sentence + sentence, Summary.Cut(sentence + sentence + sentence));
    }

    [Fact]
    public void A_space_near_the_beginning_is_no_place_to_cut()
    {
        var cut = Summary.Cut("AI " + new string('術', 400));

        Assert.InRange(cut.Length, 200, 221);
        Assert.EndsWith("\u2026", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_never_parts_a_letter_from_its_marks()
    {
        // Each character as readers see it is three characters of text.
        var letter = "\u0E1B\u0E31\u0E49";

        Assert.Equal(
            string.Concat(Enumerable.Repeat(letter, 73)) + "\u2026",
            Summary.Cut(string.Concat(Enumerable.Repeat(letter, 100)))
        );
    }

    [Fact]
    public void An_address_that_is_longer_than_a_summary_is_cut() =>
        Assert.InRange(Summary.Cut("See https://example.org/" + new string('a', 400)).Length, 200, 221);
}
