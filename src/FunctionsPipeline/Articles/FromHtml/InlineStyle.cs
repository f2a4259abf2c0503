using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>What an element says of its words, by its name or its style.</summary>
internal static class InlineStyle
{
    public static IEnumerable<Mark> MarksOf(IElement element)
    {
        var style = element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() ?? "";
        var weight = Value(style, "font-weight:");
        var isBold = weight is "bold" or "bolder" or "600" or "700" or "800" or "900";
        // Google Docs puts a whole text into a <b> that is not bold.
        var isLight = weight is "normal" or "400" or "lighter";
        switch (element.LocalName)
        {
            case "strong" or "b" when !isLight:
                yield return Mark.Strong;
                break;
            case "em" or "i" when Value(style, "font-style:") != "normal":
                yield return Mark.Emphasis;
                break;
            case "del" or "s" or "strike":
                yield return Mark.Deleted;
                break;
            case "mark":
                yield return Mark.Highlighted;
                break;
            case "span" or "font":
                if (isBold)
                    yield return Mark.Strong;
                if (Value(style, "font-style:") == "italic")
                    yield return Mark.Emphasis;
                if (Value(style, "text-decoration:") == "line-through")
                    yield return Mark.Deleted;
                break;
        }
    }

    private static string Value(string style, string property)
    {
        var at = style.IndexOf(property, StringComparison.Ordinal);
        if (at < 0)
            return "";
        var value = style[(at + property.Length)..];
        var end = value.AsSpan().IndexOfAny(';', '!');
        return end < 0 ? value : value[..end];
    }
}
