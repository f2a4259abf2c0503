using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Articles.Markdown;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Input;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>
/// A text that is Markdown already: it stays as it was written, but for its links and pictures, and for HTML, which
/// articles here do not have.
/// </summary>
internal sealed class MarkdownBody
{
    private readonly string _text;
    private readonly MarkdownDocument? _document;

    public MarkdownBody(string text)
    {
        _text = text;
        try
        {
            _document = ArticleMarkdown.Parse(text, new InputBudget(ArticleLimits.Budget, TimeProvider.System));
        }
        catch (Exception e) when (e is InputBudgetException or ArgumentException)
        {
            // The article is judged as a whole afterwards, with a finding that says where.
        }
    }

    /// <summary>The pictures, films and sounds that it shows or links to.</summary>
    public IEnumerable<(string Address, bool IsPicture)> Media()
    {
        foreach (var node in _document?.Descendants() ?? [])
        {
            switch (node)
            {
                case LinkInline { IsImage: true, Url.Length: > 0 } image when !Embeds.IsFilm(image.Url):
                    yield return (image.Url, true);
                    break;
                case LinkInline { Url.Length: > 0 } link when PictureFormats.IsMedia(link.Url):
                    yield return (link.Url, false);
                    break;
                case HtmlBlock or HtmlInline:
                    foreach (var media in HtmlMedia.Of(HtmlTree.Parse(Raw(node))))
                        yield return media;
                    break;
            }
        }
    }

    public string Write(IConversion conversion)
    {
        if (_document is null)
            return _text;
        var edits = new TextEdits(_text);
        var links = new LinkEdits(_text, edits, conversion);
        foreach (var node in _document.Descendants())
        {
            switch (node)
            {
                case LinkInline link:
                    links.Edit(link);
                    break;
                case AutolinkInline link:
                    links.Edit(link);
                    break;
                case LinkReferenceDefinition definition:
                    links.Edit(definition);
                    break;
                case HtmlBlock block:
                    edits.Replace(block.Span.Start, block.Span.End + 1, Block(block, conversion));
                    break;
                case LeafBlock { Inline: { } inlines } leaf:
                    InlineHtml.Edit(inlines, leaf, _text, edits, conversion);
                    break;
            }
        }
        var text = edits.Apply().Trim('\n');
        return text.Length == 0 ? "" : text + "\n";
    }

    private string Block(HtmlBlock block, IConversion conversion)
    {
        if (block.Type == HtmlBlockType.Comment)
            return "";
        var html = Raw(block);
        // Tags around Markdown, which kramdown reads inside them.
        if (html.Contains("markdown=", StringComparison.Ordinal))
            return InlineHtml.WithoutTags(html);
        if (HtmlGuard.Refusal(html) is not null)
            return InlineHtml.WithoutTags(html);
        var markdown = HtmlConverter.Convert(html, new AtLine(conversion, block.Line)).TrimEnd('\n');
        return block.Column > 0 ? BlockRenderer.Indented(markdown, new string(' ', block.Column)) : markdown;
    }

    private string Raw(MarkdownObject node) => _text[node.Span.Start..Math.Min(_text.Length, node.Span.End + 1)];

    /// <summary>Moves lines of a fragment to where it stands.</summary>
    private sealed class AtLine(IConversion conversion, int offset) : IConversion
    {
        public string? LinkTo(string address) => conversion.LinkTo(address);

        public string? MediaAt(string address) => conversion.MediaAt(address);

        public void NotCarried(string what, int? line) => conversion.NotCarried(what, (line ?? 1) + offset);
    }
}
