using FunctionsPipeline.Articles.Constructs;
using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Localization;
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
/// absolute by then, but for those inside the page.
/// </summary>
internal sealed class PageBody : BodyRenderer<PageBody>
{
    private readonly PageAlert _alert = new();
    private readonly ContentMarks _marks = new();

    private readonly PageLink _link;

    public PageBody()
    {
        _link = new PageLink(_marks);
        Use<ParagraphRenderer>(new PageParagraph(_marks));
        Use<HeadingRenderer>(new PageHeading(_marks));
        Use<LinkInlineRenderer>(_link);
        Use<CodeBlockRenderer>(new PageCode());
        Use<HtmlTableRenderer>(new PageTable());
        Use<HtmlFootnoteGroupRenderer>(new PageFootnotes(_marks));
        Use<HtmlFootnoteLinkRenderer>(new PageFootnoteLink(_marks));
        Use<HtmlTaskListRenderer>(new PageTask());
        Use<AlertBlockRenderer>(_alert);
    }

    /// <summary>Writes the text as it reads on the article's page.</summary>
    /// <param name="page">The page's address.</param>
    /// <param name="hasCover">A picture stands above the text.</param>
    /// <param name="output">Empty.</param>
    /// <returns>The text as it reads anywhere else.</returns>
    public static Utf8Text Render(
        MarkdownDocument document,
        StringTable strings,
        string page,
        bool hasCover,
        TextBuffer output
    )
    {
        var body = Rent();
        body._link.IsAtTop = !hasCover;
        body._alert.Strings = strings;
        body._marks.Clear();
        body.Write(document, output);
        var content = body._marks.Apply(output.Written, page);
        Return(body);
        return content;
    }
}
