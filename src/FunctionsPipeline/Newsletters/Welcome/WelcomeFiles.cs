using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// The files of welcome series as they lie in <c>articles/_welcome/</c>: the mail of each, and the answer to whoever dropped it.
/// They never become pages, feed entries or articles of an issue: no other feature reads a folder that begins with '_'.
/// </summary>
internal sealed class WelcomeFiles(
    IBlobStore store,
    ISiteSettingsSource settings,
    IThemeSource themes,
    StaffOutbox staff,
    TimeProvider time,
    ILogger<WelcomeFiles> logger
)
{
    private const string UnusedRule = "welcome-unused";

    private ReportStore Reports => new(store, logger);

    /// <summary>The mail of a step as its file is now.</summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public Task<StepMail> ReadAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        WelcomeStep step,
        CancellationToken cancellationToken
    ) => ReadAsync(step.File, site, newsletter, step, cancellationToken);

    /// <summary>The same for readers of a language, from the file beside it that is named for it.</summary>
    public Task<StepMail> ReadTranslationAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        WelcomeStep step,
        string language,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            WelcomeText.Translation(step.File, language),
            site with
            {
                Language = language,
            },
            newsletter,
            step,
            cancellationToken
        );

    private async Task<StepMail> ReadAsync(
        string name,
        SiteSettings site,
        NewsletterSettings newsletter,
        WelcomeStep step,
        CancellationToken cancellationToken
    )
    {
        if (await OpenAsync(name, site, cancellationToken) is not { } file)
            return new StepMail(null, WelcomeProblem.Missing, []);
        var reading = file.Reading;
        if (reading.Text is not { } text)
            return new StepMail(null, WelcomeProblem.Rejected, reading.Findings);
        var mail = WelcomeComposer.Compose(site, newsletter, step.File, text, await themes.GetAsync(cancellationToken));
        return new StepMail(
            mail,
            reading.Held ?? (mail is null ? WelcomeProblem.TooLarge : null),
            FindingOrder.Of([.. reading.Findings])
        );
    }

    /// <summary>Writes the report of a file that was dropped, as every drop has one; of one that is gone, that it is.</summary>
    /// <param name="again">Also where this version of the file is answered.</param>
    /// <returns>Null if there is nothing to answer.</returns>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<ArticleReport?> AnswerAsync(string source, bool again, CancellationToken cancellationToken)
    {
        if (!WelcomeText.IsAt(source))
            return null;
        var site = await settings.GetAsync(cancellationToken);
        var path = new BlobPath(Containers.Articles, source);
        var stored = await Reports.ReadAsync(source, cancellationToken);
        var entry = await store.StatAsync(path, cancellationToken);
        if (entry is null && stored is null or { Value.Status: ReportStatus.Removed })
            return stored?.Value;
        if (!again && entry is not null && stored?.Value.SourceETag == entry.ETag && IsTrue(stored.Value, site))
            return stored.Value;
        var report = entry is null
            ? Gone(source, stored!.Value)
            : await ReportAsync(source, entry, site, cancellationToken);
        await Reports.WriteAsync(
            report,
            stored,
            site,
            await themes.GetAsync(cancellationToken),
            Task.CompletedTask,
            cancellationToken
        );
        return report;
    }

    /// <summary>Once a day staff are notified of a step that has nothing to send, for as long as that is so.</summary>
    /// <param name="detail">The provider's words where it refused the mail; null otherwise.</param>
    public Task NotifyAsync(
        NewsletterSettings newsletter,
        WelcomeStep step,
        WelcomeProblem problem,
        string? detail,
        CancellationToken cancellationToken
    ) =>
        staff.NotifyAsync(
            StaffNotice.WelcomeWaits(newsletter.Id, newsletter.Name, StepKey.Of(step.File), step.File, problem, detail),
            cancellationToken
        );

    private async Task<ArticleReport> ReportAsync(
        string source,
        BlobEntry entry,
        SiteSettings site,
        CancellationToken cancellationToken
    )
    {
        var file = await OpenAsync(source[(source.LastIndexOf('/') + 1)..], site, cancellationToken);
        var reading = file?.Reading ?? new WelcomeReading(null, null, [], []);
        var findings = reading.Findings.ToList();
        if (reading.Text is not null && !IsUsed(source, site))
        {
            var words = StringTable.Load(WelcomeServices.Strings, Languages.Source);
            findings.Add(
                new Finding(
                    UnusedRule,
                    Severity.Warning,
                    words["finding-unused"],
                    words.Format("finding-unused-fix", ("file", source[(source.LastIndexOf('/') + 1)..]))
                )
            );
        }
        return new ArticleReport
        {
            Source = source,
            SourceETag = file?.ETag ?? entry.ETag,
            Status =
                reading.Text is null ? ReportStatus.Rejected
                : reading.Held == WelcomeProblem.Draft ? ReportStatus.Draft
                : reading.Held == WelcomeProblem.Held ? ReportStatus.Scheduled
                : ReportStatus.Letter,
            Title = reading.Text?.Title,
            PublishAt = reading.Held == WelcomeProblem.Held ? reading.From : null,
            Findings = FindingOrder.Of(findings),
            Inferred = [.. reading.Inferred.Where(i => i.Key is "title" or "summary")],
        };
    }

    /// <summary>False for a report that the settings, or the time, have overtaken.</summary>
    private bool IsTrue(ArticleReport report, SiteSettings site) =>
        report.Status == ReportStatus.Rejected
        || (
            report.Findings.Any(f => f.Rule == UnusedRule) != IsUsed(report.Source, site)
            && !(report.PublishAt <= time.GetUtcNow())
        );

    private static bool IsUsed(string source, SiteSettings site) =>
        site
            .Newsletters.SelectMany(n => n.Welcome)
            .SelectMany(step =>
                Languages
                    .OfferedBy(site.Language)
                    .Skip(1)
                    .Select(language => WelcomeText.Translation(step.File, language))
                    .Prepend(step.File)
            )
            .Any(file => Composed.Of(WelcomeText.SourceOf(file)) == Composed.Of(source));

    private static ArticleReport Gone(string source, ArticleReport before) =>
        new()
        {
            Source = source,
            SourceETag = "",
            Status = ReportStatus.Removed,
            Title = before.Title,
        };

    /// <summary>Null if there is no such file. A Mac stores names decomposed: such a file is found too.</summary>
    private async Task<OpenedText?> OpenAsync(string file, SiteSettings site, CancellationToken cancellationToken)
    {
        var source = WelcomeText.SourceOf(file);
        var apart = Composed.Apart(source);
        return await OpenSourceAsync(source, site, cancellationToken)
            ?? (apart == source ? null : await OpenSourceAsync(apart, site, cancellationToken));
    }

    private async Task<OpenedText?> OpenSourceAsync(
        string source,
        SiteSettings site,
        CancellationToken cancellationToken
    )
    {
        await using var blob = await store.OpenReadAsync(new BlobPath(Containers.Articles, source), cancellationToken);
        if (blob is null)
            return null;
        if (blob.Length > ArticleLimits.MaxBytes)
            return new OpenedText(blob.ETag, new WelcomeReading(null, null, [], [ArticleLimits.TooLarge(blob.Length)]));
        var content = new byte[blob.Length];
        var read = await blob.Content.ReadAtLeastAsync(
            content,
            content.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        var reading = await WelcomeText.ReadAsync(
            new ArticleSource(source, content.AsMemory(0, read), blob.LastModified),
            site,
            time.GetUtcNow(),
            links => Reports.LiveSlugsAsync(links, cancellationToken)
        );
        return new OpenedText(blob.ETag, reading);
    }

    private sealed record OpenedText(string ETag, WelcomeReading Reading);
}

/// <summary>What a step has to send.</summary>
/// <param name="Mail">Null for none; there may be one although it is not sent, such as a draft.</param>
/// <param name="Problem">Why it is not sent; null if it is.</param>
internal sealed record StepMail(WelcomeMail? Mail, WelcomeProblem? Problem, IReadOnlyList<Finding> Findings);
