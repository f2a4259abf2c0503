using FunctionsPipeline.Articles.Digest;
using Markdig.Extensions.Figures;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Constructs;

internal sealed class MailFigure : HtmlObjectRenderer<Figure>
{
    protected override void Write(HtmlRenderer renderer, Figure figure)
    {
        renderer.EnsureLine();
        renderer.WriteChildren(figure);
    }
}

internal sealed class MailFigureCaption : HtmlObjectRenderer<FigureCaption>
{
    protected override void Write(HtmlRenderer renderer, FigureCaption caption)
    {
        renderer.EnsureLine();
        renderer.Write("<p class=\"m-soft\" style=\"margin:0 0 16px;" + MailStyle.Small + "\">");
        renderer.WriteLeafInline(caption);
        renderer.Write("</p>\n");
    }
}
