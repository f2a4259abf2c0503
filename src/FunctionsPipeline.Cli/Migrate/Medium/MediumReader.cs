using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Medium;

/// <summary>
/// Medium (Settings, Security and apps, Download your information): a ZIP with a page for each post, draft and response;
/// all else in it is about the account.
/// </summary>
internal sealed partial class MediumReader : IExportReader
{
    public string Id => "medium";

    public string Name => "Medium";

    public string Hint => "In Medium, choose Settings, Security and apps, Download your information, and name the ZIP.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over the posts and drafts of a Medium account.",
            "The ZIP of Settings, Security and apps, Download your information; or a folder with what is in it.",
            "fp migrate medium medium-export.zip moved --fetch-pictures"
        );

    public async Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken)
    {
        foreach (var file in PostFiles(source).Take(5))
        {
            var text = await file.ReadTextAsync(cancellationToken);
            if (
                text.Contains("h-entry", StringComparison.Ordinal)
                && text.Contains("e-content", StringComparison.Ordinal)
            )
                return true;
        }
        return false;
    }

    public Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(new Uri("https://medium.com/"));

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var file in PostFiles(reading.Source))
        {
            var html = await file.ReadTextAsync(cancellationToken);
            if (HtmlGuard.Refusal(html) is { } refusal)
                reading.Report.Add(file.Path, null, $"It cannot be read, because {refusal}; it was left out.");
            else if (HtmlTree.Parse(html) is var page && page.Body.QuerySelector(".e-content") is not { } content)
                reading.Report.Add(file.Path, null, "It holds no text as Medium writes it; it was left out.");
            else if (IsResponse(page, content))
                reading.Report.Add(file.Path, null, $"A response to another post: '{Title(page)}'. It was left out.");
            else
                yield return PostOf(file, page, content);
        }
        foreach (
            var folder in reading.Source.Files.Where(f => !IsPost(f)).GroupBy(f => f.Folder, StringComparer.Ordinal)
        )
            reading.Report.Add(
                folder.Key.Length == 0 ? reading.Source.Name : folder.Key,
                null,
                $"{Counted.Of(folder.Count(), "file")} about your account at Medium not carried over."
            );
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) => [];

    /// <summary>Files about the account are named by folder.</summary>
    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) => Task.FromResult(true);

    private static bool IsPost(ExportFile file) =>
        file.Extension == ".html"
        && (
            file.IsIn("posts")
            || (!file.Path.Contains('/') && !file.Stem.Equals("README", StringComparison.OrdinalIgnoreCase))
        );

    private static IEnumerable<ExportFile> PostFiles(ExportSource source) => source.Files.Where(IsPost);

    private static ExportedPost PostOf(ExportFile file, HtmlTree page, IElement content)
    {
        var name = FileName().Match(file.Stem);
        var isDraft = file.FileName.StartsWith("draft", StringComparison.OrdinalIgnoreCase);
        var address = page.Body.QuerySelector("a.p-canonical")?.GetAttribute("href");
        var fromAddress = Path().Match(address?.Split('?')[0].TrimEnd('/').Split('/')[^1] ?? "");
        var title = Title(page);
        var summary = page.Body.QuerySelector(".p-summary")?.TextContent.Trim();
        RemoveHeader(content, title, summary);
        return new ExportedPost
        {
            Where = file.Path,
            Title = title,
            Slug =
                fromAddress.Success ? fromAddress.Groups["slug"].Value
                : name.Success ? name.Groups["slug"].Value
                : null,
            Date = DateOf(page),
            Address = Uri.TryCreate(address, UriKind.Absolute, out var whole) ? whole : null,
            LinkedAs = [.. page.Body.QuerySelectorAll("footer a[href*='/p/']").Select(a => a.GetAttribute("href")!)],
            Held = isDraft ? PostState.Draft : null,
            Tags = [.. page.Body.QuerySelectorAll("a.p-tag").Select(t => t.TextContent.Trim())],
            Authors = [.. page.Body.QuerySelectorAll("a.p-author").Select(a => a.TextContent.Trim())],
            Summary = summary,
            Body = PostBody.Html(content.InnerHtml),
        };
    }

    private static string? Title(HtmlTree page) => page.Body.QuerySelector(".p-name")?.TextContent.Trim();

    private static DateTimeOffset? DateOf(HtmlTree page) =>
        DateTimeOffset.TryParse(
            page.Body.QuerySelector("time.dt-published")?.GetAttribute("datetime"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? date
            : null;

    /// <summary>The text begins with a rule, the title and the summary, which the page shows by itself.</summary>
    private static void RemoveHeader(IElement content, string? title, string? summary)
    {
        content.QuerySelector(".section--first > .section-divider")?.Remove();
        if (content.QuerySelector("h1,h2,h3,h4") is { } heading && Same(heading.TextContent, title))
            heading.Remove();
        if (content.QuerySelector(".graf--subtitle") is { } subtitle && Same(subtitle.TextContent, summary))
            subtitle.Remove();
    }

    /// <summary>
    /// A response has neither title nor summary: Medium takes its first words for the title.
    /// </summary>
    private static bool IsResponse(HtmlTree page, IElement content)
    {
        if (
            page.Body.QuerySelector(".p-summary,.p-tags") is not null
            || content.QuerySelector("h1,h2,h3,h4,.graf--title") is not null
        )
            return false;
        var title = Plain(Title(page)).TrimEnd('…', '.');
        var first = Plain(content.QuerySelector(".graf")?.TextContent);
        return title.Length > 0 && first.StartsWith(title, StringComparison.Ordinal);
    }

    private static bool Same(string? one, string? other) => Plain(one) == Plain(other) && Plain(one).Length > 0;

    private static string Plain(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace('\u2019', '\'')
            .Replace('\u2018', '\'')
            .Replace('\u201C', '"')
            .Replace('\u201D', '"')
            .TrimEnd('.');

    [GeneratedRegex(
        "^(draft|\\d{4}-\\d{2}-\\d{2}(_\\d{2}-\\d{2}-\\d{2})?)_(?<slug>.*?)-+[0-9a-f]{8,14}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex FileName();

    [GeneratedRegex("^(?<slug>.+)-[0-9a-f]{8,14}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Path();
}
