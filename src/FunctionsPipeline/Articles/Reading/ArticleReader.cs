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

/// <summary>Reads what staff dropped. Never throws for what is in the file: that becomes findings.</summary>
public static class ArticleReader
{
    private const string Untitled = "Untitled";

    /// <summary>Words of a summary that make an address, where nothing else says what an article is about.</summary>
    private const int SummaryWords = 8;

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

        var file = FileName.Read(ArticleName.StemOf(source.Name));
        MapNode? properties = null;
        if (file.IsNotion)
            (text, properties) = NotionProperties.Take(text, findings);
        var block = FrontMatterBlock.Split(text, findings);
        var values =
            properties is not null && block.Format == FrontMatterFormat.None
                ? FrontMatterReader.Read(properties, findings)
                : ReadFrontMatter(block, findings);
        if (ArticleLimits.Check(block.Body, block.BodyLine - 1) is { } broken)
            findings.Add(broken);
        if (string.IsNullOrWhiteSpace(block.Body) && !HasErrors(findings))
            findings.Add(
                new Finding(
                    "empty",
                    Severity.Error,
                    "There is no text in this file.",
                    "Write the article below its title and drop the file again.",
                    block.BodyLine
                )
            );
        if (values is null || HasErrors(findings))
            return new ArticleReading(null, inferred, findings, null);

        var quotes = QuoteMarks.Of(values.Language ?? settings.Language);
        PlainTextResult? plain = null;
        var lines = new FileLines(block.BodyLine - 1, null);
        MarkdownDocument document;
        TitleHeading? heading;
        ArticleOutline outline;
        try
        {
            (document, plain) = Parse(source, block, values.Title, budget);
            lines = new FileLines(block.BodyLine - 1, plain?.Lines);
            heading = TitleHeading.Take(document, values.Title, quotes);
            outline = OutlineWalk.Run(document, heading?.Id, lines, quotes, budget);
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
        var article = Complete(source, file, settings, values, plain, heading, document, outline, inferred);
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
        var map =
            block.Format == FrontMatterFormat.Toml
                ? TomlFrontMatter.Parse(block.Text, block.TextLine, findings)
                : YamlFrontMatter.Parse(block.Text, block.TextLine, findings);
        if (map is not null && block.Format == FrontMatterFormat.Yaml)
            YamlComments.Check(map, block.Text, block.TextLine, findings);
        return map is null ? null : FrontMatterReader.Read(map, findings);
    }

    /// <summary>
    /// A file named as Markdown is Markdown, unless it holds nothing that Markdown reads otherwise than it was typed; any
    /// other file is text that was pasted from elsewhere, unless there is a sign of Markdown in it.
    /// </summary>
    private static (MarkdownDocument Document, PlainTextResult? Plain) Parse(
        ArticleSource source,
        FrontMatterBlock block,
        string? title,
        InputBudget budget
    )
    {
        if (source.IsMarkdownOnly || MarkdownSigns.In(block.Body))
            return (ArticleMarkdown.Parse(block.Body, budget), null);
        if (
            ArticleName.IsMarkdown(source.Name)
            && ArticleMarkdown.Parse(block.Body, budget) is var written
            && !MarkdownSigns.IsPlain(written)
        )
            return (written, null);
        var plain = PlainTextInference.Apply(block.Body, block.BodyLine, title);
        return (ArticleMarkdown.Parse(plain?.Markdown ?? block.Body, budget), plain);
    }

    private static Article Complete(
        ArticleSource source,
        FileName file,
        SiteSettings settings,
        FrontMatterValues values,
        PlainTextResult? plain,
        TitleHeading? heading,
        MarkdownDocument document,
        ArticleOutline outline,
        List<Inference> inferred
    )
    {
        var title =
            values.Title
            ?? Infer(Shown(heading?.Text), "heading")
            ?? Infer(Shown(plain?.Title), "first-line")
            ?? Infer(Shown(FirstHeading(outline)), "heading")
            ?? Infer(Shown(file.Title), "file-name")
            ?? Untitled;
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
            inferred.Add(
                new Inference(
                    "date",
                    when.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    "file-time"
                )
            );
        var slug = values.Slug;
        if (slug is null)
        {
            (slug, var from) = AddressOf(source, file, title, summary);
            inferred.Add(new Inference("slug", slug.Value.Value, from));
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
            SlugIsWritten = values.Slug is not null,
            Title = title,
            TitleId = heading?.Id,
            TitleIsWritten = !inferred.Exists(i => i is { Key: "title", From: "file-name" }) && title != Untitled,
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
                inferred.Add(
                    new Inference(
                        "date",
                        d.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                        from
                    )
                );
            return found;
        }
    }

    /// <summary>The first address of an article stays, also when its title changes.</summary>
    private static (Slug Slug, string From) AddressOf(ArticleSource source, FileName file, string title, string summary)
    {
        (Slug Slug, string From) inferred =
            file.Title is { } name ? (SlugWriter.From(name), "file-name")
            : title == Untitled && summary.Length > 0
                ? (SlugWriter.From(string.Join(' ', summary.Split(' ').Take(SummaryWords))), "first-paragraph")
            : (SlugWriter.From(title), "title");
        return source.Address is { } kept && kept != inferred.Slug ? (kept, "first-address") : inferred;
    }

    /// <summary>Entities and file names can hold characters that no reader sees.</summary>
    private static string? Shown(string? text) => text is null ? null : InvisibleCharacters.FromValue(text).Trim();

    private static string? FirstHeading(ArticleOutline outline) =>
        outline.Headings is [var first, ..] ? first.Text : null;
}
