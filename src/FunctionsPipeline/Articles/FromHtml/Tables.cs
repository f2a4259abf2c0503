using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Tables of data as tables of Markdown; tables that only place things as the things in them.</summary>
internal static class Tables
{
    private const int MostColumns = 60;

    /// <summary>What a cell of data does not hold.</summary>
    private const string Layout = "table,h1,h2,h3,h4,h5,h6,ul,ol,pre,blockquote,figure,hr,iframe,video,form";

    public static string Write(IElement table, BlockRenderer renderer)
    {
        var rows = RowsOf(table);
        var columns = rows.Count == 0 ? 0 : rows.Max(r => r.Sum(Span));
        var isLayout =
            table.GetAttribute("role") is "presentation" or "none"
            || columns < 2
            || rows.Any(r => r.Any(c => c.QuerySelector(Layout) is not null || c.QuerySelectorAll("p").Length > 1));
        if (isLayout)
            return string.Join(
                "\n\n",
                table
                    .Children.Where(c => c.LocalName == "caption")
                    .Concat(rows.SelectMany(r => r))
                    .Select(renderer.Children)
                    .Where(t => t.Length > 0)
            );
        if (columns > MostColumns)
        {
            renderer.Conversion.NotCarried(
                $"A table of more than {MostColumns} columns is one line for each row now.",
                HtmlTree.LineOf(table)
            );
            return string.Join(
                "\n\n",
                rows.Select(r => string.Join(", ", r.Select(c => renderer.Inline(c, isOneLine: true))))
            );
        }
        return Data(table, rows, columns, renderer);
    }

    private static string Data(IElement table, List<List<IElement>> rows, int columns, BlockRenderer renderer)
    {
        if (rows.Any(r => r.Any(c => Span(c) > 1 || c.GetAttribute("rowspan") is not (null or "1"))))
            renderer.Conversion.NotCarried(
                "Cells of a table that reach over several are one cell and empty ones now.",
                HtmlTree.LineOf(table)
            );
        var hasHead =
            rows[0].TrueForAll(c => c.LocalName == "th")
            || table.QuerySelector("thead tr") is { } head && rows[0].Exists(c => c.ParentElement == head);
        var lines = new List<string>
        {
            hasHead ? Row(rows[0], columns, renderer) : "|" + string.Concat(Enumerable.Repeat("   |", columns)),
        };
        lines.Add("|" + string.Concat(Sides(rows, columns)));
        lines.AddRange(rows.Skip(hasHead ? 1 : 0).Select(r => Row(r, columns, renderer)));
        var text = string.Join('\n', lines);
        return
            table.Children.FirstOrDefault(c => c.LocalName == "caption") is { } caption
            && renderer.Children(caption) is { Length: > 0 } title
            ? title + "\n\n" + text
            : text;
    }

    private static string Row(List<IElement> cells, int columns, BlockRenderer renderer)
    {
        var texts = cells
            .SelectMany(c => Enumerable.Repeat("", Span(c) - 1).Prepend(renderer.Inline(c, isOneLine: true)))
            .ToList();
        texts.AddRange(Enumerable.Repeat("", columns - texts.Count));
        return "| " + string.Join(" | ", texts) + " |";
    }

    private static IEnumerable<string> Sides(List<List<IElement>> rows, int columns)
    {
        var model = rows.FirstOrDefault(r => r.Count == columns && r[0].LocalName == "td") ?? rows[0];
        for (var i = 0; i < columns; i++)
        {
            var cell = i < model.Count ? model[i] : null;
            var side = cell?.GetAttribute("align") ?? SideOf(cell?.GetAttribute("style"));
            yield return side switch
            {
                "right" => " --: |",
                "center" => " :-: |",
                _ => " --- |",
            };
        }
    }

    private static string? SideOf(string? style)
    {
        var plain = style?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() ?? "";
        return plain.Contains("text-align:right", StringComparison.Ordinal) ? "right"
            : plain.Contains("text-align:center", StringComparison.Ordinal) ? "center"
            : null;
    }

    private static List<List<IElement>> RowsOf(IElement table) =>
        [
            .. table
                .QuerySelectorAll("tr")
                .Where(r => r.Closest("table") == table)
                .Select(r => r.Children.Where(c => c.LocalName is "td" or "th").ToList())
                .Where(r => r.Count > 0),
        ];

    private static int Span(IElement cell) =>
        int.TryParse(cell.GetAttribute("colspan"), System.Globalization.CultureInfo.InvariantCulture, out var span)
            ? Math.Clamp(span, 1, 100)
            : 1;
}
