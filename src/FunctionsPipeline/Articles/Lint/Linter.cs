using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Lint;

/// <summary>Lets every rule look at an article.</summary>
internal static class Linter
{
    /// <summary>A report with hundreds of findings of one kind is of no use.</summary>
    private const int MaxPerRule = 10;

    public static void Check(Article article, SiteSettings settings, DateTimeOffset now, List<Finding> findings)
    {
        var context = new LintContext(article, settings, now, findings);
        foreach (var rule in LintRules.All)
        {
            var before = findings.Count;
            rule.Check(context);
            var more = findings.Count - before - MaxPerRule;
            if (more <= 0)
                continue;
            var kind = findings[before].Rule;
            findings.RemoveRange(before + MaxPerRule, more);
            findings.Add(new Finding(kind, Severity.Note, $"… and {more} more like these."));
        }
    }
}
