using FunctionsPipeline.Articles.FromHtml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>Leads links and pictures of a Markdown text to where they are now.</summary>
internal sealed class LinkEdits(string text, TextEdits edits, IConversion conversion)
{
    public void Edit(LinkInline link)
    {
        // An address that is a link by itself; one that stands in a definition below.
        if (
            link.IsAutoLink
            || link.Url is not { Length: > 0 } url
            || link.UrlSpan.IsEmpty
            || link.Reference is not null
        )
            return;
        if (link.IsImage && Embeds.IsFilm(url))
            return;
        var moved = link.IsImage ? conversion.MediaAt(url) : conversion.LinkTo(url);
        if (moved is null && !link.IsImage && link.FirstChild is { } first && link.LastChild is { } last)
            edits.Replace(link.Span.Start, link.Span.End + 1, text[first.Span.Start..(last.Span.End + 1)]);
        else if (moved is not null)
            Replace(link.UrlSpan, url, moved);
    }

    public void Edit(AutolinkInline link)
    {
        if (!link.IsEmail && conversion.LinkTo(link.Url) is { } moved && moved != link.Url)
            edits.Replace(
                link.Span.Start,
                link.Span.End + 1,
                $"[{MarkdownEscape.Text(link.Url, atStart: false, inLink: true)}]({MarkdownEscape.Address(moved)})"
            );
    }

    public void Edit(LinkReferenceDefinition definition)
    {
        if (definition.Url is not { Length: > 0 } url || definition.UrlSpan.IsEmpty)
            return;
        // Whether a picture or a link refers to it is not known here; a file that was moved is a picture.
        if ((PictureFormats.IsMedia(url) ? conversion.MediaAt(url) : conversion.LinkTo(url)) is { } moved)
            Replace(definition.UrlSpan, url, moved);
    }

    private void Replace(SourceSpan span, string url, string moved)
    {
        if (moved == url)
            return;
        var (start, end) = (span.Start, span.End + 1);
        if (text[start] == '<' && text[end - 1] == '>')
            (start, end) = (start + 1, end - 1);
        edits.Replace(start, end, MarkdownEscape.Address(moved));
    }
}
