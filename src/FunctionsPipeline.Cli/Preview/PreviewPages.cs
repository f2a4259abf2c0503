using System.Globalization;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>The preview's own pages, in the frame and the style of the product's other pages for staff.</summary>
internal sealed class PreviewPages(PreviewSite site)
{
    public const string Start = "/_preview/";

    /// <summary>As <see cref="PagePolicy"/> has it, with frames of the preview itself.</summary>
    private const string Policy =
        "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

    /// <summary>Two frames side by side, wider than most screens: they scroll, and the page does not.</summary>
    private const string Style = """
        <style>
        .frames { max-width: 70rem; }
        .frames > div { display: flex; gap: 2rem; align-items: flex-start; width: max-content; }
        .frames iframe { height: 46rem; aspect-ratio: auto; max-width: none; border: 1px solid var(--line); }
        .frames .phone { width: 375px; }
        .frames .desk { width: 680px; }
        </style>
        """;

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Templates = new(Read);

    private Theme? _theme;
    private Brand? _brand;

    /// <summary>All articles, those with mistakes first, then the newest.</summary>
    /// <param name="welcome">Its mails are listed below the articles.</param>
    public string List(PreviewWelcome welcome)
    {
        var reports = site
            .Reports.Values.OrderByDescending(r => r.Status == ReportStatus.Rejected)
            .ThenByDescending(r => r.Status is ReportStatus.Draft or ReportStatus.Scheduled)
            .ThenBy(r => r.Source, StringComparer.Ordinal)
            .ToList();
        return Render(
            "preview-list",
            new PreviewList
            {
                Shell = ShellOf("Preview"),
                Name = site.Look.Settings.Name,
                Count = Counted.Of(reports.Count, "article"),
                Articles = [.. reports.Select(Row)],
                Welcome =
                [
                    .. welcome.Steps.Select(s => new PreviewStep(
                        s.Newsletter.Name,
                        s.Step.File,
                        s.Step.After == TimeSpan.Zero ? "at once"
                            : s.Step.After.TotalHours % 24 == 0
                                ? $"after {Counted.Of((int)s.Step.After.TotalDays, "day")}"
                            : $"after {Counted.Of((int)s.Step.After.TotalHours, "hour")}",
                        WelcomeAddress("welcome", s.Newsletter.Id, s.Step.File),
                        WelcomeAddress("welcome-text", s.Newsletter.Id, s.Step.File)
                    )),
                ],
            }
        );
    }

    /// <summary>The mail in the widths of a phone and a desk.</summary>
    public string Mail(ArticleReport report) =>
        Render(
            "preview-mail",
            new PreviewFrames
            {
                Shell = ShellOf($"Mail: {TitleOf(report)}"),
                Title = TitleOf(report),
                Document = AddressOf("mail-document", report.Source),
            }
        );

    /// <summary>A mail of a welcome series in the same widths, and what was noticed.</summary>
    public string Welcome(string newsletter, string file, WelcomePreview preview) =>
        Render(
            "preview-mail",
            new PreviewFrames
            {
                Shell = ShellOf($"Mail: {preview.Subject ?? file}"),
                Title = preview.Subject ?? file,
                Remarks = PreviewWelcome.RemarksOf(preview),
                Document = preview.Html is null ? null : WelcomeAddress("welcome-document", newsletter, file),
            }
        );

    public string WelcomeText(string title, string text) =>
        Render(
            "preview-text",
            new PreviewText
            {
                Shell = ShellOf($"Text: {title}"),
                Title = title,
                Text = text,
            }
        );

    public string Text(ArticleReport report, RenderedArticle rendered) =>
        Render(
            "preview-text",
            new PreviewText
            {
                Shell = ShellOf($"Text: {TitleOf(report)}"),
                Title = TitleOf(report),
                Text = rendered.Digest.FullText.ToString(),
            }
        );

    /// <summary>A sentence where there is nothing to show.</summary>
    public string Message(string title, string text) =>
        Render(
            "preview-message",
            new PreviewMessage
            {
                Shell = ShellOf(title),
                Title = title,
                Text = text,
            }
        );

