using System.Globalization;
using System.Text;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// Subject and preheader: one line of plain text each, from the newsletter's own template or the usual one.
/// </summary>
internal static class IssueLines
{
    private const int LongestPreheader = 160;

    public static string Subject(
        SiteSettings site,
        NewsletterSettings newsletter,
        IssuePlan plan,
        StringTable strings,
        List<Finding> findings
    )
    {
        if (!string.IsNullOrWhiteSpace(plan.Subject))
            return MergeFields.Neutralise(Cut(plan.Subject, SubjectLine.Longest));
        var others = plan.Articles.Count - 1;
        var usual = strings.Format(
            others switch
            {
                0 => "subject-one",
                1 => "subject-two",
                _ => "subject-many",
            },
            ("title", Cut(plan.Articles[0].Title, 100)),
            ("others", others)
        );
        return Line(
            newsletter.Subject,
            "subject",
            usual,
            SubjectLine.Longest,
            site,
            newsletter,
            plan,
            strings,
            findings
        );
    }

    public static string Preheader(
        SiteSettings site,
        NewsletterSettings newsletter,
        IssuePlan plan,
        StringTable strings,
        List<Finding> findings
    ) =>
        Line(
            newsletter.Preheader,
            "preheader",
            plan.Articles[0].Summary,
            LongestPreheader,
            site,
            newsletter,
            plan,
            strings,
            findings
        );

    /// <summary>What is wrong with a newsletter's own line; null if nothing is.</summary>
    public static string? ProblemOf(string template) =>
        LineTemplate.TryFill(
            template,
            Values("One", "A summary.", "A newsletter", "A site", "A day", 3),
            out _,
            out var problem
        )
            ? null
            : problem;

    /// <summary>The day in words, in the newsletter's zone and the site's language.</summary>
    public static string Day(SiteSettings site, NewsletterSettings newsletter, DateTimeOffset due) =>
        TimeZoneInfo.ConvertTime(due, newsletter.TimeZone ?? site.TimeZone).ToString("D", CultureOf(site.Language));

    public static CultureInfo CultureOf(string language) => Cultures.Of(language == "en" ? "en-CA" : language);

    /// <summary>One line, cut between words.</summary>
    public static string Cut(string text, int longest)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else
            {
                line.Append(rune);
            }
        }
        var whole = line.ToString().TrimEnd();
        if (whole.Length <= longest)
            return whole;
        var end = whole.LastIndexOf(' ', longest - 1);
        if (end < longest / 2)
            end = char.IsHighSurrogate(whole[longest - 2]) ? longest - 2 : longest - 1;
        return whole[..end].TrimEnd(' ', ',', ';', ':', '.', '-') + "…";
    }

    private static string Line(
        string? template,
        string what,
        string usual,
        int longest,
        SiteSettings site,
        NewsletterSettings newsletter,
        IssuePlan plan,
        StringTable strings,
        List<Finding> findings
    )
    {
        var line = usual;
        if (!string.IsNullOrWhiteSpace(template))
        {
            if (!LineTemplate.TryFill(template, Values(site, newsletter, plan), out var own, out var problem))
            {
                findings.Add(
                    new Finding(
                        $"newsletter-{what}",
                        Severity.Warning,
                        strings.Format("finding-template-subject", ("what", what), ("problem", problem)),
                        strings.Format("finding-template-subject-fix", ("what", what))
                    )
                );
            }
            if (!string.IsNullOrWhiteSpace(own))
                line = own;
        }
        return MergeFields.Neutralise(Cut(line, longest));
    }

    private static Dictionary<string, string> Values(
        SiteSettings site,
        NewsletterSettings newsletter,
        IssuePlan plan
    ) =>
        Values(
            plan.Articles[0].Title,
            plan.Articles[0].Summary,
            newsletter.Name,
            site.Name,
            Day(site, newsletter, plan.Due),
            plan.Articles.Count
        );

    private static Dictionary<string, string> Values(
        string lead,
        string summary,
        string newsletter,
        string site,
        string date,
        int count
    ) =>
        new(StringComparer.Ordinal)
        {
            ["lead"] = lead,
            ["summary"] = summary,
            ["newsletter"] = newsletter,
            ["site"] = site,
            ["date"] = date,
            ["count"] = count.ToString(CultureInfo.InvariantCulture),
            ["others"] = (count - 1).ToString(CultureInfo.InvariantCulture),
        };
}
