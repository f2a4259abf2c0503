using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>Makes the e-mail form of an article whose links are resolved.</summary>
internal static class DigestRenderer
{
    private const string Table = "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\">";

    public static ArticleDigest Render(Article article, RenderContext context)
    {
        var strings = context.Strings;
        var url = new Uri(context.Settings.Url, article.Slug.Value + "/").AbsoluteUri;
        var accent = context.Settings.Brand.Accent;
        var byline = Byline(article, context);
        return new ArticleDigest
        {
            Slug = article.Slug.Value,
            Title = article.Title,
            Language = article.Language,
            Url = url,
            TeaserHtml = Teaser(article, context, url, accent, byline),
            TeaserText = TeaserText(article, url, strings["read-more"]),
            FullHtml = Full(article, context, url, accent, byline),
            FullText = FullText(article, context, url, byline),
        };
    }

    private static string Byline(Article article, RenderContext context)
    {
        var culture = Cultures.Of(article.Language);
        var date = article.Date.ToString(Cultures.LongDate(culture), culture);
        return article.Author is null ? date : $"{article.Author} · {date}";
    }

    private static string Teaser(Article article, RenderContext context, string url, string accent, string byline)
    {
        var html = new StringBuilder(2048);
        html.Append(Table).Append('\n');
        Cover(html, article, context, url);
        html.Append("<tr><td style=\"padding:0 0 28px\">\n");
        Title(html, article.Title, url, 22, 28);
        Line(html, byline, "0 0 10px");
        if (article.Summary.Length > 0)
        {
            html.Append("<p class=\"m-ink\" style=\"" + MailStyle.Paragraph + "\">");
            Markup.Escape(html, article.Summary);
            html.Append("</p>\n");
        }
        Button(html, url, context.Strings["read-more"], accent);
        return html.Append("</td></tr>\n</table>\n").ToString();
    }

    private static string Full(Article article, RenderContext context, string url, string accent, string byline)
    {
        var body = MailBody.Render(article.Document, accent, context.Strings);
        var html = new StringBuilder(body.Length + 2048);
        html.Append(Table).Append('\n');
        Cover(html, article, context, url);
        html.Append("<tr><td style=\"padding:0 0 28px\">\n");
        Title(html, article.Title, url, 28, 34);
        Line(html, byline, "0 0 22px");
        html.Append(body);
        References(html, article, context, accent);
        Button(html, url, context.Strings["read-on-the-web"], accent);
        return html.Append("</td></tr>\n</table>\n").ToString();
    }

    private static void Cover(StringBuilder html, Article article, RenderContext context, string url)
    {
        if (context.Image is not { } image || MailLink.IsDrawing(image.Url))
            return;
        html.Append("<tr><td style=\"padding:0 0 20px\"><a href=\"");
        Markup.Escape(html, url);
        html.Append("\"><img src=\"");
        Markup.Escape(html, image.Url);
        html.Append(CultureInfo.InvariantCulture, $"\" width=\"{MailStyle.TextWidth}\" alt=\"");
        // A picture that links needs words even where it only decorates.
        Markup.Escape(html, image.Alt.Length > 0 ? image.Alt : article.Title);
        html.Append(CultureInfo.InvariantCulture, $"\" style=\"display:block;width:100%;max-width:{MailStyle.TextWidth}px;height:auto;border:0;{MailStyle.Small}\"></a></td></tr>\n");
    }

    private static void Title(StringBuilder html, string title, string url, int size, int line)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h1 class=\"m-ink\" style=\"margin:0 0 8px;{MailStyle.Serif};font-size:{size}px;line-height:{line}px;font-weight:bold;{MailStyle.Ink}\"><a class=\"m-ink\" href=\"");
        Markup.Escape(html, url);
        html.Append("\" style=\"" + MailStyle.Ink + ";text-decoration:none\">");
        Markup.Escape(html, title);
        html.Append("</a></h1>\n");
    }

    private static void Line(StringBuilder html, string text, string margin)
    {
        html.Append("<p class=\"m-soft\" style=\"margin:").Append(margin).Append(';').Append(MailStyle.Small).Append("\">");
        Markup.Escape(html, text);
        html.Append("</p>\n");
    }

    /// <summary>A cell with a colour: a link with padding shrinks to its text in Outlook.</summary>
    private static void Button(StringBuilder html, string url, string text, string accent)
    {
        html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 0\"><tr><td class=\"m-button\" bgcolor=\"").Append(accent)
            .Append("\" style=\"padding:10px 22px;background-color:").Append(accent).Append(";border-radius:20px\"><a class=\"m-button\" href=\"");
        Markup.Escape(html, url);
        html.Append("\" style=\"" + MailStyle.Sans + ";font-size:15px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none\">");
        Markup.Escape(html, text);
        html.Append("</a></td></tr></table>\n");
    }

    private static void References(StringBuilder html, Article article, RenderContext context, string accent)
    {
        if (article.References.Count == 0)
            return;
        html.Append("<p class=\"m-ink\" style=\"margin:24px 0 8px;" + MailStyle.Sans + ";font-size:14px;line-height:21px;font-weight:bold;" + MailStyle.Ink + "\">");
        Markup.Escape(html, context.Strings["references"]);
        html.Append("</p>\n<ol style=\"" + MailStyle.List + "\">\n");
        foreach (var reference in article.References)
        {
            html.Append("<li class=\"m-soft\" style=\"margin:0 0 6px;" + MailStyle.Small + "\">");
            if (reference.Url is { } url)
            {
                html.Append("<a class=\"m-link\" href=\"");
                Markup.Escape(html, url);
                html.Append("\" style=\"color:").Append(accent).Append("\">");
                Markup.Escape(html, reference.Text);
                html.Append("</a>");
            }
            else
            {
                Markup.Escape(html, reference.Text);
            }
            html.Append("</li>\n");
        }
        html.Append("</ol>\n");
    }

    private static string TeaserText(Article article, string url, string more)
    {
        var text = new StringBuilder(512);
        PlainLines.Append(text, article.Title.ToUpperInvariant());
        if (article.Summary.Length > 0)
            PlainLines.Append(text.Append('\n'), article.Summary);
        return text.Append('\n').Append(more).Append(": ").Append(url).Append('\n').ToString();
    }

    private static string FullText(Article article, RenderContext context, string url, string byline)
    {
        var body = PlainTextBody.Render(article.Document, context.Strings);
        var text = new StringBuilder(body.Length + 512);
        PlainLines.Append(text, article.Title.ToUpperInvariant());
        text.Append(byline).Append("\n\n").Append(body);
        if (article.References.Count > 0)
        {
            text.Append('\n').Append(context.Strings["references"]).Append('\n');
            for (var i = 0; i < article.References.Count; i++)
            {
                var reference = article.References[i];
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {reference.Text}");
                if (reference.Url is { } link && link != reference.Text)
                    text.Append(" (").Append(link).Append(')');
                text.Append('\n');
            }
        }
        return text.Append('\n').Append(context.Strings["read-on-the-web"]).Append(": ").Append(url).Append('\n').ToString();
    }
}
