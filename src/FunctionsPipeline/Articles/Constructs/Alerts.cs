using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Localization;
using Markdig.Extensions.Alerts;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace FunctionsPipeline.Articles.Constructs;

/// <summary>The five kinds of GitHub's alerts; any other word is a note.</summary>
internal static class AlertName
{
    public static string Of(AlertBlock alert)
    {
        var kind = alert.Kind.AsSpan();
        foreach (var known in (ReadOnlySpan<string>)["tip", "important", "warning", "caution"])
        {
            if (kind.Equals(known, StringComparison.OrdinalIgnoreCase))
                return known;
        }
        return "note";
    }
}

/// <summary>GitHub's alerts: <c>&gt; [!NOTE]</c>.</summary>
internal sealed class PageAlert : HtmlObjectRenderer<AlertBlock>
{
    public StringTable? Strings { get; set; }

    protected override void Write(HtmlRenderer renderer, AlertBlock alert)
    {
        var kind = AlertName.Of(alert);
        renderer.EnsureLine();
        renderer
            .Write("<div class=\"note note-")
            .Write(kind)
            .Write("\">\n<p class=\"note-title\">")
            .WriteEscape(Strings?["alert-" + kind] ?? kind)
            .Write("</p>\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(alert);
        renderer.ImplicitParagraph = was;
        renderer.EnsureLine();
        renderer.Write("</div>\n");
    }
}

internal sealed class MailAlert : HtmlObjectRenderer<AlertBlock>
{
    public string Accent { get; set; } = "#000000";

    public StringTable? Strings { get; set; }

    /// <summary>Where lines begin: <c>left</c> or <c>right</c>.</summary>
    public string Side { get; set; } = "left";

    protected override void Write(HtmlRenderer renderer, AlertBlock alert)
    {
        var kind = AlertName.Of(alert);
        renderer.EnsureLine();
        renderer.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"margin:0 0 16px;"
                + MailStyle.Frame
                + "\"><tr><td class=\"m-tint\" bgcolor=\"#f4f6f6\" style=\"padding:14px 18px 2px;background-color:#f4f6f6;border-"
        );
        renderer
            .Write(Side)
            .Write(":4px solid ")
            .Write(Accent)
            .Write(
                "\">\n<p class=\"m-ink\" style=\"margin:0 0 6px;"
                    + MailStyle.Sans
                    + ";font-size:14px;line-height:21px;font-weight:bold;"
                    + MailStyle.Ink
                    + "\">"
            );
        renderer.WriteEscape(Strings?["alert-" + kind] ?? kind).Write("</p>\n");
        var was = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(alert);
        renderer.ImplicitParagraph = was;
        renderer.Write("</td></tr></table>\n");
    }
}

/// <summary>The kind as a line of its own, the text behind a bar.</summary>
internal sealed class PlainAlert : PlainRenderer<AlertBlock>
{
    protected override void Write(PlainTextBody body, AlertBlock alert)
    {
        body.Paragraph(body.Strings["alert-" + AlertName.Of(alert)] + ":");
        body.Indented("| ", alert);
    }
}
