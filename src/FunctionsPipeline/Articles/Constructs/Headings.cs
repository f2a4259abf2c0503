using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Rendering;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>A heading with its id, which the outline has given it.</summary>
internal sealed class PageHeading(ContentMarks marks) : HtmlObjectRenderer<HeadingBlock>
{
    private static readonly string[] Tags = ["h1", "h2", "h3", "h4", "h5", "h6"];

    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        var tag = Tags[heading.Level - 1];
        var output = (TextBuffer)renderer.Writer;
        renderer.EnsureLine();
        renderer.Write('<').Write(tag);
        if (heading.TryGetAttributes()?.Id is { } id)
        {
            var start = output.Length;
            renderer.Write(" id=\"").WriteEscape(id).Write('"');
            marks.Leave(start, output.Length);
        }
        renderer.Write('>');
        renderer.WriteLeafInline(heading);
        renderer.Write("</").Write(tag).Write(">\n");
    }
}

internal sealed class MailHeading : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        var tag = heading.Level switch
        {
            <= 2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        renderer.EnsureLine();
        renderer
            .Write('<')
            .Write(tag)
            .Write(" class=\"m-ink\" style=\"")
            .Write(Styles[Math.Clamp(heading.Level, 2, 4)])
            .Write("\">");
        renderer.WriteLeafInline(heading);
        renderer.Write("</").Write(tag).Write(">\n");
    }

    private static readonly string[] Styles = [.. Enumerable.Range(0, 5).Select(MailStyle.Heading)];
}

/// <summary>The three highest levels are underlined.</summary>
internal sealed class PlainHeading : PlainRenderer<HeadingBlock>
{
    private static readonly string Double = new('=', PlainLines.Length);
    private static readonly string Single = new('-', PlainLines.Length);

    protected override void Write(PlainTextBody body, HeadingBlock heading)
    {
        var text = body.TextOf(heading.Inline);
        body.MoreSpace();
        var length = Math.Min(text.Length, PlainLines.Length);
        body.Paragraph(text);
        if (heading.Level <= 3 && length > 0)
            body.Line((heading.Level <= 2 ? Double : Single).AsSpan(0, length));
    }
}
