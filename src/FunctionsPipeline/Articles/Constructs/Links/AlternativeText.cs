using Markdig.Renderers;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>What is read instead of a picture: its words, without the markup in them.</summary>
internal static class AlternativeText
{
    public static void Write(HtmlRenderer renderer, LinkInline image)
    {
        var was = renderer.EnableHtmlForInline;
        renderer.EnableHtmlForInline = false;
        renderer.WriteChildren(image);
        renderer.EnableHtmlForInline = was;
    }
}
