using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Lint;

/// <summary>
/// One thing that a careful editor would notice. Each rule has a folder with its class, its words for readers of the report
/// inside it, and a spec in the tests; without folder and registration the rule is gone.
/// </summary>
internal interface ILintRule
{
    void Check(LintContext context);
}

/// <summary>What a rule may look at, and where its findings go.</summary>
internal sealed class LintContext(Article article, SiteSettings settings, DateTimeOffset now, List<Finding> findings)
{
    public Article Article { get; } = article;

    public ArticleOutline Outline => Article.Outline;

    public SiteSettings Settings { get; } = settings;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Today in the site's zone.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, settings.TimeZone).DateTime);

    public void Warn(string rule, string message, string? fix, int? line = null, int? column = null) =>
        findings.Add(new Finding(rule, Severity.Warning, message, fix, line, column));

    public void Note(string rule, string message, string? fix, int? line = null, int? column = null) =>
        findings.Add(new Finding(rule, Severity.Note, message, fix, line, column));
}
