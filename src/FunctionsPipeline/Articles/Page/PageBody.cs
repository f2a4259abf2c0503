using System.Collections.Concurrent;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// The article's text as semantic HTML: the page's body, and the fragment that feeds carry. All addresses in it are
/// absolute by then, so that it reads the same wherever it is shown.
/// </summary>
internal sealed class PageBody
{
    private static readonly ConcurrentBag<PageBody> Idle = [];

    private readonly HtmlRenderer _renderer = new(TextWriter.Null);
    private readonly PageAlert _alert = new();

    private PageBody()
    {
        Markdown.ArticleMarkdown.Setup(_renderer);
        var renderers = _renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<HtmlBlockRenderer>(new NoHtml<HtmlBlock>());
        renderers.ReplaceOrAdd<HtmlInlineRenderer>(new NoHtml<Markdig.Syntax.Inlines.HtmlInline>());
        renderers.ReplaceOrAdd<ParagraphRenderer>(new PageParagraph());
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new PageLink());
        renderers.ReplaceOrAdd<CodeBlockRenderer>(new PageCode());
        renderers.ReplaceOrAdd<HtmlTableRenderer>(new PageTable());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new PageFootnotes());
        renderers.ReplaceOrAdd<HtmlFootnoteLinkRenderer>(new PageFootnoteLink());
        renderers.ReplaceOrAdd<HtmlTaskListRenderer>(new PageTask());
        renderers.ReplaceOrAdd<AlertBlockRenderer>(_alert);
    }

    public static void Render(MarkdownDocument document, StringTable strings, TextWriter output)
    {
        if (!Idle.TryTake(out var body))
            body = new PageBody();
        body._alert.Strings = strings;
        body._renderer.Writer = output;
        body._renderer.Render(document);
        // A renderer that threw half-way may be in any state and is not kept.
        body._renderer.Writer = TextWriter.Null;
        Idle.Add(body);
    }
}
