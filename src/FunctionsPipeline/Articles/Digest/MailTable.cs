using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>A table of data: the only kind of table in a mail that is one to screen readers, too.</summary>
internal sealed class MailTable : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;border-collapse:collapse\">\n");
        foreach (var block in table)
        {
            if (block is not TableRow row)
                continue;
            renderer.Write("<tr>");
            foreach (var part in row)
            {
                if (part is not TableCell cell)
                    continue;
                renderer.Write(row.IsHeader ? "<th scope=\"col\" class=\"m-ink m-line\" style=\"" + MailStyle.Cell + ";font-weight:bold\">" : "<td class=\"m-ink m-line\" style=\"" + MailStyle.Cell + "\">");
                var was = renderer.ImplicitParagraph;
                renderer.ImplicitParagraph = cell.Count == 1;
                renderer.Write(cell);
                renderer.ImplicitParagraph = was;
                renderer.Write(row.IsHeader ? "</th>" : "</td>");
            }
            renderer.Write("</tr>\n");
        }
        renderer.Write("</table>\n");
    }
}
