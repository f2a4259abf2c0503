using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// The article's text as semantic HTML: the page's body, and the fragment that feeds carry. All addresses in it are
/// absolute by then, so that it reads the same wherever it is shown.
/// </summary>
internal sealed class PageBody : BodyRenderer<PageBody>
{
    private readonly PageAlert _alert = new();

    public PageBody()
    {
        Use<ParagraphRenderer>(new PageParagraph());
        Use<LinkInlineRenderer>(new PageLink());
        Use<CodeBlockRenderer>(new PageCode());
        Use<HtmlTableRenderer>(new PageTable());
        Use<HtmlFootnoteGroupRenderer>(new PageFootnotes());
        Use<HtmlFootnoteLinkRenderer>(new PageFootnoteLink());
        Use<HtmlTaskListRenderer>(new PageTask());
        Use<AlertBlockRenderer>(_alert);
    }

    public static void Render(MarkdownDocument document, StringTable strings, TextWriter output)
    {
        var body = Rent();
        body._alert.Strings = strings;
        body.WriteAndReturn(document, output);
    }
}
