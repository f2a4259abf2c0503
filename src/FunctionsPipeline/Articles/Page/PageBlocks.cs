using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Page;

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
            marks.Id(start, output.Length);
        }
        renderer.Write('>');
        renderer.WriteLeafInline(heading);
        renderer.Write("</").Write(tag).Write(">\n");
    }
}

/// <summary>
/// A task that is done or not, as a sign with a name: a disabled box would be passed over by screen readers.
/// </summary>
internal sealed class PageTask : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList task)
    {
        if (renderer.EnableHtmlForInline)
            renderer.Write(
                task.Checked
                    ? "<span role=\"img\" aria-label=\"☑\">☑</span>"
                    : "<span role=\"img\" aria-label=\"☐\">☐</span>"
            );
    }
}

/// <summary>GitHub's alerts: <c>&gt; [!NOTE]</c>.</summary>
internal sealed class PageAlert : HtmlObjectRenderer<AlertBlock>
{
    public StringTable? Strings { get; set; }

    protected override void Write(HtmlRenderer renderer, AlertBlock alert)
    {
        var kind = AlertName.Of(alert);
        renderer.EnsureLine();
        renderer
            .Write("<div class=\"note note-")
            .Write(kind)
            .Write("\">\n<p class=\"note-title\">")
            .WriteEscape(Strings?["alert-" + kind] ?? kind)
            .Write("</p>\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(alert);
        renderer.ImplicitParagraph = was;
        renderer.EnsureLine();
        renderer.Write("</div>\n");
    }
}
