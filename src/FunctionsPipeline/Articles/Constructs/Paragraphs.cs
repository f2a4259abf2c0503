using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>A picture that is shown and stands alone in its paragraph.</summary>
internal static class LoneImage
{
    public static LinkInline? Of(ParagraphBlock paragraph) =>
        paragraph.Inline?.FirstChild is LinkInline { IsImage: true, NextSibling: null, Url.Length: > 0 } image
            ? image
            : null;
}

/// <summary>
/// A picture that stands alone in its paragraph is a figure, its title (<c>![…](… "title")</c>) the caption.
/// </summary>
internal sealed class PageParagraph(ContentMarks marks) : HtmlObjectRenderer<ParagraphBlock>
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
            renderer.Write("<figure");
            Shape(renderer, image);
            renderer.Write('>');
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

    /// <summary>How the page's layout shows it, which is nothing to other places.</summary>
    private void Shape(HtmlRenderer renderer, LinkInline image)
    {
        if (ShownWidth.ClassOf(image) is not { } shape)
            return;
        var output = (TextBuffer)renderer.Writer;
        var start = output.Length;
        renderer.Write(" class=\"").Write(shape).Write('"');
        marks.Leave(start, output.Length);
    }
}

internal sealed class MailParagraph : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
    {
        if (renderer.ImplicitParagraph)
        {
            renderer.WriteLeafInline(paragraph);
            return;
        }
        renderer.EnsureLine();
        renderer.Write("<p class=\"m-ink\" style=\"" + MailStyle.Paragraph + "\">");
        renderer.WriteLeafInline(paragraph);
        renderer.Write("</p>\n");
        if (LoneImage.Of(paragraph) is not { Title.Length: > 0 } image)
            return;
        renderer.Write("<p class=\"m-soft\" style=\"margin:0 0 16px;" + MailStyle.Small + "\">");
        renderer.WriteEscape(image.Title);
        renderer.Write("</p>\n");
    }
}

/// <summary>A paragraph, and any other block that holds only text, such as a caption.</summary>
internal sealed class PlainParagraph : PlainRenderer<LeafBlock>
{
    protected override void Write(PlainTextBody body, LeafBlock leaf) => body.Paragraph(body.TextOf(leaf.Inline));
}
