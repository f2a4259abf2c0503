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
internal sealed class PageBody : IDisposable
{
    private static readonly ConcurrentBag<PageBody> Idle = [];

    private readonly PooledWriter _writer = new();
    private readonly HtmlRenderer _renderer;
    private readonly PageAlert _alert = new();

    private PageBody()
    {
        _renderer = new HtmlRenderer(_writer);
        Markdown.ArticleMarkdown.Setup(_renderer);
        var renderers = _renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<HtmlBlockRenderer>(new NoHtml<HtmlBlock>());
        renderers.ReplaceOrAdd<HtmlInlineRenderer>(new NoHtml<Markdig.Syntax.Inlines.HtmlInline>());
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new PageLink());
        renderers.ReplaceOrAdd<CodeBlockRenderer>(new PageCode());
        renderers.ReplaceOrAdd<HtmlTableRenderer>(new PageTable());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new PageFootnotes());
        renderers.ReplaceOrAdd<HtmlFootnoteLinkRenderer>(new PageFootnoteLink());
        renderers.ReplaceOrAdd<HtmlTaskListRenderer>(new PageTask());
        renderers.ReplaceOrAdd<AlertBlockRenderer>(_alert);
    }

    public static string Render(MarkdownDocument document, StringTable strings)
    {
        if (!Idle.TryTake(out var body))
            body = new PageBody();
        try
        {
            body._alert.Strings = strings;
            body._renderer.Render(document);
            return body._writer.Text.ToString();
        }
        finally
        {
            if (body._writer.Reset())
                Idle.Add(body);
            else
                body.Dispose();
        }
    }

    public void Dispose() => _writer.Dispose();
}
