namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>Tells of markup that readers do not get to see: raw HTML, and the tags of other systems' templates.</summary>
internal sealed class LeftOutMarkupRule : ILintRule
{
    public void Check(LintContext context)
    {
        foreach (var html in context.Outline.Html)
            context.Note("raw-html", $"HTML (<{html.Tag}>) is not taken over; the words in it are.", "Write it in Markdown.", html.Line, html.Column);
        foreach (var text in context.Outline.Texts)
        {
            var span = context.Outline.TextOf(text);
            if (span.IndexOf("{%", StringComparison.Ordinal) is >= 0 and var tag && span[tag..].Contains("%}", StringComparison.Ordinal))
                context.Warn("template-tag", "This is a tag of another system's template; readers see it as it is.", "Remove it, or write in Markdown what it made.", text.Line);
            else if (span.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var code && span[code..].Contains("}}", StringComparison.Ordinal))
                context.Warn("template-tag", "This is a shortcode of another system; readers see it as it is.", "Remove it, or write in Markdown what it made.", text.Line);
        }
    }
}
