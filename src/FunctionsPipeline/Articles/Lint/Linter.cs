using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Lint;

/// <summary>Lets every rule look at an article.</summary>
internal static class Linter
{
    /// <summary>A report with hundreds of lines of one kind helps nobody.</summary>
    private const int MaxPerRule = 10;

    public static void Check(Article article, SiteSettings settings, DateTimeOffset now, List<Finding> findings)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, settings.TimeZone).DateTime);
        foreach (var rule in LintRules.All)
        {
            var own = new List<Finding>();
            rule.Check(new LintContext(article, settings, today, own));
            findings.AddRange(own.Take(MaxPerRule));
            if (own.Count > MaxPerRule)
                findings.Add(new Finding(own[0].Rule, Severity.Note, $"… and {own.Count - MaxPerRule} more of this kind."));
        }
    }
}
