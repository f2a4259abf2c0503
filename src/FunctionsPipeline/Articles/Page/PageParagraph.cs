using FunctionsPipeline.Articles.Rendering;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// A picture that stands alone in its paragraph is a figure, its title (<c>![…](… "title")</c>) the caption.
/// </summary>
internal sealed class PageParagraph : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
    {
        if (renderer.ImplicitParagraph)
        {
            renderer.WriteLeafInline(paragraph);
            return;
        }
        renderer.EnsureLine();
        if (LoneImage.Of(paragraph) is { } image)
        {
            var caption = image.Title;
            image.Title = null;
            renderer.Write("<figure>");
            renderer.WriteLeafInline(paragraph);
            image.Title = caption;
            if (!string.IsNullOrEmpty(caption))
            {
                renderer.Write("<figcaption>");
                renderer.WriteEscape(caption);
                renderer.Write("</figcaption>");
            }
            renderer.Write("</figure>\n");
            return;
        }
        renderer.Write("<p>");
        renderer.WriteLeafInline(paragraph);
        renderer.Write("</p>\n");
    }
}
