namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>Finds where a sentence ends inside a text.</summary>
internal static class SentenceBreaks
{
    /// <summary>True if a sentence ends and another begins: <c>word. Word</c>. "Dr. Lee" and "No. 5" do not count.</summary>
    public static bool InsideOf(string text)
    {
        for (var i = 3; i + 2 < text.Length; i++)
        {
            if (
                text[i] is '.' or '!' or '?'
                && text[i + 1] == ' '
                && (char.IsUpper(text[i + 2]) || text[i + 2] is '"' or '\u201C')
                && char.IsLetterOrDigit(text[i - 1])
                && !IsShortForm(text, i)
            )
                return true;
        }
        return false;
    }

    /// <summary>
    /// A word of up to three letters with a capital before the dot, as in "Dr." or "St.", is a short form; so are a few
    /// small ones.
    /// </summary>
    private static bool IsShortForm(string text, int dot)
    {
        if (text[dot] != '.')
            return false;
        var start = dot;
        while (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            start--;
        return (dot - start <= 3 && (char.IsUpper(text[start]) || char.IsDigit(text[start])))
            || text.AsSpan(start, dot - start) is "vs" or "approx" or "ca" or "cf" or "e.g" or "i.e" or "g" or "e";
    }
}
