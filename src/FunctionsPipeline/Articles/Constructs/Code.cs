using FunctionsPipeline.Articles.Digest;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>Code that scrolls by itself, also by keyboard.</summary>
internal sealed class PageCode : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock code)
    {
        renderer.EnsureLine();
        renderer.Write("<pre tabindex=\"0\"><code>");
        renderer.WriteLeafRawLines(code, writeEndOfLines: true, escape: true);
        renderer.Write("</code></pre>\n");
    }
}

internal sealed class MailCode : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock code)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<pre class=\"m-tint m-ink\" style=\"margin:0 0 16px;padding:12px 14px;background-color:#f4f6f6;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:21px;white-space:pre-wrap;"
                + MailStyle.Ink
                + "\">"
        );
        renderer.WriteLeafRawLines(code, writeEndOfLines: true, escape: true);
        renderer.Write("</pre>\n");
    }
}

internal sealed class MailCodeInline : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer renderer, CodeInline code)
    {
        if (renderer.EnableHtmlForInline)
            renderer.Write("<code style=\"font-family:Consolas,Menlo,monospace;font-size:15px\">");
        renderer.WriteEscape(code.ContentSpan);
        if (renderer.EnableHtmlForInline)
            renderer.Write("</code>");
    }
}

internal sealed class PlainCode : PlainRenderer<CodeBlock>
{
    protected override void Write(PlainTextBody body, CodeBlock code)
    {
        if (code.Lines.Count == 0)
            body.Line("");
        for (var i = 0; i < code.Lines.Count; i++)
        {
            foreach (var line in code.Lines.Lines[i].Slice.AsSpan().EnumerateLines())
                body.Line(line, "    ");
        }
    }
}

internal sealed class PlainCodeInline : PlainRenderer<CodeInline>
{
    protected override void Write(PlainTextBody body, CodeInline code) => body.Inline.Write(code.ContentSpan);
}
