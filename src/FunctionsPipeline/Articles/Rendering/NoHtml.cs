using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>The walk leaves no raw HTML in the tree; should some be left, it stays out.</summary>
internal sealed class NoHtml<T> : HtmlObjectRenderer<T>
    where T : MarkdownObject
{
    protected override void Write(HtmlRenderer renderer, T obj) { }
}
