using Markdig.Helpers;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>
/// A picture in the middle of a sentence. One the size of a word stays in its line. A larger one breaks the line, and the
/// punctuation that follows it would stand alone on the next.
/// </summary>
internal static class PictureInSentence
{
    /// <summary>In CSS pixels: two lines of text. Wider ones break the line.</summary>
    public const int WidestInLine = 48;

    private const string Closing = ".,;:!?…)]»”’。、！？；：";

    /// <summary>True for a picture the size of a word, with text beside it.</summary>
    public static bool StaysInLine(LinkInline image) =>
        ImageSize.WidthOf(image) <= WidestInLine
        && (image.PreviousSibling is not null || image.NextSibling is not null);

    /// <summary>Sets the punctuation that follows a large picture before it. Safe to repeat.</summary>
    public static void Close(LinkInline image)
    {
        if (
            ImageSize.WidthOf(image) is not > WidestInLine
            || image is not { PreviousSibling: LiteralInline before, NextSibling: LiteralInline after }
        )
            return;
        var text = after.Content.AsSpan();
        var length = text.Length - text.TrimStart(Closing).Length;
        // Followed by a letter it closes nothing.
        if (length == 0 || (length < text.Length && !char.IsWhiteSpace(text[length])))
            return;
        before.Content = new StringSlice($"{before.Content.AsSpan().TrimEnd()}{text[..length]} ");
        after.Content = new StringSlice(text[length..].ToString());
    }
}
