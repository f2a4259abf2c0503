using System.Buffers;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>
/// Tells of markup that readers do not get to see, and of markup of other programs that they see as it was typed.
/// </summary>
internal sealed class LeftOutMarkupRule : ILintRule
{
    /// <summary>Without one of these there is no markup of any dialect: most texts are not looked at twice.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create("{%[:#^]$\\~+|");

    /// <summary>With what the lines of other dialects begin.</summary>
    private static readonly string[] Openings = ["import ", "export ", "!!!", "???", "===", "--8<", "\u20138<", ".. "];

    public void Check(LintContext context)
    {
        foreach (var html in context.Outline.Unended)
            context.Warn(
                "unended",
                html.Tag.Length == 0
                    ? "This comment never ends: everything below it is left out."
                    : $"<{html.Tag}> never ends: everything below it is left out.",
                html.Tag.Length == 0 ? "Write '-->' where it ends." : $"Write </{html.Tag}> where it ends.",
                html.Line,
                html.Column
            );
        foreach (var html in context.Outline.Html)
            context.Note(
                "raw-html",
                $"HTML (<{html.Tag}>) is not taken over; the words in it are.",
                "Write it in Markdown.",
                html.Line,
                html.Column
            );
        OutlineText? comment = null;
        foreach (var text in context.Outline.Texts)
        {
            var span = context.Outline.TextOf(text);
            if (!span.ContainsAny(Marks) && !Opens(span))
                continue;
            var words = context.Outline.WithoutCode(text);
            comment = CommentOver(words, text, comment, context);
            var characters = Dialect.CharactersOf(words);
            var said = "";
            foreach (var dialect in Dialect.All)
            {
                // What is an embedded file is a wiki link, too; rules of one name stand together.
                if (dialect.Rule == said || !dialect.IsIn(words, characters))
                    continue;
                context.Warn(dialect.Rule, dialect.Message, dialect.Fix, text.Line);
                said = dialect.Rule;
            }
        }
    }

    private static bool Opens(ReadOnlySpan<char> text)
    {
        foreach (var opening in Openings)
        {
            if (text.StartsWith(opening, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>Comments of Obsidian go over several paragraphs: one that began in a text above and ends here is told.</summary>
    /// <param name="begun">The text in which a comment began; null for none.</param>
    /// <returns>The text in which one began that goes on below; null for none.</returns>
    private static OutlineText? CommentOver(string words, OutlineText text, OutlineText? begun, LintContext context)
    {
        var marks = 0;
        for (var at = 0; (at = words.IndexOf("%%", at, StringComparison.Ordinal)) >= 0; at += 2)
            marks++;
        if (marks % 2 == 0)
            return begun;
        if (begun is not { } first)
            return text;
        context.Warn(
            "private-comment",
            "A comment between '%%' is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->.",
            first.Line
        );
        return null;
    }
}
