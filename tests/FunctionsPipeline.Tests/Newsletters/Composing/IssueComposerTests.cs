using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Newsletters.Composing;

public sealed class IssueComposerTests
{
    private readonly FixedTexts _texts = new();

    private Task<ComposedIssue> Compose(
        IssuePlan? plan = null,
        NewsletterSettings? newsletter = null,
        SiteSettings? site = null,
        FixedTheme? theme = null
    ) =>
        new IssueComposer(theme ?? new FixedTheme(), _texts).ComposeAsync(
            site ?? SampleIssue.Site,
            newsletter ?? SampleIssue.Newsletter,
            plan ?? SampleIssue.Plan,
            CancellationToken.None
        );

    [Fact]
    public async Task Carries_every_article_in_both_parts_with_its_address()
    {
        var issue = await Compose();

        foreach (var article in SampleIssue.Articles)
        {
            var url = $"https://clinic.example/{article.Slug}/";
            Assert.Contains($"href=\"{url}\"", issue.Content.Mail.Html, StringComparison.Ordinal);
            Assert.Contains(url, issue.Content.Mail.Text, StringComparison.Ordinal);
            Assert.Contains(article.Title, issue.Content.Mail.Text, StringComparison.Ordinal);
        }
        Assert.Equal(SampleIssue.Articles.Select(a => a.Slug), issue.Content.Articles);
        Assert.Empty(issue.Findings);
    }

    /// <summary>Who sends it, where they are and how to leave: in the language of the reader (CASL s. 6, RFC 8058).</summary>
    [Fact]
    public async Task Readers_of_French_get_the_same_articles_with_French_around_them()
    {
        var content = (await Compose()).Content;

        var french = content.In(content.Serving("fr-CA"));
        Assert.Equal("fr", french.Language);
        Assert.Contains("<html lang=\"fr\"", french.Mail.Html, StringComparison.Ordinal);
        Assert.All(
            [french.Mail.Html, french.Mail.Text],
            mail =>
            {
                Assert.Contains("Se désabonner", System.Net.WebUtility.HtmlDecode(mail), StringComparison.Ordinal);
                Assert.Contains(
                    "Vous recevez ce message",
                    System.Net.WebUtility.HtmlDecode(mail),
                    StringComparison.Ordinal
                );
                Assert.Contains(SampleIssue.Site.Organisation.PostalAddress[0], mail, StringComparison.Ordinal);
                Assert.DoesNotContain("Unsubscribe", mail, StringComparison.Ordinal);
                Assert.All(
                    SampleIssue.Articles,
                    article =>
                        Assert.Contains($"https://clinic.example/{article.Slug}/", mail, StringComparison.Ordinal)
                );
            }
        );
        Assert.Equal(content.Mail.Headers, french.Mail.Headers);
        Assert.Equal(content.Articles, french.Articles);
        Assert.Contains("<html lang=\"en\"", content.In(content.Serving("en")).Mail.Html, StringComparison.Ordinal);
    }

    /// <summary>The words around the articles are the site's; each article is laid out by its own language.</summary>
    [Fact]
    public async Task Each_article_has_the_direction_of_its_own_language()
    {
        CatalogEntry[] articles =
        [
            .. SampleIssue.Articles.Take(3).Select((a, i) => a with { Language = i == 1 ? "en" : "ar" }),
        ];

        var html = (await Compose(SampleIssue.Plan with { Articles = articles })).Content.Mail.Html;

        Assert.Contains("<html lang=\"en\" dir=\"ltr\">", html, StringComparison.Ordinal);
        Assert.Equal(2, Count(html, " lang=\"ar\" dir=\"rtl\">"));
        Assert.Equal(1, Count(html, "dir=\"ltr\""));
    }

    [Theory]
    [InlineData("/leg.png", "The nerve", "The nerve")]
    [InlineData("/leg.png", null, "Does acupuncture help sciatica?")]
    [InlineData("/leg.png", " ", "Does acupuncture help sciatica?")]
    [InlineData("/leg.svg", "The nerve", null)]
    [InlineData("/leg.SVG?v=2", "The nerve", null)]
    public async Task The_picture_is_a_link_with_words_and_never_a_drawing(string image, string? alt, string? words)
    {
        var article = SampleIssue.Articles[0] with { Image = image, ImageAlt = alt };
        var html = (await Compose(SampleIssue.Plan with { Articles = [article] })).Content.Mail.Html;

        Assert.Equal(
            words is not null,
            html.Contains($"<img src=\"https://clinic.example{image}\" alt=\"{words}\"", StringComparison.Ordinal)
        );
        Assert.Equal(words is not null, html.Contains("<img ", StringComparison.Ordinal));
    }

