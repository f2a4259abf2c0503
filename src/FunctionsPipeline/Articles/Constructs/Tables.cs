using System.Globalization;
using FunctionsPipeline.Articles.Digest;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>What a cell has of its own, on the page as in mail.</summary>
internal static class TableCells
{
    /// <summary>Null where the writer chose none, or the row has more cells than the table has columns.</summary>
    public static TableColumnAlign? Alignment(Table table, TableCell cell, int index)
    {
        var columns = table.ColumnDefinitions;
        var column = cell.ColumnIndex >= 0 && cell.ColumnIndex < columns.Count ? cell.ColumnIndex : index;
        return column < columns.Count ? columns[column].Alignment : null;
    }

    public static void Spans(HtmlRenderer renderer, TableCell cell)
    {
        if (cell.ColumnSpan > 1)
            renderer.Write(" colspan=\"").Write(cell.ColumnSpan.ToString(CultureInfo.InvariantCulture)).Write('"');
        if (cell.RowSpan > 1)
            renderer.Write(" rowspan=\"").Write(cell.RowSpan.ToString(CultureInfo.InvariantCulture)).Write('"');
    }
}

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
        TableCells.Spans(renderer, cell);
        renderer.Write(
            TableCells.Alignment(table, cell, index) switch
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
        TableCells.Spans(renderer, cell);
        renderer
            .Write(" class=\"m-ink m-line\" style=\"" + MailStyle.Cell + ";text-align:")
            .Write(
                TableCells.Alignment(table, cell, index) switch
                {
                    TableColumnAlign.Left => "left",
                    TableColumnAlign.Center => "center",
                    TableColumnAlign.Right => "right",
                    _ => "start",
                }
            );
        renderer.Write(row.IsHeader ? ";font-weight:bold\">" : "\">");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = cell.Count == 1;
        renderer.Write(cell);
        renderer.ImplicitParagraph = was;
        renderer.Write(row.IsHeader ? "</th>" : "</td>");
    }
}

internal sealed class PlainTable : PlainRenderer<Table>
{
    protected override void Write(PlainTextBody body, Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            var cells = row.OfType<TableCell>()
                .Select(c => string.Join(' ', c.OfType<LeafBlock>().Select(b => body.TextOf(b.Inline).ToString())));
            body.Paragraph(string.Join(" | ", cells));
            if (row.IsHeader)
                body.Line(new string('-', 12));
        }
    }
}
