using FunctionsPipeline.Articles.Markdown;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.ObjectPool;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>
/// One way to write an article's text as HTML. Setting it up costs more than using it: each serves article after
/// article, one at a time.
/// </summary>
internal abstract class BodyRenderer<TSelf>
    where TSelf : BodyRenderer<TSelf>, new()
{
    private static readonly DefaultObjectPool<TSelf> Idle = new(new DefaultPooledObjectPolicy<TSelf>());

    private readonly HtmlRenderer _renderer = new(TextWriter.Null);

    protected BodyRenderer()
    {
        ArticleMarkdown.Setup(_renderer);
        Use<HtmlBlockRenderer>(new NoHtml<HtmlBlock>());
        Use<HtmlInlineRenderer>(new NoHtml<HtmlInline>());
    }

    /// <summary>Writes one kind of node instead of Markdig's own renderer for it.</summary>
    protected void Use<TMarkdigs>(IMarkdownObjectRenderer ours)
        where TMarkdigs : IMarkdownObjectRenderer => _renderer.ObjectRenderers.ReplaceOrAdd<TMarkdigs>(ours);

    protected static TSelf Rent() => Idle.Get();

    /// <summary>Writes the text, and gives itself back.</summary>
    protected void WriteAndReturn(MarkdownDocument document, TextWriter output)
    {
        Write(document, output);
        Return((TSelf)this);
    }

    protected void Write(MarkdownDocument document, TextWriter output)
    {
        _renderer.Writer = output;
        _renderer.Render(document);
        _renderer.Writer = TextWriter.Null;
        // It remembers whether it stands at the beginning of a line: the next text begins on one, regardless of how
        // this one ended.
        _renderer.EnsureLine();
    }

    /// <summary>Gives it back. One that threw half-way may be in any state and is not kept.</summary>
    protected static void Return(TSelf renderer) => Idle.Return(renderer);
}
