using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Publishing;

/// <summary>Checks the text below front matter that has a mistake, so that its author sees both at once.</summary>
internal static class BelowFrontMatter
{
    /// <summary>The least front matter: two fences and a key between them, which keeps the block from being a rule.</summary>
    private const int FewestLines = 3;

    /// <returns>
    /// The text and the line on which it begins; null if it is unknown where it begins, or if it cannot be read either.
    /// </returns>
    public static (Article Article, int FirstLine)? Read(
        ArticleSource source,
        SiteSettings settings,
        DateTimeOffset now,
        List<Finding> findings
    )
    {
        if (FileText.Decode(source.Content.Span, []) is not { } text)
            return null;
        var block = FrontMatterBlock.Split(text, []);
        var above = block.BodyLine - 1;
        if (block.Format == FrontMatterFormat.None || above < FewestLines)
            return null;
        // As many lines as before, so that every finding names the file's own line.
        var whole = new StringBuilder(text.Length)
            .Append('\n', above - FewestLines)
            .Append("---\nnewsletter: false\n")
            .Append("---\n")
            .Append(block.Body)
            .ToString();
        var found = new List<Finding>();
        var reading = ArticlePrinter.Read(
            source with
            {
                Content = Encoding.UTF8.GetBytes(whole),
            },
            settings,
            now,
            found
        );
        findings.AddRange(found.Where(f => f.Line >= block.BodyLine && !findings.Contains(f)));
        return reading.Article is { } article ? (article, block.BodyLine) : null;
    }
}
