using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing.Checking;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Cli.Lint;

/// <summary>
/// Checks the files of one scope. All its articles are read, because any may be linked to or have the same address; only
/// those that were asked for are reported.
/// </summary>
/// <param name="settings">The folder of <c>site.yml</c>; null to look for it beside the articles.</param>
internal sealed class FolderLint(LintScope scope, string? settings, TimeProvider time)
{
    private readonly string? _settings = settings ?? SettingsFolder.Find(scope.Root);

    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be read.</exception>
    public async Task<FolderLintResult> RunAsync(WorkProgress progress, CancellationToken cancellationToken)
    {
        var folder = ArticleFolder.Scan(scope.Root, _settings, scope.IsWhole);
        if (!scope.IsWhole)
            AddLinked(folder);
        var defaults = new SiteSettings();
        var read = SettingsFolder.Read(_settings, defaults);
        var inForce = read.Settings ?? defaults;
        var sources = folder
            .Files.Keys.Where(n => ArticleName.Classify(n) is DropKind.Article or DropKind.Unsupported)
            .ToList();
        progress.Total = (progress.Total ?? 0) + sources.Count;
        var check = new FolderCheck(new LocalStore(isKept: false) { Articles = folder }, time, NullLogger.Instance);
        var files = await check.RunAsync(sources, inForce, progress.Advance, cancellationToken);
        var asked = files.Where(f => scope.Contains(folder.Files[f.Source])).ToList();
        return new FolderLintResult(
            inForce,
            folder,
            asked,
            [
                .. OfSettings(read),
                .. asked.SelectMany(f =>
                    f.Findings.Select(finding => new LintFinding(ShownPath.Of(folder.Files[f.Source].Path), finding))
                ),
            ]
        );
    }

    /// <summary>What the files that were asked for refer to may lie in folders that were not listed.</summary>
    private void AddLinked(ArticleFolder folder)
    {
        var usual = new SiteSettings();
        foreach (
            var file in folder
                .Files.Values.Where(f => scope.Contains(f) && f.Length is > 0 and <= ArticleLimits.MaxBytes)
                .ToList()
        )
        {
            if (
                ArticleName.Classify(file.Name) == DropKind.Article
                && ArticleReader
                    .Read(new ArticleSource(file.Name, File.ReadAllBytes(file.Path), file.Modified), usual)
                    .Article
                    is { } article
                && ArticleLinks.Of(article, file.Name, usual.Url) is { IsEmpty: false } links
            )
                folder.Add(links.Images.Concat(links.Sources));
        }
    }

    /// <summary>What is wrong with <c>site.yml</c> and the theme: publishing tells it too.</summary>
    private IEnumerable<LintFinding> OfSettings(SettingsReading read)
    {
        if (_settings is null)
            return [];
        var file = ShownPath.Of(Path.Combine(_settings, SettingsFolder.FileName));
        // Compiling templates takes longer than checking a hundred articles: only where there are some.
        var theme =
            read.Theme.Count == 0 ? [] : Theme.From(read.Theme, (read.Settings ?? new SiteSettings()).Brand).Findings;
        return
        [
            .. read.Findings.Select(f => new LintFinding(file, f)),
            .. theme.Select(f => new LintFinding(
                file,
                f with
                {
                    Severity = Severity.Warning,
                    Line = null,
                    Column = null,
                }
            )),
        ];
    }
}

/// <param name="Settings">That the files were checked by.</param>
/// <param name="Files">Those that were asked for.</param>
/// <param name="Findings">Those of the settings first.</param>
internal sealed record FolderLintResult(
    SiteSettings Settings,
    ArticleFolder Folder,
    IReadOnlyList<CheckedFile> Files,
    IReadOnlyList<LintFinding> Findings
);
