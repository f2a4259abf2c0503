using FunctionsPipeline.Articles.Digest;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Constructs;

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

internal sealed class MailTask : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList task) => renderer.Write(task.Checked ? "☑" : "☐");
}

internal sealed class PlainTask : PlainRenderer<TaskList>
{
    protected override void Write(PlainTextBody body, TaskList task) => body.Inline.Write(task.Checked ? "[x]" : "[ ]");
}
