using System.Collections.Concurrent;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Figures;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>The article's text as HTML for mail clients: what stands beside or inside it is laid out by tables, every style is inlined.</summary>
internal sealed class MailBody
{
    private static readonly ConcurrentBag<MailBody> Idle = [];

    private readonly HtmlRenderer _renderer = new(TextWriter.Null);
    private readonly MailLink _link = new();
    private readonly MailAutolink _autolink = new();
    private readonly MailAlert _alert = new();

    private MailBody()
    {
        Markdown.ArticleMarkdown.Setup(_renderer);
        var renderers = _renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<HtmlBlockRenderer>(new NoHtml<HtmlBlock>());
        renderers.ReplaceOrAdd<HtmlInlineRenderer>(new NoHtml<Markdig.Syntax.Inlines.HtmlInline>());
        renderers.ReplaceOrAdd<HeadingRenderer>(new MailHeading());
        renderers.ReplaceOrAdd<ParagraphRenderer>(new MailParagraph());
        renderers.ReplaceOrAdd<ListRenderer>(new MailList());
        renderers.ReplaceOrAdd<QuoteBlockRenderer>(new MailQuote());
        renderers.ReplaceOrAdd<ThematicBreakRenderer>(new MailRule());
        renderers.ReplaceOrAdd<CodeBlockRenderer>(new MailCode());
        renderers.ReplaceOrAdd<CodeInlineRenderer>(new MailCodeInline());
        renderers.ReplaceOrAdd<LinkInlineRenderer>(_link);
        renderers.ReplaceOrAdd<AutolinkInlineRenderer>(_autolink);
        renderers.ReplaceOrAdd<HtmlTableRenderer>(new MailTable());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new MailFootnotes());
        renderers.ReplaceOrAdd<HtmlFootnoteLinkRenderer>(new MailFootnoteLink());
        renderers.ReplaceOrAdd<HtmlTaskListRenderer>(new MailTask());
        renderers.ReplaceOrAdd<AlertBlockRenderer>(_alert);
        renderers.ReplaceOrAdd<HtmlDefinitionListRenderer>(new MailDefinitions());
        renderers.ReplaceOrAdd<HtmlFigureRenderer>(new MailFigure());
        renderers.ReplaceOrAdd<HtmlFigureCaptionRenderer>(new MailFigureCaption());
    }

    /// <param name="accent">The brand's colour for light backgrounds.</param>
    public static void Render(MarkdownDocument document, string accent, StringTable strings, TextWriter output)
    {
        if (!Idle.TryTake(out var body))
            body = new MailBody();
        body._link.Style = body._autolink.Style = $"color:{accent};text-decoration:underline";
        (body._alert.Accent, body._alert.Strings) = (accent, strings);
        body._renderer.Writer = output;
        body._renderer.Render(document);
        // A renderer that threw half-way may be in any state and is not kept.
        body._renderer.Writer = TextWriter.Null;
        Idle.Add(body);
    }
}
