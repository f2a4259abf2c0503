using System.Buffers;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>
/// Tells of markup that readers do not get to see, and of markup of other programs that they see as it was typed.
/// </summary>
internal sealed class LeftOutMarkupRule : ILintRule
{
    /// <summary>Without one of these there is no markup of any dialect: most texts are not looked at twice.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create("{%[:#^]");

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
        foreach (var text in context.Outline.Texts)
        {
            var span = context.Outline.TextOf(text);
            if (
                !span.ContainsAny(Marks)
                && !span.StartsWith("import ", StringComparison.Ordinal)
                && !span.StartsWith("export ", StringComparison.Ordinal)
            )
                continue;
            var words = context.Outline.WithoutCode(text);
            var said = "";
            foreach (var dialect in Dialect.All)
            {
                // What is an embedded file is a wiki link, too; rules of one name stand together.
                if (dialect.Rule == said || !dialect.Pattern.IsMatch(words))
                    continue;
                context.Warn(dialect.Rule, dialect.Message, dialect.Fix, text.Line);
                said = dialect.Rule;
            }
        }
    }
}
