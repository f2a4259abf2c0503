using FunctionsPipeline.Articles.Digest;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Constructs;

internal sealed class MailRule : HtmlObjectRenderer<ThematicBreakBlock>
{
    protected override void Write(HtmlRenderer renderer, ThematicBreakBlock rule)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"96\" align=\"center\" style=\"margin:24px auto\"><tr><td class=\"m-line\" style=\"border-top:1px solid #d9dfe0;font-size:1px;line-height:1px\">&nbsp;</td></tr></table>\n"
        );
    }
}

internal sealed class PlainRule : PlainRenderer<ThematicBreakBlock>
{
    protected override void Write(PlainTextBody body, ThematicBreakBlock rule) => body.Paragraph("* * *");
}
