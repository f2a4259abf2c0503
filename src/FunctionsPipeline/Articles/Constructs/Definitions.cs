using FunctionsPipeline.Articles.Digest;
using Markdig.Extensions.DefinitionLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Constructs;

internal sealed class MailDefinitions : HtmlObjectRenderer<DefinitionList>
{
    protected override void Write(HtmlRenderer renderer, DefinitionList list)
    {
        var was = renderer.ImplicitParagraph;
        foreach (var block in list)
        {
            if (block is not DefinitionItem item)
                continue;
            foreach (var part in item)
            {
                renderer.EnsureLine();
                if (part is DefinitionTerm term)
                {
                    renderer.Write("<p class=\"m-ink\" style=\"" + MailStyle.TightParagraph + ";font-weight:bold\">");
                    renderer.WriteLeafInline(term);
                    renderer.Write("</p>\n");
                    continue;
                }
                renderer.Write(
                    "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\""
                        + MailStyle.Frame
                        + "\"><tr><td style=\"padding:0 24px\">\n"
                );
                renderer.ImplicitParagraph = false;
                renderer.Write(part);
                renderer.Write("</td></tr></table>\n");
            }
        }
        renderer.ImplicitParagraph = was;
    }
}

internal sealed class PlainDefinitions : PlainRenderer<DefinitionList>
{
    protected override void Write(PlainTextBody body, DefinitionList list)
    {
        foreach (var part in list.OfType<DefinitionItem>().SelectMany(item => item))
        {
            if (part is DefinitionTerm)
                body.Tight(part);
            else
                body.Item("    ", part);
        }
    }
}
