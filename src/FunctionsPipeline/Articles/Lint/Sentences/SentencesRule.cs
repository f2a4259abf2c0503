using System.Globalization;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Articles.Lint.Sentences;

/// <summary>
/// Long sentences, and a text that takes more schooling than most patients have (Flesch and Kincaid, 1975). English
/// only.
/// </summary>
internal sealed class SentencesRule : ILintRule
{
    private const int VeryLong = 45;

    /// <summary>
    /// Years of school. Health texts should ask for eight or nine; above twelve even willing readers tire.
    /// </summary>
    private const double HardGrade = 13;

    /// <summary>Fewer words say nothing about a text.</summary>
    private const int EnoughWords = 150;

    public void Check(LintContext context)
    {
        if (!context.Article.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            return;
        int words = 0,
            syllables = 0,
            sentences = 0;
        var ofText = new List<Sentence>();
        foreach (var text in context.Outline.Texts)
        {
            if (text.Kind is not (TextKind.Paragraph or TextKind.ListItem or TextKind.Quote))
                continue;
            Read(context.Outline.TextOf(text), ofText);
            foreach (var sentence in ofText)
            {
                words += sentence.Words;
                syllables += sentence.Syllables;
                sentences++;
                if (sentence.Words > VeryLong)
                    context.Note(
                        "long-sentence",
                        $"A sentence here has {sentence.Words} words.",
                        "Make two or three of it.",
                        text.Line
                    );
            }
        }
        if (words < EnoughWords || sentences == 0)
            return;
        var grade = (0.39 * words / sentences) + (11.8 * syllables / words) - 15.59;
        if (grade > HardGrade)
            context.Note(
                "reading-level",
                string.Create(CultureInfo.InvariantCulture, $"The text asks for about {grade:0} years of school."),
                "Shorter sentences and everyday words reach more people; eight or nine years are a good aim."
            );
    }

    private static void Read(ReadOnlySpan<char> text, List<Sentence> sentences)
    {
        sentences.Clear();
        if (SentenceBlocks.TryRead(text, sentences))
            return;
        sentences.Clear();
        foreach (var sentence in new SentenceReader(text))
            sentences.Add(sentence);
    }
}
