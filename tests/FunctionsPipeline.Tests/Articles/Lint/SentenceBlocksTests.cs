using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Lint.Sentences;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Tests.Articles.Lint;

/// <summary>Counting 64 characters at once counts what looking at each of them does.</summary>
public sealed class SentenceBlocksTests
{
    private static readonly Arbitrary<string> Texts = Gen.Elements(
            "the ",
            "table ",
            "make ",
            "Me ",
            "ale",
            "e",
            "hmm ",
            "2025",
            "3.5 ",
            "e.g. this ",
            "don't ",
            "don\u2019t",
            "well-being",
            "snake_case",
            "-",
            "'",
            ".",
            ",",
            ". ",
            ". The",
            "! ",
            "?\u201D ",
            "\u2026 ",
            " \u2013 ",
            "\u201Cyes\u201D",
            "\u00a0",
            " ",
            "\t",
            "a,b",
            "example.org",
            "anextraordinarilylongwordthatgoesonandonandonuntilitfillsablockof"
        )
        .ListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void Any_text_has_the_same_sentences() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var blocks = new List<Sentence>();
                    if (!SentenceBlocks.TryRead(text, blocks))
                        return;
                    var single = new List<Sentence>();
                    foreach (var sentence in new SentenceReader(text))
                        single.Add(sentence);
                    Assert.Equal(single, blocks);
                }
            )
            .Check(Many);

    [Fact]
    public void A_text_of_other_letters_is_left_to_the_reader() =>
        Assert.False(SentenceBlocks.TryRead("Un café fort.", []));

    [Fact]
    public void Any_text_has_the_same_words() =>
        Prop.ForAll(Texts, text => Assert.Equal(OneByOne(text), WordCount.Of(text))).Check(Many);

    private static int OneByOne(string text)
    {
        var (words, inWord) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                words += inWord ? 0 : 1;
                inWord = true;
                continue;
            }
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            inWord =
                inWord
                && (
                    c is '\'' or '-' or '_' or '\u2019'
                    || (c is '.' or ',' && char.IsDigit(text[i - 1]) && char.IsDigit(next))
                    || (c == '.' && char.IsLetter(text[i - 1]) && char.IsLetter(next))
                );
        }
        return words;
    }
}
