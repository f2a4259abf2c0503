using System.Globalization;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>Takes a summary from the first paragraph: whole sentences where they fit, else words and an ellipsis.</summary>
internal static class Summary
{
    /// <summary>What search engines and feed readers show of it.</summary>
    private const int MaxLength = 220;

    /// <summary>A sentence shorter than this rarely says what an article is about: the next one is taken with it.</summary>
    private const int EnoughLength = 60;

    public static string From(ArticleOutline outline)
    {
        // What does not end as a sentence is a caption, a byline or a list's title more often than not.
        foreach (var text in outline.Texts)
        {
            if (
                text.Kind is TextKind.Paragraph
                && WordCount.Of(outline.TextOf(text)) >= 4
                && outline.TextOf(text).TrimEnd(" \"'\u201D\u2019)\u300D\u300F\uFF09\u00BB") is [.., var last]
                && SentenceEnds.Is(last)
            )
                return CutOf(outline, text);
        }
        foreach (var text in outline.Texts)
        {
            if (text.Kind is TextKind.Paragraph && WordCount.Of(outline.TextOf(text)) >= 4)
                return CutOf(outline, text);
        }
        foreach (var text in outline.Texts)
        {
            if (
                text.Kind is TextKind.Paragraph or TextKind.ListItem or TextKind.Quote
                && !outline.TextOf(text).IsWhiteSpace()
            )
                return CutOf(outline, text);
        }
        return "";
    }

    /// <summary>A Mac's decomposed letters are two or three characters each, and would make a summary half as long.</summary>
    private static string CutOf(ArticleOutline outline, OutlineText text) =>
        Cut(Composed.Of(outline.TextOf(text).Trim().ToString()));

    /// <summary>
    /// At the end of a sentence if one ends late enough; else between words, where the script has spaces and the last one is
    /// not far away; else between two characters as readers see them.
    /// </summary>
    internal static string Cut(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxLength)
            return text.ToString();
        var end = SentenceEnds.Last(text, MaxLength);
        if (end >= EnoughLength)
            return text[..end].TrimEnd().ToString();
        var space = text[..MaxLength].LastIndexOfAny(' ', '\u3000');
        var cut = space >= MaxLength / 2 ? space : Graphemes(text, MaxLength);
        return string.Concat(text[..cut].TrimEnd(",;: -\u2013\u2014\u3001\uFF0C\u3000"), "\u2026");
    }

    /// <summary>
    /// How much of a text, at most <paramref name="most"/>, ends between two characters as readers see them (UAX 29).
    /// </summary>
    private static int Graphemes(ReadOnlySpan<char> text, int most)
    {
        var at = 0;
        while (
            at < most && StringInfo.GetNextTextElementLength(text[at..]) is > 0 and var length && at + length <= most
        )
            at += length;
        // One that is longer than a summary is no character of any script.
        return at > 0 ? at : most;
    }
}
