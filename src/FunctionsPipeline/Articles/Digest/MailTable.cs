using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>
/// A table of data: the only kind of table in a mail that is one to screen readers, too. One with many columns scrolls
/// by itself.
/// </summary>
internal sealed class MailTable : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write(
            "<div style=\"overflow-x:auto;max-width:100%\"><table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;border-collapse:collapse\">\n"
        );
        foreach (var block in table)
        {
            if (block is not TableRow row)
                continue;
            renderer.Write("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i] is TableCell cell)
                    Cell(renderer, table, row, cell, i);
            }
            renderer.Write("</tr>\n");
        }
        renderer.Write("</table></div>\n");
    }

    private static void Cell(HtmlRenderer renderer, Table table, TableRow row, TableCell cell, int index)
    {
        renderer.Write(row.IsHeader ? "<th scope=\"col\"" : "<td");
        if (cell.ColumnSpan > 1)
            renderer.Write(" colspan=\"").Write(cell.ColumnSpan.ToString(CultureInfo.InvariantCulture)).Write('"');
        if (cell.RowSpan > 1)
            renderer.Write(" rowspan=\"").Write(cell.RowSpan.ToString(CultureInfo.InvariantCulture)).Write('"');
        renderer
            .Write(" class=\"m-ink m-line\" style=\"" + MailStyle.Cell + ";text-align:")
            .Write(Alignment(table, cell, index));
        renderer.Write(row.IsHeader ? ";font-weight:bold\">" : "\">");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = cell.Count == 1;
        renderer.Write(cell);
        renderer.ImplicitParagraph = was;
        renderer.Write(row.IsHeader ? "</th>" : "</td>");
    }

    private static string Alignment(Table table, TableCell cell, int index)
    {
        var column =
            cell.ColumnIndex >= 0 && cell.ColumnIndex < table.ColumnDefinitions.Count ? cell.ColumnIndex : index;
        return column >= table.ColumnDefinitions.Count
            ? "start"
            : table.ColumnDefinitions[column].Alignment switch
            {
                TableColumnAlign.Left => "left",
                TableColumnAlign.Center => "center",
                TableColumnAlign.Right => "right",
                _ => "start",
            };
    }
}
