using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>
/// A picture in the middle of a sentence. A small one stays in its line. A larger one gets a line of its own, and the
/// punctuation that follows it would stand alone on the next.
/// </summary>
internal static class PictureInSentence
{
    /// <summary>In CSS pixels. Wider ones leave no room for words beside them on a phone.</summary>
    public const int WidestInLine = 240;

    /// <summary>The class of a picture with a line of its own.</summary>
    private const string OwnLine = "own-line";

    private const string Marks = ".,;:!?…。、！？；：";

    /// <summary>True for a small picture with text beside it.</summary>
    public static bool StaysInLine(LinkInline image) =>
        ImageSize.WidthOf(image) <= WidestInLine
        && (image.PreviousSibling is not null || image.NextSibling is not null);

    /// <summary>
    /// Gives a large picture in a sentence a line of its own, and sets the punctuation that follows it before it. Safe to
    /// repeat.
    /// </summary>
    public static void Arrange(LinkInline image)
    {
        if (
            ImageSize.WidthOf(image) is not > WidestInLine
            || (image.PreviousSibling is null && image.NextSibling is null)
        )
            return;
        image.GetAttributes().AddClass(OwnLine);
        if (image is not { PreviousSibling: LiteralInline before, NextSibling: LiteralInline after })
            return;
        var text = after.Content.AsSpan();
        var marks = text.Length - text.TrimStart(Marks).Length;
        // Followed by a letter it closes nothing.
        if (marks == 0 || (marks < text.Length && !char.IsWhiteSpace(text[marks])))
            return;
        var words = before.Content.AsSpan().TrimEnd();
        // After a mark or an opening bracket, a second one would be wrong.
        if (words.Length > 0 ? !char.IsLetterOrDigit(words[^1]) : before.PreviousSibling is null)
            return;
        before.Content = new StringSlice($"{words}{text[..marks]} ");
        after.Content = new StringSlice(text[marks..].ToString());
    }
}
