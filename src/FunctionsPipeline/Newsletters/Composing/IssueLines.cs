using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using HandlebarsDotNet;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>Subject and preheader: one line of plain text each, from the newsletter's own template or the usual one.</summary>
internal static class IssueLines
{
    /// <summary>Longer ones are cut by every mail client; headers must end somewhere.</summary>
    private const int LongestSubject = 150;
    private const int LongestPreheader = 160;

    private static readonly IHandlebars Handlebars = HandlebarsDotNet.Handlebars.Create(
        new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });

    /// <summary>Templates come from site.yml, so there are a few; a person who tries out many must not fill the memory.</summary>
    private static readonly ConcurrentDictionary<string, HandlebarsTemplate<object, object>> Compiled = new(StringComparer.Ordinal);
    private const int MostCompiled = 100;

    public static string Subject(SiteSettings site, NewsletterSettings newsletter, IssuePlan plan, StringTable strings, List<Finding> findings)
    {
        var others = plan.Articles.Count - 1;
        var usual = strings.Format(
            others switch { 0 => "subject-one", 1 => "subject-two", _ => "subject-many" },
            ("title", Cut(plan.Articles[0].Title, 100)), ("others", others));
        return Line(newsletter.Subject, "subject", usual, LongestSubject, site, newsletter, plan, strings, findings);
    }

    public static string Preheader(SiteSettings site, NewsletterSettings newsletter, IssuePlan plan, StringTable strings, List<Finding> findings)
        => Line(newsletter.Preheader, "preheader", plan.Articles[0].Summary, LongestPreheader, site, newsletter, plan, strings, findings);

    /// <summary>What is wrong with a newsletter's own line, tried out on an issue of three articles; null if nothing is.</summary>
    public static string? ProblemOf(string template)
    {
        Render(template, Values(["One", "Two", "Three"], "A summary.", "A newsletter", "A site", "A day"), out var problem);
        return problem;
    }

    /// <summary>The day in words, in the newsletter's zone and the site's language.</summary>
    public static string Day(SiteSettings site, NewsletterSettings newsletter, DateTimeOffset due)
        => TimeZoneInfo.ConvertTime(due, newsletter.TimeZone ?? site.TimeZone).ToString("D", CultureOf(site.Language));

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
        string? template, string what, string usual, int longest, SiteSettings site, NewsletterSettings newsletter, IssuePlan plan,
        StringTable strings, List<Finding> findings)
    {
        var line = usual;
        if (!string.IsNullOrWhiteSpace(template))
        {
            var own = Render(template, Values(site, newsletter, plan), out var problem);
            if (problem is not null)
            {
                findings.Add(new Finding(
                    $"newsletter-{what}", Severity.Warning,
                    strings.Format("finding-template-subject", ("what", what), ("problem", problem)),
                    strings.Format("finding-template-subject-mend", ("what", what))));
            }
            if (!string.IsNullOrWhiteSpace(own))
                line = own;
        }
        return MergeFields.Neutralise(Cut(line, longest));
    }

    /// <param name="problem">What the template library says is wrong; null if nothing is.</param>
    private static string? Render(string template, Dictionary<string, object> values, out string? problem)
    {
        try
        {
            problem = null;
            return Compile(template)(values, null!);
        }
        catch (Exception e)
        {
            problem = Cut(e.Message, 120).TrimEnd('.');
            return null;
        }
    }

    private static HandlebarsTemplate<object, object> Compile(string template)
    {
        if (Compiled.Count >= MostCompiled)
            Compiled.Clear();
        return Compiled.GetOrAdd(template, static text => Handlebars.Compile(text));
    }

    private static Dictionary<string, object> Values(SiteSettings site, NewsletterSettings newsletter, IssuePlan plan)
        => Values([.. plan.Articles.Select(a => a.Title)], plan.Articles[0].Summary, newsletter.Name, site.Name, Day(site, newsletter, plan.Due));

    private static Dictionary<string, object> Values(string[] titles, string summary, string newsletter, string site, string date) => new(StringComparer.Ordinal)
    {
        ["lead"] = titles[0],
        ["summary"] = summary,
        ["titles"] = titles,
        ["newsletter"] = newsletter,
        ["site"] = site,
        ["date"] = date,
        ["count"] = titles.Length.ToString(CultureInfo.InvariantCulture),
        ["others"] = (titles.Length - 1).ToString(CultureInfo.InvariantCulture),
    };
}
