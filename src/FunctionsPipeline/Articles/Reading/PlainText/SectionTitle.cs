namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>
/// Tells a section's title from prose. Rather leave a title as a paragraph than make prose a heading: readers forgive the
/// first and stumble over the second. The cases are specs in the tests.
/// </summary>
internal static class SectionTitle
{
    private const int MaxCharacters = 90;
    private const int MaxQuestionWords = 14;
    private const int MaxWords = 8;

    /// <summary>Words that begin a question that somebody asks in earnest; "Sound familiar?" and "Ready to book?" are asides.</summary>
    private static readonly HashSet<string> Questions = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "what's", "why", "how", "when", "who", "whom", "whose", "where", "which", "is", "are", "can", "could", "does", "do", "did",
        "should", "will", "would", "may", "has", "have", "was", "were",
    };

    /// <summary>Words that begin a sentence or an aside without its full stop, never a title.</summary>
    private static readonly HashSet<string> Sentences = new(StringComparer.OrdinalIgnoreCase)
    {
        "i", "i'm", "i've", "we", "we're", "we've", "you", "you're", "he", "she", "it", "it's", "they", "there", "this", "that", "these", "those",
        "thanks", "thank", "call", "contact", "email", "e-mail", "click", "book", "photo", "image", "picture", "source", "credit", "share",
        "follow", "subscribe", "read", "see", "posted", "written", "published", "by", "and", "but", "or", "so", "because", "if", "yes", "no",
        "however", "also", "then", "please", "hi", "hello", "dear", "sincerely", "regards", "tags", "filed", "copyright", "©", "my", "our", "note",
    };

    /// <summary>Could this line be a title, by its own looks?</summary>
    public static bool Fits(TextBlock block)
    {
        var text = block.Text;
        if (!block.Alone || text.Length > MaxCharacters || block.Words == 0 || SentenceBreaks.InsideOf(text))
            return false;
        var curly = text.Replace('\u2019', '\'');
        var first = curly.AsSpan(0, curly.IndexOf(' ', StringComparison.Ordinal) is var space && space < 0 ? curly.Length : space).ToString().TrimEnd(',', '?', ':', '!', '.');
        if (text[^1] == '?')
            return block.Words is >= 3 and <= MaxQuestionWords && char.IsUpper(text[0]) && Questions.Contains(first);
        return block.Words <= MaxWords
            && (char.IsUpper(text[0]) || char.IsDigit(text[0]))
            && (char.IsLetterOrDigit(text[^1]) || text[^1] == ')')
            && !text.Contains('@') && !text.Contains("://", StringComparison.Ordinal) && !text.Contains("www.", StringComparison.OrdinalIgnoreCase)
            && !text.Contains(", ", StringComparison.Ordinal)
            && CountDigits(text) <= 4
            && !Sentences.Contains(first)
            && !HasVerbOfASentence(curly);
    }

    /// <summary>"Acupuncture is safe" says something; "Benefits of acupuncture" names something.</summary>
    private static bool HasVerbOfASentence(string text)
    {
        foreach (var word in text.Split(' ').Skip(1))
        {
            if (word is "is" or "are" or "was" or "were" or "has" or "have" or "had" or "will" or "would" or "can" or "could" or "should" or "may"
                or "might" or "must" or "do" or "does" or "did" or "isn't" or "aren't" or "can't" or "won't" or "don't" or "doesn't" or "didn't" or "felt" or "went" or "said" or "I" or "me")
                return true;
        }
        return false;
    }

    private static int CountDigits(string text)
    {
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits;
    }
}
