namespace FunctionsPipeline.Articles.Lint.Images;

/// <summary>
/// Who cannot see a picture reads its description (WCAG 1.1.1), and so does who reads mail with pictures off.
/// </summary>
internal sealed class ImageAltRule : ILintRule
{
    public void Check(LintContext context)
    {
        var article = context.Article;
        if (article.Image is not null && string.IsNullOrWhiteSpace(article.ImageAlt))
            context.Warn(
                "missing-alt",
                "The picture at the top has no description.",
                "Add 'imageAlt: …' with what one sees in it.",
                article.ImageLine
            );
        foreach (var image in context.Outline.Images)
        {
            if (image.Alt.Length == 0)
                context.Warn(
                    "missing-alt",
                    "This picture has no description.",
                    "Write what one sees in it between the square brackets: ![A person stretching](stretch.jpg).",
                    image.Line,
                    image.Column
                );
            else if (IsFileName(image.Alt))
                context.Warn(
                    "file-name-alt",
                    $"The description '{image.Alt}' is a file's name.",
                    "Write what one sees in the picture.",
                    image.Line,
                    image.Column
                );
            else if (!SafeUrl.IsHarmless(image.Url))
                context.Warn(
                    "unsafe-link",
                    "This picture's address is of a kind that pages must not have; only its description is shown.",
                    "Put the picture beside the article and name it.",
                    image.Line,
                    image.Column
                );
        }
    }

    private static bool IsFileName(string alt) =>
        !alt.Contains(' ')
        && (
            alt.StartsWith("IMG_", StringComparison.OrdinalIgnoreCase)
            || alt.StartsWith("DSC", StringComparison.Ordinal)
            || Path.GetExtension(alt) is { Length: >= 4 and <= 5 } extension
                && extension.Skip(1).All(char.IsAsciiLetter)
        );
}
