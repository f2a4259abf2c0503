using FunctionsPipeline.Articles.Digest;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>Outlook knows no border on a blockquote: a cell has one.</summary>
internal sealed class MailQuote : HtmlObjectRenderer<QuoteBlock>
{
    /// <summary>Where lines begin: <c>left</c> or <c>right</c>.</summary>
    public string Side { get; set; } = "left";

    protected override void Write(HtmlRenderer renderer, QuoteBlock quote)
    {
        if (MailLevel.Of(quote) > MailStyle.IndentedLevels)
        {
            renderer.WriteChildren(quote);
            return;
        }
        renderer.EnsureLine();
        renderer
            .Write(
                "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;"
                    + MailStyle.Frame
                    + "\"><tr><td class=\"m-line\" style=\"padding:4px 18px 0;border-"
            )
            .Write(Side)
            .Write(":3px solid #d9dfe0;font-style:italic\">\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(quote);
        renderer.ImplicitParagraph = was;
        renderer.Write("</td></tr></table>\n");
    }
}

internal sealed class PlainQuote : PlainRenderer<QuoteBlock>
{
    protected override void Write(PlainTextBody body, QuoteBlock quote) => body.Indented("> ", quote);
}
