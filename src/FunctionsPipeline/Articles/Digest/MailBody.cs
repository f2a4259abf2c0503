using FunctionsPipeline.Articles.Constructs;
using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Localization;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Figures;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>
/// The article's text as HTML for mail clients: what stands beside or inside it is laid out by tables, every style is
/// inlined.
/// </summary>
internal sealed class MailBody : BodyRenderer<MailBody>
{
    private readonly MailLink _link = new();
    private readonly MailAutolink _autolink = new();
    private readonly MailQuote _quote = new();
    private readonly MailAlert _alert = new();

    public MailBody()
    {
        Use<HeadingRenderer>(new MailHeading());
        Use<ParagraphRenderer>(new MailParagraph());
        Use<ListRenderer>(new MailList());
        Use<QuoteBlockRenderer>(_quote);
        Use<ThematicBreakRenderer>(new MailRule());
        Use<CodeBlockRenderer>(new MailCode());
        Use<CodeInlineRenderer>(new MailCodeInline());
        Use<LinkInlineRenderer>(_link);
        Use<AutolinkInlineRenderer>(_autolink);
        Use<HtmlTableRenderer>(new MailTable());
        Use<HtmlFootnoteGroupRenderer>(new MailFootnotes());
        Use<HtmlFootnoteLinkRenderer>(new MailFootnoteLink());
        Use<HtmlTaskListRenderer>(new MailTask());
        Use<AlertBlockRenderer>(_alert);
        Use<HtmlDefinitionListRenderer>(new MailDefinitions());
        Use<HtmlFigureRenderer>(new MailFigure());
        Use<HtmlFigureCaptionRenderer>(new MailFigureCaption());
    }

    /// <param name="page">The address of the article's page; null for a text that has none.</param>
    /// <param name="accent">The brand's colour for light backgrounds.</param>
    public static void Render(Article article, string? page, string accent, StringTable strings, TextWriter output)
    {
        var body = Rent();
        body._link.Style = body._autolink.Style = $"color:{accent};text-decoration:underline";
        body._link.Page = page;
        (body._alert.Accent, body._alert.Strings) = (accent, strings);
        // Many mail clients know no logical sides.
        body._quote.Side = body._alert.Side = Cultures.Direction(article.Language) == "rtl" ? "right" : "left";
        body.WriteAndReturn(article.Document, output);
    }
}
