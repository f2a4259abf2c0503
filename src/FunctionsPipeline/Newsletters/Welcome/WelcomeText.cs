using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>The text of a step, by the same Markdown rules as articles.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Html">A fragment with every style inlined; safe.</param>
internal sealed record WelcomeText(string Title, string Summary, string Language, string Html, string Text)
{
    private const string Folder = "_welcome/";

    /// <summary>The blob of a step's file.</summary>
    public static string SourceOf(string file) => Folder + file;

    /// <summary>The file of a step in another language: <c>hello.fr.md</c> beside <c>hello.md</c>.</summary>
    public static string Translation(string file, string language)
    {
        var extension = Path.GetExtension(file);
        return $"{file[..^extension.Length]}.{language}{extension}";
    }

    /// <summary>True for a file in the folder of welcome mails itself.</summary>
    public static bool IsAt(string source) =>
        source.StartsWith(Folder, StringComparison.Ordinal)
        && source.Length > Folder.Length
        && !source.AsSpan(Folder.Length).Contains('/')
        && ArticleName.IsMarkdown(source);

    /// <summary>Reads a file as it was dropped. Never throws for what is in it.</summary>
    /// <param name="published">Which of the articles that it links to are live; called once.</param>
    public static async Task<WelcomeReading> ReadAsync(
        ArticleSource source,
        SiteSettings site,
        DateTimeOffset now,
        Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, Slug>>> published
    )
    {
        var findings = new List<Finding>();
        try
        {
            var words = StringTable.Load(WelcomeServices.Strings, Languages.Source);
            var reading = ArticlePrinter.Read(source, site, now, findings);
            if (reading.Article is not { } article)
                return new WelcomeReading(null, null, reading.Inferred, findings);
            var links = ArticleLinks.Of(article, source.Name, site.Url);
            var sources = await published(links.Sources);
            var lost = new List<Finding>();
            links.Resolve(new Dictionary<string, PublishedImage>(StringComparer.Ordinal), sources, lost);
            findings.AddRange(
                lost.Select(f => f.Rule == "broken-image" ? f with { Fix = words["finding-picture-fix"] } : f)
            );
            var held =
                article.Draft ? WelcomeProblem.Draft
                : article.LiveFrom > now ? WelcomeProblem.Held
                : (WelcomeProblem?)null;
            return new WelcomeReading(Render(article, site), held, reading.Inferred, findings)
            {
                From = article.LiveFrom,
            };
        }
        catch (InputBudgetException e)
        {
            findings.Add(e.Finding);
            return new WelcomeReading(null, null, [], findings);
        }
        catch (Exception e)
            when (e is not (OutOfMemoryException or Storage.StorageException or OperationCanceledException))
        {
            findings.Add(
                new Finding(
                    "internal",
                    Severity.Error,
                    "This file cannot be read because of a mistake in this program, not in your text.",
                    "Please tell the person who looks after the site. Your file is safe."
                )
            );
            return new WelcomeReading(null, null, [], findings);
        }
    }

    private static WelcomeText Render(Article article, SiteSettings site)
    {
        var strings = StringTable.Load("articles", article.Language);
        using var html = TextBuffer.Rent(ArticleLimits.MaxMail);
        MailBody.Render(article, page: null, site.Brand.Accent, strings, html);
        using var text = TextBuffer.Rent(ArticleLimits.MaxMail);
        PlainTextBody.Render(article.Document, strings, text);
        return new WelcomeText(article.Title, article.Summary, article.Language, html.ToString(), text.ToString());
    }
}

/// <summary>What reading a file gave.</summary>
/// <param name="Text">Null if it is rejected; the findings say why.</param>
/// <param name="Held">Why it is not sent although it can be read; null if it is.</param>
internal sealed record WelcomeReading(
    WelcomeText? Text,
    WelcomeProblem? Held,
    IReadOnlyList<Inference> Inferred,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>From when on it may be sent, for one that is held until then.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>Why a step has nothing to send. Names are keys of the strings.</summary>
public enum WelcomeProblem
{
    /// <summary>There is no file of that name.</summary>
    Missing,

    /// <summary>It is marked as a draft.</summary>
    Draft,

    /// <summary>It has a date or a <c>publishAt</c> that lies ahead.</summary>
    Held,

    /// <summary>It has an error.</summary>
    Rejected,

    /// <summary>The mail would be cut off by mail clients.</summary>
    TooLarge,

    /// <summary>The provider does not take it.</summary>
    Refused,
}
