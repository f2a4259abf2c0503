namespace FunctionsPipeline.Articles.Outline;

/// <summary>Counts words; in scripts that do not part them, one for each two characters.</summary>
internal static class WordCount
{
    /// <summary>Adults read about 230 words of English a minute (Brysbaert 2019).</summary>
    private const int PerMinute = 230;

    /// <summary>Minutes to read so many words, at least one: the same on the page, in lists and in mail.</summary>
    public static int Minutes(int words) => Math.Max(1, (int)Math.Round(words / (double)PerMinute, MidpointRounding.AwayFromZero));

    public static int Of(ReadOnlySpan<char> text)
    {
        var words = 0;
        var ideographs = 0;
        var inWord = false;
        foreach (var c in text)
        {
            if (c is >= '\u3040' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3')
            {
                ideographs++;
                inWord = false;
            }
            else if (char.IsLetterOrDigit(c))
            {
                words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (c is not ('\'' or '\u2019' or '-'))
            {
                inWord = false;
            }
        }
        return words + (ideographs / 2);
    }
}
