using System.Text;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>The plain-text part: the same issue for programs and people that show no HTML.</summary>
internal static class IssueText
{
    private const int Width = 72;

    public static string Render(IssueModel model)
    {
        var text = new StringBuilder();
        Heading(text, model.Newsletter.ToUpperInvariant(), '=');
        Line(text, $"{model.Site}, {model.Date}");
        Line(text, $"{model.Strings["view-in-browser"]}: {model.BrowserUrl}");
        Line(text);
        Line(text, MergeFields.GreetingText);
        if (model.NoteText is { } note)
        {
            Line(text);
            Line(text, note.Trim());
        }
        foreach (var article in model.Lead is null ? model.Articles : [model.Lead, .. model.Articles])
        {
            Line(text);
            Line(text);
            if (article.BodyText is { } body)
            {
                Line(text, body.Trim());
                continue;
            }
            Heading(text, article.Title, '-');
            Line(text, Wrap(article.Summary));
            Line(text);
            Line(text, $"{article.ReadMore}: {article.Url}");
        }
        if (model.Elsewhere.Count > 0)
        {
            Line(text);
            Line(text);
            Heading(text, model.Strings["elsewhere-heading"].ToUpperInvariant(), '=');
            foreach (var article in model.Elsewhere)
            {
                Line(text);
                Heading(text, article.Title, '-');
                Line(text, article.Home!);
                Line(text, Wrap(article.Summary));
                Line(text, article.Url);
            }
        }
        if (model.MoreText is { } more)
        {
            Line(text);
            Line(text);
            Heading(text, model.Strings["more-heading"], '-');
            foreach (var article in model.More)
                Line(text, $"{article.Title}\n  {article.Url}");
            Line(text, $"{more} {model.SiteUrl}");
        }
        Footer(text, model);
        return text.ToString();
    }

    /// <summary>A mail that is one text of its own: its subject, the greeting and the note as its body.</summary>
    public static string RenderLetter(IssueModel model)
    {
        var text = new StringBuilder();
        Heading(text, model.Subject, '=');
        Line(text);
        Line(text, MergeFields.GreetingText);
        Line(text);
        Line(text, (model.NoteText ?? "").Trim());
        Footer(text, model);
        return text.ToString();
    }

    private static void Footer(StringBuilder text, IssueModel model)
    {
        Line(text);
        // The mark by which mail programs know a signature.
        Line(text, "-- ");
        Line(text, Wrap(model.Reason));
        Line(text, $"{model.Strings["unsubscribe"]}: {MergeFields.UnsubscribeText}");
        Line(text, $"{model.Strings["preferences"]}: {MergeFields.PreferencesText}");
        Line(text);
        Line(text, model.Organisation);
        Line(text, model.PostalAddress);
        foreach (var contact in model.Contacts)
            Line(
                text,
                contact.Url is not null && contact.Url.StartsWith("http", StringComparison.Ordinal)
                    ? contact.Url
                    : contact.Text
            );
    }

    private static void Heading(StringBuilder text, string heading, char rule)
    {
        var wrapped = Wrap(heading);
        Line(text, wrapped);
        Line(text, new string(rule, Math.Min(Width, wrapped.Split('\n').Max(line => line.Length))));
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    private static string Wrap(string paragraph)
    {
        var wrapped = new StringBuilder(paragraph.Length + 16);
        var column = 0;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                wrapped.Append('\n');
                column = 0;
            }
            else if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }
            wrapped.Append(word);
            column += word.Length;
        }
        return wrapped.ToString();
    }
}
