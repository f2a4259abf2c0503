using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Input;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.SmartyPants;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// The one walk: takes the outline and prepares the tree for rendering. Headings get their ids and move below the page's
/// title; raw HTML becomes the text that stands in it; links of dangerous schemes lose their address.
/// </summary>
internal sealed class OutlineWalk
{
    private readonly ArticleOutline _outline = new();
    private readonly TextBuffer _prose = TextBuffer.Rent();
    private readonly HeadingIds _ids = new();
    private readonly OutputEstimate _output;
    private readonly FileLines _lines;
    private readonly int _shift;
    private readonly QuoteMarks _quotes;
    private int _depth;

    private OutlineWalk(FileLines lines, int shift, QuoteMarks quotes, InputBudget budget) =>
        (_lines, _shift, _quotes, _output) = (lines, shift, quotes, new OutputEstimate(budget));

    /// <exception cref="InputBudgetException">
    /// The page would be larger than the budget allows, or nests too deep to be rendered.
    /// </exception>
    /// <param name="titleId">The id that the title has on the page; null for none.</param>
    public static ArticleOutline Run(
        MarkdownDocument document,
        string? titleId,
        FileLines lines,
        QuoteMarks quotes,
        InputBudget budget
    )
    {
        // A title of level 1 belongs to the page; if the body has more of them, all its headings move one level down.
        var shift = 0;
        foreach (var block in document)
        {
            if (block is HeadingBlock { Level: 1 })
                shift = 1;
        }
        var walk = new OutlineWalk(lines, shift, quotes, budget);
        if (titleId is not null)
            walk._ids.Take(titleId);
        using (walk._prose)
        {
            walk.Blocks(document, TextKind.Paragraph);
            walk._outline.Prose = walk._prose.ToString();
        }
        walk._outline.Words = WordCount.Of(walk._outline.Prose);
        return walk._outline;
    }

    private void Blocks(ContainerBlock container, TextKind kind)
    {
        Enter(container.Line);
        for (var i = 0; i < container.Count; i++)
        {
            _output.Block(container[i]);
            switch (container[i])
            {
                case HtmlBlock html:
                    Replace(container, i, html, kind);
                    break;
                case HeadingBlock heading:
                    Heading(heading);
                    break;
                case CodeBlock or LinkReferenceDefinition or LinkReferenceDefinitionGroup:
                    break;
                case LeafBlock leaf:
                    Text(leaf, kind);
                    break;
                case ContainerBlock inner:
                    Blocks(
                        inner,
                        inner switch
                        {
                            ListItemBlock or DefinitionItem => TextKind.ListItem,
                            QuoteBlock => TextKind.Quote,
                            TableCell => TextKind.Cell,
                            Footnote => TextKind.Footnote,
                            _ => kind,
                        }
                    );
                    break;
            }
        }
        _depth--;
    }

    private void Heading(HeadingBlock heading)
    {
        var written = heading.Level;
        heading.Level = Math.Clamp(written + _shift, 2, 6);
        HeadingAttributes.Take(heading);
        var typed = heading.TryGetAttributes()?.Id ?? HeadingIds.Of(PlainInlines.AsTyped(heading.Inline));
        var range = Text(heading, TextKind.Heading);
        var text = _prose.Written.Slice(range.Start, range.Length).ToString();
        var id = _ids.Take(typed);
        heading.GetAttributes().Id = id;
        _outline.Headings.Add(new OutlineHeading(heading.Level, written, text, id, range.Line));
    }

    private OutlineText Text(LeafBlock leaf, TextKind kind)
    {
        var start = _prose.Length;
        if (leaf.Inline is { } inline)
            Inlines(inline);
        var text = new OutlineText(kind, start, _prose.Length - start, LineOf(leaf.Line), leaf.Column + 1);
        if (text.Length > 0)
        {
            _outline.Texts.Add(text);
            _prose.Write('\n');
        }
        return text;
    }

    private void Inlines(ContainerInline container)
    {
        Enter(container.Line);
        for (var inline = container.FirstChild; inline is not null; )
        {
            var next = inline.NextSibling;
            _output.Inline(inline);
            switch (inline)
            {
                case LiteralInline literal:
                    _prose.Write(literal.Content.AsSpan());
                    break;
                case LineBreakInline:
                    _prose.Write(' ');
                    break;
                case LinkInline link:
                    Link(link);
                    break;
                case AutolinkInline auto:
                    Auto(auto);
                    break;
                case CodeInline code:
                    _outline.Code.Add((_prose.Length, code.ContentSpan.Length));
                    _prose.Write(code.ContentSpan);
                    break;
                case HtmlEntityInline entity:
                    entity.Transcoded = new StringSlice(InvisibleCharacters.FromValue(entity.Transcoded.ToString()));
                    _prose.Write(entity.Transcoded.AsSpan());
                    break;
                case SmartyPant smart:
                    _prose.Write(_quotes.Text(smart));
                    _quotes.Apply(smart);
                    break;
                case HtmlInline html:
                    next = Replace(html);
                    break;
                case DelimiterInline open:
                    // A bracket that began no link after all is a container of what follows it.
                    _prose.Write(open.ToLiteral());
                    Inlines(open);
                    break;
                case ContainerInline inner:
                    Inlines(inner);
                    break;
            }
            inline = next;
        }
        _depth--;
    }

