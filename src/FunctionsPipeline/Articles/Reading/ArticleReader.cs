using FunctionsPipeline.Articles.Markdown;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Articles.Reading.FrontMatter.Toml;
using FunctionsPipeline.Articles.Reading.PlainText;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
using FunctionsPipeline.Settings;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>Reads whatever staff dropped. Never throws for what is in the file: that becomes findings.</summary>
public static class ArticleReader
{
    /// <param name="time">Limits how long reading may take; null for the system's clock.</param>
    public static ArticleReading Read(ArticleSource source, SiteSettings settings, TimeProvider? time = null)
    {
        var budget = new InputBudget(ArticleLimits.Budget, time ?? TimeProvider.System);
        var findings = new List<Finding>();
        var inferred = new List<Inference>();
        if (source.Content.Length > ArticleLimits.MaxBytes)
            return new ArticleReading(null, inferred, [ArticleLimits.TooLarge(source.Content.Length)], null);
        if (FileText.Decode(source.Content.Span, findings) is not { } text)
            return new ArticleReading(null, inferred, findings, null);

        var block = FrontMatterBlock.Split(text, findings);
        var values = ReadFrontMatter(block, findings);
        if (ArticleLimits.Check(block.Body, block.BodyLine - 1) is { } broken)
            findings.Add(broken);
        if (string.IsNullOrWhiteSpace(block.Body) && !HasErrors(findings))
            findings.Add(new Finding("empty", Severity.Error, "There is no text in this file.", "Write the article below its title and drop the file again.", block.BodyLine));
        if (values is null || HasErrors(findings))
            return new ArticleReading(null, inferred, findings, null);

        var plain = PlainTextInference.Apply(block.Body, block.BodyLine, values.Title);
        var lines = new FileLines(block.BodyLine - 1, plain?.Lines);
        MarkdownDocument document;
        string? heading;
        ArticleOutline outline;
        try
        {
            document = ArticleMarkdown.Parse(plain?.Markdown ?? block.Body, budget);
            heading = TakeTitle(document, values.Title);
            outline = OutlineWalk.Run(document, lines, budget);
            budget.CheckTime();
        }
        catch (InputBudgetException e)
        {
            findings.Add(e.Finding with { Line = e.Finding.Line is { } line ? lines.Of(line - 1) : null });
            return new ArticleReading(null, inferred, findings, null);
        }
        catch (ArgumentException)
        {
            findings.Add(ArticleLimits.TooDeep(null));
            return new ArticleReading(null, inferred, findings, null);
        }
        var article = Complete(source, settings, values, plain, heading, document, outline, inferred);
        if (plain is not null)
            inferred.AddRange(plain.Inferred);
        var written = inferred.Count == 0 ? null : ExplicitFile.Write(article, plain?.Markdown, block, inferred);
        return new ArticleReading(article, inferred, findings, written);
    }

    private static bool HasErrors(List<Finding> findings) => findings.Exists(f => f.Severity == Severity.Error);

    private static FrontMatterValues? ReadFrontMatter(FrontMatterBlock block, List<Finding> findings)
    {
        if (block.Format == FrontMatterFormat.None)
            return new FrontMatterValues();
        var map = block.Format == FrontMatterFormat.Toml
            ? TomlFrontMatter.Parse(block.Text, block.TextLine, findings)
            : YamlFrontMatter.Parse(block.Text, block.TextLine, findings);
        return map is null ? null : FrontMatterReader.Read(map, findings);
    }

    /// <summary>
    /// Takes the title out of the body, where the page would show it twice: a first heading of level 1, or any first heading
    /// that repeats the title of the front matter.
    /// </summary>
    private static string? TakeTitle(MarkdownDocument document, string? written)
    {
        if (document.OfType<Block>().FirstOrDefault(b => b is not LinkReferenceDefinitionGroup) is not HeadingBlock heading)
            return null;
        var text = PlainInlines.Of(heading.Inline).Trim();
        if (text.Length == 0 || (heading.Level > 1 && (written is null || !text.Equals(written, StringComparison.OrdinalIgnoreCase))))
            return null;
        document.Remove(heading);
        return text;
    }

