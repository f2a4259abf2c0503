using System.Text;
using Markdig.Extensions.SmartyPants;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>The plain text of inlines that are not part of the walk.</summary>
internal static class PlainInlines
{
    /// <summary>As the page shows it.</summary>
    public static string Of(ContainerInline? container) => Of(container, asTyped: false);

    /// <summary>With '--' and '...' as they were typed, and without pictures, as GitHub makes ids of it.</summary>
    public static string AsTyped(Inline? inline) => Of(inline, asTyped: true);

    private static string Of(Inline? inline, bool asTyped)
    {
        var text = new StringBuilder();
        if (inline is not null)
            Append(inline, text, asTyped);
        return text.ToString();
    }

    private static void Append(Inline inline, StringBuilder text, bool asTyped)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case CodeInline code:
                text.Append(code.ContentSpan);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case SmartyPant smart:
                text.Append(asTyped ? SmartText.Typed(smart) : SmartText.Of(smart));
                break;
            case AutolinkInline auto:
                text.Append(auto.Url);
                break;
            case LinkInline { IsImage: true } when asTyped:
                break;
            case ContainerInline container:
                if (container is DelimiterInline open)
                    text.Append(open.ToLiteral());
                for (var child = container.FirstChild; child is not null; child = child.NextSibling)
                    Append(child, text, asTyped);
                break;
        }
    }
}
