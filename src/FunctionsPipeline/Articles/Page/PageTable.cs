using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// Tables that scroll by themselves on a narrow screen, also by keyboard, with heads that say what they head.
/// </summary>
internal sealed class PageTable : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"scroll\" tabindex=\"0\"><table>\n");
        var body = false;
        foreach (var block in table)
        {
            if (block is not TableRow row)
                continue;
            if (!row.IsHeader && !body)
            {
                renderer.Write("<tbody>\n");
                body = true;
            }
            renderer.Write(row.IsHeader ? "<thead>\n<tr>" : "<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i] is TableCell cell)
                    Cell(renderer, table, row, cell, i);
            }
            renderer.Write(row.IsHeader ? "</tr>\n</thead>\n" : "</tr>\n");
        }
        renderer.Write(body ? "</tbody>\n</table></div>\n" : "</table></div>\n");
    }

    private static void Cell(HtmlRenderer renderer, Table table, TableRow row, TableCell cell, int index)
    {
        var empty = cell.Count == 0 || cell is [ParagraphBlock { Inline: null or { FirstChild: null } }];
        var tag = row.IsHeader && !empty ? "th" : "td";
        renderer.Write('<').Write(tag);
        if (row.IsHeader && !empty)
            renderer.Write(" scope=\"col\"");
        if (cell.ColumnSpan > 1)
            renderer
                .Write(" colspan=\"")
                .Write(cell.ColumnSpan.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Write('"');
        if (cell.RowSpan > 1)
            renderer
                .Write(" rowspan=\"")
                .Write(cell.RowSpan.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Write('"');
        var column =
            cell.ColumnIndex >= 0 && cell.ColumnIndex < table.ColumnDefinitions.Count ? cell.ColumnIndex : index;
        if (column < table.ColumnDefinitions.Count && table.ColumnDefinitions[column].Alignment is { } alignment)
            renderer.Write(
                alignment switch
                {
                    TableColumnAlign.Center => " style=\"text-align:center\"",
                    TableColumnAlign.Right => " style=\"text-align:right\"",
                    _ => "",
                }
            );
        renderer.Write('>');
        var was = renderer.ImplicitParagraph;
        if (cell.Count == 1)
            renderer.ImplicitParagraph = true;
        renderer.Write(cell);
        renderer.ImplicitParagraph = was;
        renderer.Write("</").Write(tag).Write('>');
    }
}