    private static Article Complete(
        ArticleSource source,
        SiteSettings settings,
        FrontMatterValues values,
        PlainTextResult? plain,
        string? heading,
        MarkdownDocument document,
        ArticleOutline outline,
        List<Inference> inferred)
    {
        var file = FileName.Read(ArticleName.StemOf(source.Name));
        heading = Shown(heading);
        var title = values.Title ?? Infer(heading, "heading") ?? Infer(Shown(plain?.Title), "first-line")
            ?? Infer(Shown(FirstHeading(outline)), "heading") ?? Infer(Shown(file.Title), "file-name") ?? "Untitled";
        var summary = values.Summary;
        if (summary is null)
        {
            summary = InvisibleCharacters.FromValue(Summary.From(outline));
            if (summary.Length > 0)
                inferred.Add(new Inference("summary", summary, "first-paragraph"));
        }
        var date = values.Date ?? Dated(plain?.Date, "byline") ?? Dated(file.Date, "file-name");
        var when = date?.In(settings.TimeZone) ?? TimeZoneInfo.ConvertTime(source.LastModified, settings.TimeZone);
        if (date is null)
            inferred.Add(new Inference("date", when.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "file-time"));
        var slug = values.Slug;
        if (slug is null)
        {
            slug = file.Title is { } stem ? SlugWriter.From(stem) : SlugWriter.From(title);
            inferred.Add(new Inference("slug", slug.Value.Value, file.Title is null ? "title" : "file-name"));
        }
        var author = values.Author;
        if (author is null && Shown(plain?.Author) is { Length: > 0 } byline)
        {
            author = byline;
            inferred.Add(new Inference("author", byline, "byline"));
        }
        return new Article(document, outline)
        {
            Slug = slug.Value,
            Title = title,
            TitleIsWritten = !inferred.Exists(i => i is { Key: "title", From: "file-name" }) && title != "Untitled",
            Summary = summary,
            SummaryIsWritten = values.Summary is not null,
            Date = when,
            DateOrigin = (values.Date, plain?.Date, file.Date) switch
            {
                (not null, _, _) => DateOrigin.FrontMatter,
                (_, not null, _) => DateOrigin.Byline,
                (_, _, not null) => DateOrigin.FileName,
                _ => DateOrigin.FileTime,
            },
            DateLine = values.DateLine,
            Updated = values.Updated?.In(settings.TimeZone),
            PublishAt = values.PublishAt?.In(settings.TimeZone),
            Draft = values.Draft,
            Tags = values.Tags,
            Author = author,
            Image = values.Image,
            ImageAlt = values.ImageAlt,
            ImageLine = values.ImageLine,
            Language = values.Language ?? settings.Language,
            Canonical = values.Canonical,
            Aliases = values.Aliases,
            Newsletter = values.Newsletter,
            ReviewedBy = values.ReviewedBy,
            LastReviewed = values.LastReviewed,
            ReviewBy = values.ReviewBy,
            ReviewByLine = values.ReviewByLine,
            References = values.References,
            TargetTexts = values.TargetTexts,
            FromPlainText = plain is not null,
        };

        string? Infer(string? value, string from)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                inferred.Add(new Inference("title", value, from));
                return value;
            }
            return null;
        }

        WrittenDate? Dated(WrittenDate? found, string from)
        {
            if (found is { } d)
                inferred.Add(new Inference("date", d.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), from));
            return found;
        }
    }

    /// <summary>Entities and file names can hold characters that no reader sees.</summary>
    private static string? Shown(string? text) => text is null ? null : InvisibleCharacters.FromValue(text).Trim();

    private static string? FirstHeading(ArticleOutline outline) => outline.Headings is [var first, ..] ? first.Text : null;
}