    /// <summary>Mail clients show no WebP, and no one waits for a photograph of 4,000 pixels.</summary>
    [Fact]
    public async Task Where_a_picture_has_a_form_for_mails_that_one_is_shown()
    {
        var article = SampleIssue.Articles[0] with
        {
            Image = "/leg.webp",
            MailImage = "https://clinic.example/leg.webp.1200.jpg",
        };
        var html = (await Compose(SampleIssue.Plan with { Articles = [article] })).Content.Mail.Html;

        Assert.Contains("<img src=\"https://clinic.example/leg.webp.1200.jpg\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/leg.webp\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hidden_preheader_is_the_first_thing_in_the_body()
    {
        var html = (await Compose()).Content.Mail.Html;

        var body = html[(html.IndexOf("<body", StringComparison.Ordinal) + 1)..];
        var first = body[(body.IndexOf('<', StringComparison.Ordinal))..];
        Assert.StartsWith("<div style=\"display:none", first, StringComparison.Ordinal);
        Assert.Contains(SampleIssue.Articles[0].Summary[..60], first[..400], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_sender_and_its_postal_address_and_how_to_leave_in_both_parts()
    {
        var mail = (await Compose()).Content.Mail;

        foreach (var part in new[] { mail.Html, mail.Text })
        {
            Assert.Contains("Prairie Acupuncture Ltd.", part, StringComparison.Ordinal);
            Assert.Contains("1801 Hamilton Street", part, StringComparison.Ordinal);
            Assert.Contains("306-555-0142", part, StringComparison.Ordinal);
            Assert.Contains("Unsubscribe", part, StringComparison.Ordinal);
        }
        Assert.Contains($"href=\"{MergeFields.UnsubscribeHtml}\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{MergeFields.PreferencesHtml}\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains(MergeFields.UnsubscribeText, mail.Text, StringComparison.Ordinal);
        Assert.Contains(MergeFields.PreferencesText, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_the_headers_that_large_mailbox_providers_ask_for()
    {
        var headers = (await Compose()).Content.Mail.Headers;

        Assert.Equal("List-Unsubscribe=One-Click", headers["List-Unsubscribe-Post"]);
        Assert.Equal("\"The clinic's week\" <clinic-weekly.clinic.example>", headers["List-Id"]);
        Assert.Equal("clinic-weekly-20260310t1500z:clinic-weekly:newsletter:clinicexample", headers["Feedback-ID"]);
        Assert.All(headers.Values, value => Assert.DoesNotContain(value, c => c is < ' ' or > '~'));
    }

    [Fact]
    public async Task A_list_id_has_no_letters_that_a_header_cannot_carry()
    {
        var headers = (
            await Compose(
                newsletter: SampleIssue.Newsletter with
                {
                    Name = "Les nouvelles d'été \"gratuites\"",
                },
                site: SampleIssue.Site with
                {
                    Url = new Uri("http://127.0.0.1:7071/"),
                }
            )
        )
            .Content
            .Mail
            .Headers;

        Assert.Equal("<clinic-weekly.clinic.example>", headers["List-Id"]);
    }

    [Fact]
    public async Task What_authors_write_is_escaped_and_never_reads_as_a_merge_field()
    {
        var bad = SampleIssue.Articles[0] with
        {
            Title = "<script>alert(1)</script> & %%fp-unsubscribe-html%%\r\nBcc: x@example.org",
            Summary = "%%FP-greeting-text%% </td></tr></table><img src=x onerror=alert(1)>",
            Tags = ["\"><b>"],
            ImageAlt = "\" onload=\"alert(1)",
            Image = "javascript:alert(1)",
        };

        var mail = (await Compose(SampleIssue.Plan with { Articles = [bad] })).Content.Mail;

        Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("onload=\"alert", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        // One greeting and one link each: the ones of the template.
        Assert.Equal(1, Count(mail.Html, MergeFields.UnsubscribeHtml));
        Assert.Equal(1, Count(mail.Text, MergeFields.GreetingText));
        Assert.Equal(0, Count(mail.Subject, "%%fp-"));
    }

    [Fact]
    public async Task Carries_articles_in_full_where_the_newsletter_says_so()
    {
        foreach (var article in SampleIssue.Articles)
            _texts.Texts[article.Slug] = new ArticleText($"<p>All of {article.Slug}.</p>", $"All of {article.Slug}.");
        _texts.Texts.Remove("first-visit");

        var issue = await Compose(newsletter: SampleIssue.Newsletter with { Content = IssueContent.Full });

        Assert.Contains("<p>All of sciatica-needles.</p>", issue.Content.Mail.Html, StringComparison.Ordinal);
        Assert.Contains("All of cupping-marks.", issue.Content.Mail.Text, StringComparison.Ordinal);
        Assert.Contains(SampleIssue.Articles[2].Summary, issue.Content.Mail.Html, StringComparison.Ordinal);
        Assert.Equal("issue-text-missing", Assert.Single(issue.Findings).Rule);
    }

    [Fact]
    public async Task Falls_back_to_teasers_when_the_full_texts_do_not_fit()
    {
        foreach (var article in SampleIssue.Articles)
            _texts.Texts[article.Slug] = new ArticleText($"<p>{new string('x', 30_000)}</p>", "x");

        var issue = await Compose(newsletter: SampleIssue.Newsletter with { Content = IssueContent.Full });

        Assert.InRange(Encoding.UTF8.GetByteCount(issue.Content.Mail.Html), 1, IssueComposer.LargestHtml);
        Assert.Contains(SampleIssue.Articles[1].Summary, issue.Content.Mail.Html, StringComparison.Ordinal);
        Assert.Contains("teasers instead", Assert.Single(issue.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(2_000)]
    public async Task Shows_as_many_articles_as_fit_and_says_how_many_more_there_are(int count)
    {
        var articles = Many(count);

        var issue = await Compose(SampleIssue.Plan with { Articles = articles });

        var html = issue.Content.Mail.Html;
        // It uses the room that it has, and all of them count as covered.
        Assert.InRange(Encoding.UTF8.GetByteCount(html), IssueComposer.LargestHtml * 9 / 10, IssueComposer.LargestHtml);
        Assert.Contains("more new articles are on the site.", html, StringComparison.Ordinal);
        Assert.Contains("more new articles are on the site.", issue.Content.Mail.Text, StringComparison.Ordinal);
        Assert.Equal(count, issue.Content.Articles.Count);
        Assert.Contains($" of {count} articles", Assert.Single(issue.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_a_note_that_would_push_the_mail_over_the_limit_and_says_so()
    {
        var note = new EditorsNote($"<p>{new string('n', 100_000)}</p>", "n");

        var issue = await Compose(SampleIssue.Plan with { Note = note });

        Assert.DoesNotContain("nnnn", issue.Content.Mail.Html, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(issue.Content.Mail.Html), 1, IssueComposer.LargestHtml);
        var finding = Assert.Single(issue.Findings);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.NotNull(finding.Fix);
    }

    [Theory]
    [InlineData(1, "Does acupuncture help sciatica?")]
    [InlineData(2, "Does acupuncture help sciatica? (and one more)")]
    [InlineData(4, "Does acupuncture help sciatica? (and 3 more)")]
    public async Task The_usual_subject_is_the_leading_article(int articles, string subject) =>
        Assert.Equal(
            subject,
            (await Compose(SampleIssue.Plan with { Articles = [.. SampleIssue.Articles.Take(articles)] }))
                .Content
                .Mail
                .Subject
        );

    [Fact]
    public async Task Staff_may_write_templates_for_subject_and_preheader()
    {
        var issue = await Compose(
            newsletter: SampleIssue.Newsletter with
            {
                Subject = "{{newsletter}}: {{count}} articles & {{lead}}",
                Preheader = "{{{ lead }}}; {{others}} more",
            }
        );

        Assert.Equal("The clinic's week: 4 articles & Does acupuncture help sciatica?", issue.Content.Mail.Subject);
        Assert.Contains("Does acupuncture help sciatica?; 3 more", issue.Content.Mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{#each")]
    [InlineData("{{nonsense}}")]
    [InlineData("{{#each titles}}{{this}}{{/each}}")]
    [InlineData("{{> head}}")]
    [InlineData("{{}}")]
    [InlineData("{{lead.length}}")]
    public async Task A_broken_subject_template_is_reported_and_the_usual_subject_used(string template)
    {
        var issue = await Compose(newsletter: SampleIssue.Newsletter with { Subject = template });

        Assert.StartsWith("Does acupuncture help sciatica?", issue.Content.Mail.Subject, StringComparison.Ordinal);
        Assert.Equal("newsletter-subject", Assert.Single(issue.Findings).Rule);
    }

    [Fact]
    public async Task Anyone_who_may_fix_a_subject_is_told_what_works_in_it()
    {
        var broken = Assert.Single(
            (await Compose(newsletter: SampleIssue.Newsletter with { Subject = "{{leed}}" })).Findings
        );
        var fields = Regex.Matches(broken.Fix!, @"\{\{\w+\}\}").Select(m => m.Value).ToList();
        var page = await File.ReadAllTextAsync(
            Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline", "Settings", "README.md")
        );

        Assert.Equal(
            "The newsletter's own subject cannot be used. The usual one is used instead. What is wrong with it: “There is no value 'leed'”.",
            broken.Message
        );
        Assert.Equal(7, fields.Count);
        Assert.All(fields, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
        var issue = await Compose(
            newsletter: SampleIssue.Newsletter with
            {
                Subject = null,
                Preheader = string.Join('|', fields),
            }
        );
        Assert.Empty(issue.Findings);
    }

    [Fact]
    public async Task A_template_of_the_publisher_s_own_is_used_and_a_missing_one_is_reported()
    {
        var newsletter = SampleIssue.Newsletter with { Template = "own" };
        var own = new FixedTheme(
            new Dictionary<string, string> { ["own.hbs"] = "<p>{{lead.title}} {{{unsubscribeUrl}}}</p>" }
        );

        Assert.Equal(
            $"<p>Does acupuncture help sciatica? {MergeFields.UnsubscribeHtml}</p>",
            (await Compose(newsletter: newsletter, theme: own)).Content.Mail.Html
        );

        var missing = await Compose(newsletter: newsletter);
        Assert.Contains("</html>", missing.Content.Mail.Html, StringComparison.Ordinal);
        Assert.Equal("newsletter-template", Assert.Single(missing.Findings).Rule);
    }

    [Fact]
    public async Task A_template_that_leaves_out_what_comes_from_elsewhere_is_reported()
    {
        var theirs = SampleIssue.Articles[1] with
        {
            Home = new CatalogHome("blog", "A blog", "https://blog.example/sleep", IsOwn: false),
        };
        var plan = SampleIssue.Plan with { Articles = [theirs, SampleIssue.Articles[0]] };
        var own = new FixedTheme(new Dictionary<string, string> { ["own.hbs"] = "<p>{{lead.title}}</p>" });

        var issue = await Compose(plan, SampleIssue.Newsletter with { Template = "own" }, theme: own);

        Assert.Equal("issue-elsewhere", Assert.Single(issue.Findings).Rule);
        Assert.Equal("<p>Does acupuncture help sciatica?</p>", issue.Content.Mail.Html);
        Assert.Empty((await Compose(plan)).Findings);
    }

    [Fact]
    public async Task Is_the_same_whenever_it_is_composed() =>
        Assert.Equal((await Compose()).Content.Mail.Html, (await Compose()).Content.Mail.Html);

    private static List<CatalogEntry> Many(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    SampleIssue.Article(
                        $"article-{i}",
                        $"Article {i} of a large drop",
                        string.Concat(Enumerable.Repeat("A sentence about the matter. ", 12)),
                        500,
                        ["Topic"]
                    )
                ),
        ];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private sealed class FixedTexts : IArticleTexts
    {
        public Dictionary<string, ArticleText> Texts { get; } = new(StringComparer.Ordinal);

        public Task<ArticleText?> ReadAsync(string slug, CancellationToken cancellationToken) =>
            Task.FromResult(Texts.GetValueOrDefault(slug));
    }
}
