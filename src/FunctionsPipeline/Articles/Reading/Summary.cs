using FunctionsPipeline.Articles.Outline;

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
            if (text.Kind is TextKind.Paragraph && WordCount.Of(outline.TextOf(text)) >= 4 && outline.TextOf(text).TrimEnd(" \"'\u201D\u2019)") is [.., '.' or '!' or '?' or '\u2026' or '\u3002'])
                return Cut(outline.TextOf(text).Trim());
        }
        foreach (var text in outline.Texts)
        {
            if (text.Kind is TextKind.Paragraph && WordCount.Of(outline.TextOf(text)) >= 4)
                return Cut(outline.TextOf(text).Trim());
        }
        foreach (var text in outline.Texts)
        {
            if (text.Kind is TextKind.Paragraph or TextKind.ListItem or TextKind.Quote && !outline.TextOf(text).IsWhiteSpace())
                return Cut(outline.TextOf(text).Trim());
        }
        return "";
    }

    internal static string Cut(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxLength)
            return text.ToString();
        var end = -1;
        for (var i = 0; i < MaxLength; i++)
        {
            if (text[i] is '.' or '!' or '?' && (i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1])) && (end < EnoughLength || i < MaxLength))
                end = i + 1;
        }
        if (end >= EnoughLength)
            return text[..end].ToString();
        var space = text[..MaxLength].LastIndexOf(' ');
        var cut = space > 0 ? space : char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Concat(text[..cut].TrimEnd([',', ';', ':', ' ', '-', '–']), "…");
    }
}