    /// <summary>
    /// Markdig's limit holds while it parses; unclosed brackets and emphasis are put into each other afterwards, and its
    /// renderers throw for them.
    /// </summary>
    private void Enter(int line)
    {
        if (++_depth > ArticleLimits.MaxDepth)
            throw new InputBudgetException(ArticleLimits.TooDeep(line + 1));
    }

    private void Link(LinkInline link)
    {
        var url = link.Url ?? "";
        var (line, column) = (LineOf(link.Line), link.Column + 1);
        var start = _prose.Length;
        if (link.IsImage)
        {
            Inlines(link);
            var alt = _prose.Written[start..].Trim().ToString();
            // The alternative is read instead of the picture, not among the words.
            _prose.Length = start;
            while (_outline.Code is [.., var code] && code.Start >= start)
                _outline.Code.RemoveAt(_outline.Code.Count - 1);
            _output.Text(alt, link.Line);
            _outline.Images.Add(new OutlineImage(link, url, alt, line, column));
        }
        else
        {
            Inlines(link);
            var text = _prose.Written[start..].Trim().ToString();
            _output.Text(text, link.Line);
            _outline.Links.Add(new OutlineLink(link, url, text, link.IsAutoLink || text == url, line, column));
        }
        if (!SafeUrl.IsHarmless(url))
            link.Url = "";
        if (link.Title is { } title)
            link.Title = InvisibleCharacters.FromValue(title);
    }

    private void Auto(AutolinkInline auto)
    {
        _prose.Write(auto.Url);
        _outline.Links.Add(new OutlineLink(null, auto.Url, auto.Url, true, LineOf(auto.Line), auto.Column + 1));
        if (!auto.IsEmail && !SafeUrl.IsHarmless(auto.Url))
            auto.ReplaceBy(new LiteralInline(auto.Url));
    }

    /// <returns>The inline that follows what was replaced.</returns>
    private Inline? Replace(HtmlInline html)
    {
        var name = HtmlText.TagOf(html.Tag);
        var next = html.NextSibling;
        if (name is "br")
        {
            _prose.Write(' ');
            html.ReplaceBy(
                new LineBreakInline
                {
                    IsHard = true,
                    Line = html.Line,
                    Column = html.Column,
                }
            );
            return next;
        }
        // An element is told of once, where it begins.
        if (name.Length > 0 && !html.Tag.StartsWith("</", StringComparison.Ordinal))
            _outline.Html.Add(new OutlineHtml(name, LineOf(html.Line), html.Column + 1));
        if (name.Length > 0 && HtmlText.Hides(html.Tag) && RawHtml.EndOf(html, name) is { } end)
        {
            while (html.NextSibling is { } hidden && hidden != end)
                hidden.Remove();
            next = end;
        }
        if (HtmlElements.Parting.Contains(name) || HtmlElements.Spaced.Contains(name))
        {
            _prose.Write(' ');
            html.ReplaceBy(new LiteralInline(" ") { Line = html.Line, Column = html.Column });
        }
        else
        {
            html.Remove();
        }
        return next;
    }

    /// <summary>
    /// A block of HTML becomes a paragraph of the words in it; what only a program reads goes, also where blank lines part
    /// an element that hides it into several blocks.
    /// </summary>
    private void Replace(ContainerBlock container, int at, HtmlBlock html, TextKind kind)
    {
        var source = html.Lines.ToString();
        var name = HtmlText.TagOf(source.AsSpan().TrimStart());
        if (name.Length > 0)
            _outline.Html.Add(new OutlineHtml(name, LineOf(html.Line), html.Column + 1));
        if (
            html.Type is HtmlBlockType.Comment or HtmlBlockType.ScriptPreOrStyle
            && !source.Contains(html.Type == HtmlBlockType.Comment ? "-->" : "</", StringComparison.Ordinal)
        )
            _outline.Unended.Add(new OutlineHtml(name, LineOf(html.Line), html.Column + 1));
        var words = HtmlText.Read(source);
        var paragraph = RawHtml.ParagraphOf(words, html);
        container[at] = paragraph;
        Text(paragraph, kind);
        if (words.OpenHidden is { } hidden)
            RawHtml.RemoveHidden(container, at + 1, hidden);
    }

    private int LineOf(int line) => _lines.Of(line);
}
