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
    [InlineData("침술은 오래된 치료법입니다", 3)]
    [InlineData("\u110E\u1175\u11B7\u1109\u116E\u11AF\u110B\u1173\u11AB \u110B\u1169\u1105\u1162", 2)]
    [InlineData("1,000 people ran 3.5 km, see example.org.", 7)]
    [InlineData("U.S. and .5", 3)]
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

    [Theory]
    [InlineData("Châm cứu là một phương pháp chữa bệnh lâu đời của người phương Đông.")]
    [InlineData("침술은 오래된 치료법이며 많은 사람들이 통증을 줄이기 위해 이용합니다.")]
    public void A_summary_is_as_long_however_its_letters_are_stored(string sentence)
    {
        var text = string.Concat(Enumerable.Repeat(sentence + " ", 8));

        Assert.Equal(
            ReadArticle.From("# T\n\n" + text).Article.Summary,
            ReadArticle.From("# T\n\n" + text.Normalize(System.Text.NormalizationForm.FormD)).Article.Summary
        );
    }

    [Fact]
    public void A_bracket_that_begins_no_link_stays_in_the_summary() =>
        Assert.Equal(
            "See ![a][b] and [c][d] for what it is.",
            ReadArticle.From("# T\n\nSee ![a][b] and [c][d] for what it is.").Article.Summary
        );

    [Fact]
    public void An_address_that_is_longer_than_a_summary_is_cut() =>
        Assert.InRange(Summary.Cut("See https://example.org/" + new string('a', 400)).Length, 200, 221);
}