    /// <summary>The mail itself, as a document.</summary>
    public string MailDocument(RenderedArticle rendered) =>
        rendered.Digest.ToDocument(site.Look.Theme, site.Look.Settings);

    private string Render(string template, object model)
    {
        var brand = site.Look.Settings.Brand;
        if (_theme is null || _brand != brand)
            (_theme, _brand) = (Theme.From(Templates.Value, brand), brand);
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        _theme.Render(template, model, html);
        return html.ToString();
    }

    private Shell ShellOf(string title) =>
        Shell.For(site.Look.Settings, site.Look.Theme, title, "en") with
        {
            Kind = "report",
            NoIndex = true,
            Policy = Policy,
            Head = Style,
        };

    private static PreviewRow Row(ArticleReport report)
    {
        var hasPage = report.Status is not ReportStatus.Rejected || report.Link is not null;
        return new PreviewRow(
            TitleOf(report),
            report.Source,
            report.Status.ToString().ToLowerInvariant(),
            report.Status switch
            {
                ReportStatus.Rejected => "Not published",
                ReportStatus.Scheduled => string.Create(
                    CultureInfo.InvariantCulture,
                    $"Scheduled for {report.PublishAt:yyyy-MM-dd HH:mm}"
                ),
                var status => status.ToString(),
            },
            hasPage ? $"/{report.Slug}/" : null,
            AddressOf("mail", report.Source),
            AddressOf("text", report.Source),
            AddressOf("report", report.Source),
            CountsOf(report.Findings)
        );
    }

    private static string TitleOf(ArticleReport report) => report.Title ?? report.Source;

    private static string AddressOf(string page, string source) => $"{Start}{page}?file={Uri.EscapeDataString(source)}";

    private static string WelcomeAddress(string page, string newsletter, string file) =>
        $"{Start}{page}?newsletter={Uri.EscapeDataString(newsletter)}&file={Uri.EscapeDataString(file)}";

    private static string CountsOf(IReadOnlyList<Finding> findings)
    {
        var counts = new[] { (Severity.Error, "mistake"), (Severity.Warning, "warning"), (Severity.Note, "note") }
            .Select(kind => (Count: findings.Count(f => f.Severity == kind.Item1), Word: kind.Item2))
            .Where(kind => kind.Count > 0)
            .Select(kind => Counted.Of(kind.Count, kind.Word));
        return string.Join(", ", counts) is { Length: > 0 } text ? text : "nothing to fix";
    }

    private static Dictionary<string, string> Read()
    {
        var assembly = typeof(PreviewPages).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(n => n.StartsWith("preview/", StringComparison.Ordinal))
            .ToDictionary(
                n => n["preview/".Length..],
                n =>
                {
                    using var text = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    return text.ReadToEnd();
                },
                StringComparer.Ordinal
            );
    }
}

/// <summary>What the template <c>preview-list</c> reads.</summary>
internal sealed record PreviewList
{
    public required Shell Shell { get; init; }

    public required string Name { get; init; }

    public required string Count { get; init; }

    public required IReadOnlyList<PreviewRow> Articles { get; init; }

    public required IReadOnlyList<PreviewStep> Welcome { get; init; }
}

/// <summary>One mail of a welcome series.</summary>
/// <param name="When">How long after the confirmation, in words.</param>
internal sealed record PreviewStep(string Newsletter, string File, string When, string Mail, string Text);

/// <param name="Page">Null while there is none.</param>
internal sealed record PreviewRow(
    string Title,
    string Source,
    string Status,
    string StatusTitle,
    string? Page,
    string Mail,
    string Text,
    string Report,
    string Findings
);

/// <summary>What the template <c>preview-mail</c> reads.</summary>
internal sealed record PreviewFrames
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    /// <summary>What was noticed.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Null if there is nothing to show.</summary>
    public required string? Document { get; init; }
}

/// <summary>What the template <c>preview-text</c> reads.</summary>
internal sealed record PreviewText
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }
}

/// <summary>What the template <c>preview-message</c> reads.</summary>
internal sealed record PreviewMessage
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }
}
