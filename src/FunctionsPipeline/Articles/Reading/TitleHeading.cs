using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Terms;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>The heading that is the article's title.</summary>
/// <param name="Id">Its address inside the page, as other headings have one.</param>
internal sealed record TitleHeading(string Text, string Id)
{
    /// <summary>
    /// Takes the title out of the body, where the page would show it twice: a first heading of level 1 if the front
    /// matter has no title, or any first heading that repeats it. One that says something else stays: its words are
    /// nowhere else.
    /// </summary>
    /// <returns>Null if the body does not begin with a title.</returns>
    public static TitleHeading? Take(MarkdownDocument document, string? written, QuoteMarks quotes)
    {
        var first = document
            .OfType<Block>()
            .FirstOrDefault(b => b is not LinkReferenceDefinitionGroup && !HtmlText.IsComment(b));
        if (first is not HeadingBlock heading)
            return null;
        HeadingAttributes.Take(heading);
        var text = PlainInlines.Of(heading.Inline, quotes).Trim();
        if (text.Length == 0 || (written is null ? heading.Level > 1 : !IsSame(heading, written)))
            return null;
        document.Remove(heading);
        return new TitleHeading(
            text,
            heading.TryGetAttributes()?.Id ?? HeadingIds.Of(PlainInlines.AsTyped(heading.Inline))
        );
    }

    /// <summary>Whatever quotes the language has, as typed they are the same.</summary>
    private static bool IsSame(HeadingBlock heading, string written) =>
        Quotes.Same(PlainInlines.Of(heading.Inline, QuoteMarks.English).Trim(), written);
}
