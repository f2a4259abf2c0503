using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>The mails of welcome series, from the folder <c>_welcome</c> beside the articles.</summary>
internal sealed class PreviewWelcome(PreviewSite site, TimeProvider time)
{
    /// <summary>Every step that the settings name.</summary>
    public IEnumerable<(NewsletterSettings Newsletter, WelcomeStep Step)> Steps =>
        site.Look.Settings.Newsletters.SelectMany(n => n.Welcome.Select(step => (n, step)));

    /// <returns>Null if the settings name no such step.</returns>
    public async Task<WelcomePreview?> ReadAsync(string? newsletter, string? name)
    {
        var (settings, theme) = (site.Look.Settings, site.Look.Theme);
        if (
            Steps.FirstOrDefault(s => s.Newsletter.Id == newsletter && s.Step.File == name)
            is not { Step: { } step } found
        )
            return null;
        var file = new FileInfo(Path.Combine(site.Root, WelcomeText.SourceOf(step.File)));
        if (!file.Exists)
            return new WelcomePreview(null, null, null, WelcomeProblem.Missing, []);
        if (file.Length > ArticleLimits.MaxBytes)
            return new WelcomePreview(null, null, null, WelcomeProblem.Rejected, [ArticleLimits.TooLarge(file.Length)]);
        var reading = await WelcomeText.ReadAsync(
            new ArticleSource(
                WelcomeText.SourceOf(step.File),
                await File.ReadAllBytesAsync(file.FullName),
                new DateTimeOffset(file.LastWriteTimeUtc)
            ),
            settings,
            time.GetUtcNow(),
            links => Task.FromResult<IReadOnlyDictionary<string, Slug>>(LiveSlugs(links))
        );
        if (reading.Text is not { } text)
            return new WelcomePreview(null, null, null, WelcomeProblem.Rejected, reading.Findings);
        if (WelcomeComposer.Compose(settings, found.Newsletter, step.File, text, theme) is not { } mail)
            return new WelcomePreview(null, null, null, WelcomeProblem.TooLarge, reading.Findings);
        var (html, plain) = ImpersonalMail.Preview(
            mail.Content,
            StringTable.Load(IssueComposer.Strings, mail.Language),
            settings
        );
        return new WelcomePreview(mail.Content.Subject, html, plain, reading.Held, reading.Findings);
    }

    /// <summary>Changes with each save of a file that the settings name.</summary>
    public static string Fingerprint(string root, SiteSettings settings) =>
        string.Join(
            '\n',
            settings
                .Newsletters.SelectMany(n => n.Welcome)
                .Select(step => new FileInfo(Path.Combine(root, WelcomeText.SourceOf(step.File))))
                .Select(f => f.Exists ? $"{f.Name} {f.LastWriteTimeUtc.Ticks} {f.Length}" : f.Name)
        );

    /// <summary>Why a step would not be sent, in words.</summary>
    public static string? WordsOf(WelcomeProblem? problem) =>
        problem switch
        {
            null => null,
            WelcomeProblem.Missing => "There is no file of this name in the folder _welcome.",
            WelcomeProblem.Draft => "It is a draft.",
            WelcomeProblem.Held => "It has a date that lies ahead.",
            WelcomeProblem.TooLarge => "The mail would be cut off by mailboxes.",
            _ => "The file has a mistake.",
        };

    /// <summary>What is noticed about a step, one sentence after the other.</summary>
    public static IReadOnlyList<string> RemarksOf(WelcomePreview preview) =>
        [
            .. WordsOf(preview.Problem) is { } words ? [words + " It would not be sent."] : Array.Empty<string>(),
            .. preview.Findings.Select(Describe),
        ];

    private static string Describe(Finding finding)
    {
        var line = finding.Line is { } at ? $"Line {at}: " : "";
        return $"{line}{finding.Message} {finding.Fix}".TrimEnd();
    }

    private Dictionary<string, Slug> LiveSlugs(IReadOnlyCollection<string> sources)
    {
        var found = new Dictionary<string, Slug>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if (Slug.TryParse(site.Reports.GetValueOrDefault(source)?.Slug, out var slug))
                found[source] = slug;
        }
        return found;
    }
}
