using System.Buffers;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>Where sentences end, in the scripts of the world (Unicode's property Sentence_Terminal).</summary>
internal static class SentenceEnds
{
    /// <summary>Those after which a space follows.</summary>
    private static readonly SearchValues<char> Spaced = SearchValues.Create(
        ".!?\u2026\u203C\u203D\u2047\u2048\u2049\u0589\u061D\u061E\u061F\u06D4\u0700\u0964\u0965\u104A\u104B\u1362\u1367\u1368\u166E\u17D4\u17D5\u1803"
    );

    /// <summary>The full-width ones of Chinese and Japanese, after which none does.</summary>
    private static readonly SearchValues<char> Unspaced = SearchValues.Create("\u3002\uFF0E\uFF01\uFF1F\uFF61");

    /// <summary>What may stand between the end of a sentence and the next one.</summary>
    private static readonly SearchValues<char> Closing = SearchValues.Create(
        "\"')]\u2019\u201D\u00BB\u203A\u300D\u300F\u3011\uFF09"
    );

    public static bool Is(char c) => Spaced.Contains(c) || Unspaced.Contains(c);

    /// <summary>
    /// The length of the whole sentences at the beginning of a text, at most <paramref name="most"/>; 0 for none.
    /// </summary>
    public static int Last(ReadOnlySpan<char> text, int most)
    {
        var last = 0;
        for (var i = 0; i < Math.Min(text.Length, most); i++)
        {
            if (!Is(text[i]))
                continue;
            var end = i + 1;
            while (end < text.Length && Closing.Contains(text[end]))
                end++;
            if (end <= most && (Unspaced.Contains(text[i]) || end == text.Length || char.IsWhiteSpace(text[end])))
                last = end;
        }
        return last;
    }
}
