using System.Globalization;
using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>Makes the e-mail form of an article whose links are resolved.</summary>
internal static class DigestRenderer
{
    private const string Table =
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\""
        + MailStyle.Frame
        + "\">\n";

    /// <param name="findings">Receives what a mail cannot carry.</param>
    public static ArticleDigest Render(Article article, RenderContext context, List<Finding> findings)
    {
        var strings = context.Strings;
        var url = SiteAddress.Of(context.Settings, article.Slug);
        var accent = context.Settings.Brand.Accent;
        var byline = Byline(article, context);
        var teaser = Teaser(article, context, url, accent, byline);
        var teaserText = TeaserText(article, url, strings["read-more"]);
        var full = Within(() => Full(article, context, url, accent, byline));
        var text = full is null ? null : Within(() => FullText(article, context, url, byline));
        if (text is null)
            findings.Add(TooLongForMail);
        return new ArticleDigest
        {
            Slug = article.Slug.Value,
            Title = article.Title,
            Language = article.Language,
            Url = url,
            TeaserHtml = teaser,
            TeaserText = teaserText,
            FullHtml = text is null ? teaser : full!.Value,
            FullText = text ?? teaserText,
        };
    }

    private static readonly Finding TooLongForMail = new(
        "too-long-for-mail",
        Severity.Note,
        "The article is too long for a mail: newsletters carry its summary and a link to the page.",
        "Split it into several articles if its whole text shall be sent."
    );

    /// <returns>Null if it would be longer than a mail may be.</returns>
    private static Utf8Text? Within(Func<Utf8Text> render)
    {
        try
        {
            return render();
        }
        catch (InputBudgetException)
        {
            return null;
        }
    }

    private static string Byline(Article article, RenderContext context)
    {
        var culture = Cultures.Of(article.Language);
        var date = article.Date.ToString(Cultures.LongDate(culture), culture);
        return article.Author is null ? date : $"{article.Author} · {date}";
    }

    private static Utf8Text Teaser(Article article, RenderContext context, string url, string accent, string byline)
    {
        using var html = TextBuffer.Rent();
        html.Write(Table);
        Cover(html, article, context, url);
        html.Write("<tr><td style=\"padding:0 0 28px;" + MailStyle.Wrap + "\">\n");
        Title(html, article.Title, url, 22, 28);
        Line(html, byline, "0 0 10px");
        if (article.Summary.Length > 0)
        {
            html.Write("<p class=\"m-ink\" style=\"" + MailStyle.Paragraph + "\">");
            Markup.Escape(html, article.Summary);
            html.Write("</p>\n");
        }
        Button(html, url, context.Strings["read-more"], accent);
        html.Write("</td></tr>\n</table>\n");
        return Utf8Text.Of(html.ToUtf8());
    }

    private static Utf8Text Full(Article article, RenderContext context, string url, string accent, string byline)
    {
        using var html = TextBuffer.Rent(ArticleLimits.MaxMail);
        html.Write(Table);
        Cover(html, article, context, url);
        html.Write("<tr><td style=\"padding:0 0 28px;" + MailStyle.Wrap + "\">\n");
        Title(html, article.Title, url, 28, 34);
        Line(html, byline, "0 0 22px");
        MailBody.Render(article, url, accent, context.Strings, html);
        References(html, article, context, accent);
        Button(html, url, context.Strings["read-on-the-web"], accent);
        html.Write("</td></tr>\n</table>\n");
        return Utf8Text.Of(html.ToUtf8());
    }

    private static void Cover(TextBuffer html, Article article, RenderContext context, string url)
    {
        if (context.Image is not { } image || MailLink.IsDrawing(image.Url))
            return;
        html.Write("<tr><td style=\"padding:0 0 20px\"><a href=\"");
        Markup.Escape(html, url);
        html.Write("\"><img src=\"");
        Markup.Escape(html, image.MailUrl);
        html.Write($"\" width=\"{MailStyle.TextWidth}\" alt=\"");
        // A picture that links needs words even where it only decorates.
        Markup.Escape(html, image.Alt.Length > 0 ? image.Alt : article.Title);
        html.Write(
            $"\" style=\"display:block;width:100%;max-width:{MailStyle.TextWidth}px;height:auto;border:0;{MailStyle.Small}\"></a></td></tr>\n"
        );
    }

