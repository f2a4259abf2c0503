using System.Globalization;
using System.Text;
using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Lists, lists of tasks, and terms with their definitions.</summary>
internal static class Lists
{
    public static string Write(IElement list, BlockRenderer renderer)
    {
        var isOrdered = list.LocalName == "ol";
        var number = int.TryParse(
            list.GetAttribute("start"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var start
        )
            ? Math.Min(start, 999_999)
            : 1;
        var items = new List<string>();
        foreach (var node in list.ChildNodes)
        {
            // Some editors put a list beside the item that it belongs to.
            if (node is IElement { LocalName: "ul" or "ol" } inner && items.Count > 0)
            {
                var nested = Write(inner, renderer);
                if (nested.Length > 0)
                    items[^1] +=
                        "\n"
                        + Indent(isOrdered, number - 1)
                        + BlockRenderer.Indented(nested, Indent(isOrdered, number - 1));
                continue;
            }
            if (node is IComment || (node is IText text && string.IsNullOrWhiteSpace(text.Data)))
                continue;
            var content = node is IElement { LocalName: "li" } item ? Item(item, renderer) : renderer.Blocks([node]);
            if (content.Length == 0)
                continue;
            items.Add(Marker(list, isOrdered, number) + BlockRenderer.Indented(content, Indent(isOrdered, number)));
            number++;
        }
        var isLoose = items.Exists(i => i.Contains("\n\n", StringComparison.Ordinal));
        return string.Join(isLoose ? "\n\n" : "\n", items);
    }

    /// <summary>
    /// Terms and what they mean. Markdig reads more than one paragraph below a term as code as soon as it is indented
    /// further, and no term inside another list: those become lists.
    /// </summary>
    public static string Definitions(IElement list, BlockRenderer renderer)
    {
        var parts = list.QuerySelectorAll("dt,dd")
            .Where(e => e.Closest("dl") == list)
            .Select(e =>
                (
                    IsTerm: e.LocalName == "dt",
                    Text: e.LocalName == "dt" ? renderer.Inline(e, isOneLine: true) : renderer.Children(e)
                )
            )
            .Where(p => p.Text.Length > 0)
            .ToList();
        var isPlain =
            list.ParentElement?.Closest("li,dd,blockquote") is null
            && parts is [{ IsTerm: true }, ..]
            && !parts.Exists(p => p.Text.Contains('\n'));
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var (isTerm, content) = parts[i];
            if (i > 0)
                text.Append(isPlain && !(isTerm && !parts[i - 1].IsTerm) ? "\n" : "\n\n");
            if (isTerm)
                text.Append(content);
            else
                text.Append(isPlain ? ":   " : "- ").Append(BlockRenderer.Indented(content, isPlain ? "    " : "  "));
        }
        return text.ToString();
    }

    private static string Item(IElement item, BlockRenderer renderer)
    {
        var box = item.QuerySelector("input[type=checkbox]");
        var mark =
            box is null || box.Closest("li") != item ? ""
            : box.HasAttribute("checked") ? "[x] "
            : "[ ] ";
        if (mark.Length > 0)
            box!.Remove();
        var content = renderer.Children(item);
        // A list right behind the item's own words belongs close to them.
        var words = item.ChildNodes.TakeWhile(n => n is not IElement { LocalName: "ul" or "ol" }).ToList();
        if (
            words.Count < item.ChildNodes.Length
            && item.ChildNodes.Skip(words.Count)
                .All(n =>
                    n is IElement { LocalName: "ul" or "ol" } || n is IText t && string.IsNullOrWhiteSpace(t.Data)
                )
        )
        {
            var parts = new[] { renderer.Blocks(words) }
                .Concat(item.ChildNodes.Skip(words.Count).OfType<IElement>().Select(l => Write(l, renderer)))
                .Where(p => p.Length > 0)
                .ToList();
            if (parts.Count > 1 && !parts[0].Contains("\n\n", StringComparison.Ordinal))
                content = string.Join("\n", parts);
        }
        return mark + content;
    }

    /// <summary>Two lists in a row need different marks to stay two.</summary>
    private static string Marker(IElement list, bool isOrdered, int number)
    {
        var isSecond = list.PreviousElementSibling?.LocalName == list.LocalName && Marked(list.PreviousElementSibling);
        return isOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number}{(isSecond ? ')' : '.')} ")
            : isSecond ? "* "
            : "- ";

        static bool Marked(IElement before)
        {
            var same = 0;
            for (var at = before; at is not null && at.LocalName == before.LocalName; at = at.PreviousElementSibling)
                same++;
            return same % 2 == 1;
        }
    }

    private static string Indent(bool isOrdered, int number) =>
        isOrdered ? new string(' ', number.ToString(CultureInfo.InvariantCulture).Length + 2) : "  ";
}
