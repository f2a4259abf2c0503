using System.Globalization;
using System.Net;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>Makes the mail of an issue: HTML, plain text, subject and headers, once for all recipients.</summary>
public sealed class IssueComposer(IThemeSource themes, IArticleTexts articleTexts)
{
    /// <summary>
    /// The most that the HTML part may weigh, in bytes. Gmail cuts off at about 102 KB; the issue's text promises 90.
    /// </summary>
    public const int LargestHtml = 90_000;

    internal const string Strings = "issue";

    /// <summary>
    /// What merge values may add: each link about 250 characters instead of its field's 25, a greeting of 60.
    /// </summary>
    internal const int MergeRoom = 1_500;

    private const int MostNamed = 15;
    private const string BuiltInTemplate = "issue";

    public async Task<ComposedIssue> ComposeAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        IssuePlan plan,
        CancellationToken cancellationToken
    )
    {
        if (plan.Articles.Count == 0)
            throw new ArgumentException("An issue has at least one article.", nameof(plan));
        // The publication's own come first: the first one gives the subject.
        plan = plan with
        {
            Articles = [.. plan.Articles.OrderBy(a => a.Home is { IsOwn: false })],
        };
        var theme = await themes.GetAsync(cancellationToken);
        var strings = StringTable.Load(Strings, site.Language);
        var findings = new List<Finding>();
        var texts =
            newsletter.Content == IssueContent.Full
                ? await ReadTextsAsync(plan, strings, findings, cancellationToken)
                : [];
        var mail = Compose(site, theme, newsletter, plan, texts, findings);
        // The same again for readers of other languages. What staff should know of it was found above.
        var translations = Languages
            .OfferedBy(site.Language)
            .Skip(1)
            .Select(language => new TranslatedMail(
                language,
                Compose(site with { Language = language }, theme, newsletter, plan, texts, [])
            ));
        return new ComposedIssue(
            new FrozenContent(mail, [.. plan.Articles.Select(a => a.Slug)], site.Language, [.. translations]),
            findings
        );
    }

    private static BulkContent Compose(
        SiteSettings site,
        ITheme theme,
        NewsletterSettings newsletter,
        IssuePlan plan,
        Dictionary<string, ArticleText> texts,
        List<Finding> findings
    )
    {
        var strings = StringTable.Load(Strings, site.Language);
        var subject = IssueLines.Subject(site, newsletter, plan, strings, findings);
        var preheader = IssueLines.Preheader(site, newsletter, plan, strings, findings);
        var builder = new IssueModelBuilder(site, newsletter, plan, texts, subject, preheader);
        var (model, html) = Fit(theme, newsletter, plan, builder, texts.Count > 0, strings, findings);
        if (
            model.Elsewhere.Count > 0
            && !html.Contains(WebUtility.HtmlEncode(model.Elsewhere[0].Title), StringComparison.Ordinal)
        )
            findings.Add(
                new Finding(
                    "issue-elsewhere",
                    Severity.Warning,
                    strings.Format("finding-elsewhere", ("template", newsletter.Template)),
                    strings.Format("finding-elsewhere-fix", ("template", newsletter.Template))
                )
            );
        return new BulkContent(
            newsletter.Sender ?? site.Sender with { Name = site.Sender.Name ?? site.Name },
            newsletter.ReplyTo,
            subject,
            html,
            IssueText.Render(model),
            IssueHeaders.For(site, newsletter, plan.Id),
            [newsletter.Id],
            newsletter.TrackClicks,
            newsletter.TrackOpens
        );
    }

    private async Task<Dictionary<string, ArticleText>> ReadTextsAsync(
        IssuePlan plan,
        StringTable strings,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        var texts = new Dictionary<string, ArticleText>(StringComparer.Ordinal);
        var size = 0;
        foreach (var entry in plan.Articles.Where(a => a.Home is not { IsOwn: false }))
        {
            if (await articleTexts.ReadAsync(entry.Slug, cancellationToken) is not { } text)
            {
                findings.Add(
                    new Finding(
                        "issue-text-missing",
                        Severity.Note,
                        strings.Format("finding-no-digest", ("article", entry.Slug))
                    )
                );
                continue;
            }
            texts[entry.Slug] = text;
            // No need to hold what can never fit.
            size += text.Html.Length;
            if (size > 4 * LargestHtml)
                break;
        }
        return texts;
    }

    /// <summary>Full texts, else teasers, else fewer teasers, else none and no note: the first form that fits.</summary>
    private static (IssueModel Model, string Html) Fit(
        ITheme theme,
        NewsletterSettings newsletter,
        IssuePlan plan,
        IssueModelBuilder builder,
        bool full,
        StringTable strings,
        List<Finding> findings
    )
    {
        var template = newsletter.Template;
        var all = plan.Articles.Count;
        if (full)
        {
            var whole = Render(new IssueForm(Full: true, all, 0, Note: true));
            if (whole.Fits)
                return (whole.Model, whole.Html);
            findings.Add(
                new Finding(
                    "issue-size",
                    Severity.Note,
                    strings.Format("finding-size-teasers", ("size", Kilobytes(whole.Size)))
                )
            );
        }
        var teasers = Render(new IssueForm(Full: false, all, 0, Note: true));
        if (teasers.Fits)
            return (teasers.Model, teasers.Html);

        foreach (var note in plan.Note is null ? (bool[])[false] : [true, false])
        {
            if (!note && plan.Note is not null)
            {
                findings.Add(
                    new Finding(
                        "issue-size",
                        Severity.Warning,
                        strings["finding-size-note"],
                        strings["finding-size-note-fix"]
                    )
                );
                var without = Render(new IssueForm(Full: false, all, 0, Note: false));
                if (without.Fits)
                    return (without.Model, without.Html);
            }
            if (MostTeasers(note) is { } fewer)
            {
                findings.Add(
                    new Finding(
                        "issue-size",
                        Severity.Note,
                        strings.Format("finding-size-fewer", ("shown", fewer.Form.Shown), ("count", all))
                    )
                );
                return (fewer.Model, fewer.Html);
            }
        }
        var least = Render(new IssueForm(Full: false, Math.Min(1, all), 0, Note: false));
        findings.Add(
            new Finding(
                "issue-size",
                Severity.Error,
                strings.Format("finding-size", ("size", Kilobytes(least.Size))),
                strings.Format("finding-size-fix", ("template", template))
            )
        );
        return (least.Model, least.Html);

        Rendered? MostTeasers(bool note)
        {
            // Size grows with each teaser, so that halving finds the most that fit.
            Rendered? best = null;
            for (var (low, high) = (1, all - 1); low <= high; )
            {
                var shown = (low + high) / 2;
                var tried = Render(new IssueForm(Full: false, shown, Math.Min(MostNamed, all - shown), note));
                if (tried.Fits)
                    (best, low) = (tried, shown + 1);
                else
                    high = shown - 1;
            }
            return best;
        }

        Rendered Render(IssueForm form)
        {
            var model = builder.Build(form);
            var html = Html(theme, template, model, strings, findings);
            return new Rendered(form, model, html, Encoding.UTF8.GetByteCount(html) + MergeRoom);
        }
    }

    private static string Html(
        ITheme theme,
        string template,
        IssueModel model,
        StringTable strings,
        List<Finding> findings
    )
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            theme.Render(template, model, output);
            return output.ToString();
        }
        catch (KeyNotFoundException) when (template != BuiltInTemplate)
        {
            if (!findings.Exists(f => f.Rule == "newsletter-template"))
            {
                findings.Add(
                    new Finding(
                        "newsletter-template",
                        Severity.Warning,
                        strings.Format("finding-template-name", ("template", template)),
                        strings.Format("finding-template-name-fix", ("template", template))
                    )
                );
            }
            return Html(theme, BuiltInTemplate, model, strings, findings);
        }
    }

    private static string Kilobytes(int bytes) => ((bytes + 999) / 1000).ToString(CultureInfo.InvariantCulture);

    private sealed record Rendered(IssueForm Form, IssueModel Model, string Html, int Size)
    {
        public bool Fits => Size <= LargestHtml;
    }
}
