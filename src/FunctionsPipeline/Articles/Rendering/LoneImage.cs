using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>A picture that is shown and stands alone in its paragraph.</summary>
internal static class LoneImage
{
    public static LinkInline? Of(ParagraphBlock paragraph) =>
        paragraph.Inline?.FirstChild is LinkInline { IsImage: true, NextSibling: null, Url.Length: > 0 } image
            ? image
            : null;
}
