using System.Text;
using Markdig.Extensions.SmartyPants;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>The plain text of inlines that are not part of the walk.</summary>
internal static class PlainInlines
{
    /// <summary>As the page shows it.</summary>
    public static string Of(ContainerInline? container, QuoteMarks quotes) => Read(container, quotes);

    /// <summary>With '--' and '...' as they were typed, and without pictures, as GitHub makes ids of it.</summary>
    public static string AsTyped(Inline? inline) => Read(inline, quotes: null);

    /// <param name="quotes">Null for the text as it was typed.</param>
    private static string Read(Inline? inline, QuoteMarks? quotes)
    {
        var text = new StringBuilder();
        if (inline is not null)
            Append(inline, text, quotes);
        return text.ToString();
    }

    private static void Append(Inline inline, StringBuilder text, QuoteMarks? quotes)
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
                text.Append(quotes?.Text(smart) ?? QuoteMarks.Typed(smart));
                break;
            case AutolinkInline auto:
                text.Append(auto.Url);
                break;
            case LinkInline { IsImage: true } when quotes is null:
                break;
            case ContainerInline container:
                if (container is DelimiterInline open)
                    text.Append(open.ToLiteral());
                for (var child = container.FirstChild; child is not null; child = child.NextSibling)
                    Append(child, text, quotes);
                break;
        }
    }
}
