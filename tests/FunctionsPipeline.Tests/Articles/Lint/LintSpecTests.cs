using System.Text;
using FunctionsPipeline.Articles.Lint;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Tests.Articles.Specs;

namespace FunctionsPipeline.Tests.Articles.Lint;

public sealed class LintSpecTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var spec in Spec.ReadAll("Lint"))
                data.Add(spec.File, spec.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_does_what_its_spec_says(string rule, string name)
    {
        var spec = Spec.ReadAll("Lint").Single(s => s.File == rule && s.Name == name);
        var settings = new SiteSettings { Medical = true };
        var reading = ArticleReader.Read(
            new ArticleSource(
                "an-article.md",
                Encoding.UTF8.GetBytes(spec.Blocks["markdown"]),
                new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)
            ),
            settings
        );
        Assert.NotNull(reading.Article);
        var findings = new List<Finding>();

        LintRules
            .All.Single(r => r.GetType().Name == rule)
            .Check(
                new LintContext(
                    reading.Article,
                    settings,
                    new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
                    findings
                )
            );

        Assert.Equal(spec.Blocks["findings"].Trim(), string.Join("\n", findings.Select(Line)).Trim());
    }

    [Fact]
    public void Every_rule_has_a_spec() =>
        Assert.Equal(
            LintRules.All.Select(r => r.GetType().Name).Order(),
            Spec.ReadAll("Lint").Select(s => s.File).Distinct().Order()
        );

    private static string Line(Finding finding)
    {
        var where =
            finding.Line is null ? "file"
            : finding.Column is null ? $"line {finding.Line}"
            : $"line {finding.Line}, column {finding.Column}";
        return $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Rule}, {where}: {finding.Message}";
    }
}
