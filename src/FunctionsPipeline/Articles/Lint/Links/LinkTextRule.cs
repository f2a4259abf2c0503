using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Lint.Links;

/// <summary>A link's words say where it leads (WCAG 2.4.4).</summary>
internal sealed class LinkTextRule : ILintRule
{
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "here",
        "click here",
        "this",
        "this link",
        "link",
        "read more",
        "more",
        "see here",
        "this page",
        "this article",
        "this website",
        "website",
        "learn more",
    };

    public void Check(LintContext context)
    {
        HashSet<string>? targets = null;
        foreach (var link in context.Outline.Links)
        {
            if (!SafeUrl.IsHarmless(link.Url))
                context.Warn(
                    "unsafe-link",
                    "This link leads to an address of a kind that pages must not have; only its text is shown.",
                    "Link to a web address (https://…), to mailto: or tel:, of at most 2,048 characters.",
                    link.Line,
                    link.Column
                );
            else if (link.Url.Length == 0)
                context.Warn(
                    "empty-link",
                    "This link leads nowhere; only its text is shown.",
                    "Write the address between the round brackets.",
                    link.Line,
                    link.Column
                );
            else if (
                link.Url[0] == '#'
                && link.Url.Length > 1
                && !LeadsTo(targets ??= TargetsOf(context), link.Url[1..])
            )
                context.Warn(
                    "broken-anchor",
                    $"No heading of this article has the address '{link.Url}'.",
                    "Headings have their words as address, in small letters with hyphens: '#what-it-is'.",
                    link.Line,
                    link.Column
                );
            else if (link.Bare && SafeUrl.IsWeb(link.Url))
                context.Note(
                    "bare-link",
                    "A web address stands in the text as it is.",
                    "Write words that say where it leads: [the guideline](https://…).",
                    link.Line,
                    link.Column
                );
            else if (Empty.Contains(link.Text.TrimEnd('.', '!', ':', '…')))
                context.Warn(
                    "vague-link",
                    $"'{link.Text}' does not say where the link leads.",
                    "Link the words that name the target: 'read [the guideline]', not '[click here]'.",
                    link.Line,
                    link.Column
                );
            else if (link.Text.Length == 0 && link.Node?.FirstChild is null)
                context.Warn(
                    "empty-link",
                    "This link has no words to click.",
                    "Write them between the square brackets.",
                    link.Line,
                    link.Column
                );
        }
    }

    private static HashSet<string> TargetsOf(LintContext context) =>
        context
            .Outline.Headings.Select(h => h.Id)
            .Append(context.Article.TitleId ?? "")
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Browsers look for a fragment as it is written, then decoded, and take "top" for the top (HTML, section 7.4.6.4).
    /// </summary>
    private static bool LeadsTo(HashSet<string> targets, string fragment) =>
        targets.Contains(fragment)
        || targets.Contains(Composed.Of(Uri.UnescapeDataString(fragment)))
        || fragment.Equals("top", StringComparison.OrdinalIgnoreCase)
        || fragment.StartsWith("fn", StringComparison.Ordinal);
}