    private static void Title(TextBuffer html, string title, string url, int size, int line)
    {
        html.Write(
            $"<h1 class=\"m-ink\" style=\"margin:0 0 8px;{MailStyle.Serif};font-size:{size}px;line-height:{line}px;font-weight:bold;{MailStyle.Ink}\"><a class=\"m-ink\" href=\""
        );
        Markup.Escape(html, url);
        html.Write("\" style=\"" + MailStyle.Ink + ";text-decoration:none\">");
        Markup.Escape(html, title);
        html.Write("</a></h1>\n");
    }

    private static void Line(TextBuffer html, string text, string margin)
    {
        html.Write("<p class=\"m-soft\" style=\"margin:");
        html.Write(margin);
        html.Write(';');
        html.Write(MailStyle.Small);
        html.Write("\">");
        Markup.Escape(html, text);
        html.Write("</p>\n");
    }

    /// <summary>A cell with a colour: a link with padding shrinks to its text in Outlook.</summary>
    private static void Button(TextBuffer html, string url, string text, string accent)
    {
        html.Write(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 0\"><tr><td class=\"m-button\" bgcolor=\""
        );
        html.Write(accent);
        html.Write("\" style=\"padding:10px 22px;background-color:");
        html.Write(accent);
        html.Write(";border-radius:20px\"><a class=\"m-button\" href=\"");
        Markup.Escape(html, url);
        html.Write(
            "\" style=\""
                + MailStyle.Sans
                + ";font-size:15px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none\">"
        );
        Markup.Escape(html, text);
        html.Write("</a></td></tr></table>\n");
    }

    private static void References(TextBuffer html, Article article, RenderContext context, string accent)
    {
        if (article.References.Count == 0)
            return;
        html.Write(
            "<p class=\"m-ink\" style=\"margin:24px 0 8px;"
                + MailStyle.Sans
                + ";font-size:14px;line-height:21px;font-weight:bold;"
                + MailStyle.Ink
                + "\">"
        );
        Markup.Escape(html, context.Strings["references"]);
        html.Write("</p>\n<ol style=\"" + MailStyle.List + "\">\n");
        foreach (var reference in article.References)
        {
            html.Write("<li class=\"m-soft\" style=\"margin:0 0 6px;" + MailStyle.Small + "\">");
            if (reference.Url is { } url)
            {
                html.Write("<a class=\"m-link\" href=\"");
                Markup.Escape(html, url);
                html.Write("\" style=\"color:");
                html.Write(accent);
                html.Write("\">");
                Markup.Escape(html, reference.Text);
                html.Write("</a>");
            }
            else
            {
                Markup.Escape(html, reference.Text);
            }
            html.Write("</li>\n");
        }
        html.Write("</ol>\n");
    }

    private static Utf8Text TeaserText(Article article, string url, string more)
    {
        using var text = TextBuffer.Rent();
        PlainLines.Write(text, article.Title.ToUpperInvariant());
        if (article.Summary.Length > 0)
        {
            text.Write('\n');
            PlainLines.Write(text, article.Summary);
        }
        text.Write($"\n{more}: {url}\n");
        return Utf8Text.Of(text.ToUtf8());
    }

    private static Utf8Text FullText(Article article, RenderContext context, string url, string byline)
    {
        using var text = TextBuffer.Rent(ArticleLimits.MaxMail);
        PlainLines.Write(text, article.Title.ToUpperInvariant());
        text.Write(byline);
        text.Write("\n\n");
        PlainTextBody.Render(article.Document, context.Strings, text);
        if (article.References.Count > 0)
        {
            text.Write($"\n{context.Strings["references"]}\n");
            for (var i = 0; i < article.References.Count; i++)
            {
                var reference = article.References[i];
                text.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {reference.Text}"));
                if (reference.Url is { } link && link != reference.Text)
                    text.Write($" ({link})");
                text.Write('\n');
            }
        }
        text.Write($"\n{context.Strings["read-on-the-web"]}: {url}\n");
        return Utf8Text.Of(text.ToUtf8());
    }
}
