using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class FrontMatterTests
{
    private static readonly DateTimeOffset Dropped = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_dates_of_MkDocs_are_read()
    {
        var article = ReadArticle
            .From("---\ntitle: T\ndate:\n  created: 2024-12-31\n  updated: 2025-01-02\n---\n\nText.")
            .Article;

        Assert.Equal(new DateOnly(2024, 12, 31), DateOnly.FromDateTime(article.Date.DateTime));
        Assert.Equal(new DateOnly(2025, 1, 2), DateOnly.FromDateTime(article.Updated!.Value.DateTime));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var article = Read(
            """
            ---
            title: What helps?
            slug: what-helps
            date: 2023-01-25 09:30
            updated: 2023-02-01
            publishAt: 2023-01-26T08:00:00-06:00
            draft: false
            tags: [Back pain, acupuncture, back PAIN]
            summary: >
              Two lines
              of summary.
            author: A. Lee
            image: photo.jpg
            imageAlt: A photo
            lang: fr-CA
            canonical: https://elsewhere.example/what
            aliases: [/old-name/, 2020/01/older]
            newsletter: false
            reviewedBy: Dr. B
            lastReviewed: 2023-01-20
            reviewBy: 2024-01-20
            references:
              - title: A study
                url: https://example.org/study
              - "[Another](https://example.org/other)"
              - A book
            social:
              mastodon: Short words
            ---

            Text.
            """
        );

        Assert.Equal("What helps?", article.Title);
        Assert.Equal("what-helps", article.Slug.Value);
        Assert.Equal(new DateTimeOffset(2023, 1, 25, 9, 30, 0, TimeSpan.FromHours(-6)), article.Date);
        Assert.Equal(new DateTimeOffset(2023, 1, 26, 14, 0, 0, TimeSpan.Zero), article.PublishAt);
        Assert.Equal(new DateOnly(2023, 2, 1), DateOnly.FromDateTime(article.Updated!.Value.DateTime));
        Assert.False(article.Draft);
        Assert.Equal(["Back pain", "acupuncture"], article.Tags);
        Assert.Equal("Two lines of summary.", article.Summary);
        Assert.Equal("A. Lee", article.Author);
        Assert.Equal(("photo.jpg", "A photo"), (article.Image, article.ImageAlt));
        Assert.Equal("fr-CA", article.Language);
        Assert.Equal("https://elsewhere.example/what", article.Canonical);
        Assert.Equal(["old-name", "2020/01/older"], article.Aliases);
        Assert.False(article.Newsletter);
        Assert.Equal(
            ("Dr. B", new DateOnly(2023, 1, 20), new DateOnly(2024, 1, 20)),
            (article.ReviewedBy, article.LastReviewed!.Value, article.ReviewBy!.Value)
        );
        Assert.Equal(["A study", "Another", "A book"], article.References.Select(r => r.Text));
        Assert.Equal(
            ["https://example.org/study", "https://example.org/other", null],
            article.References.Select(r => r.Url)
        );
        Assert.Equal("Short words", article.TargetTexts["Mastodon"]);
    }

    [Theory]
    [InlineData("description: From Jekyll", "From Jekyll")]
    [InlineData("excerpt: From Jekyll", "From Jekyll")]
    [InlineData("custom_excerpt: From Ghost", "From Ghost")]
    [InlineData("Meta-Description: Odd case", "Odd case")]
    public void Other_systems_names_for_the_summary_are_understood(string line, string summary) =>
        Assert.Equal(summary, Read($"---\ntitle: T\n{line}\n---\n\nText.").Summary);

    [Theory]
    [InlineData("published: false", true)]
    [InlineData("published: true", false)]
    [InlineData("draft: yes", true)]
    [InlineData("status: draft", true)]
    [InlineData("status: published", false)]
    [InlineData("published: 2023-01-25", false)]
    public void Other_systems_ways_to_hold_an_article_back_are_understood(string line, bool draft) =>
        Assert.Equal(draft, Read($"---\ntitle: T\n{line}\n---\n\nText.").Draft);

    [Theory]
    [InlineData("permalink: /2023/01/my-post/", "my-post", "2023/01/my-post")]
    [InlineData("url: /my-post.html", "my-post", null)]
    [InlineData("permalink: /:year/:title/", "a-file", null)]
    [InlineData("slug: My Post", "my-post", null)]
    public void Other_systems_addresses_are_understood(string line, string slug, string? alias)
    {
        var article = Read($"---\ntitle: T\n{line}\n---\n\nText.");

        Assert.Equal(slug, article.Slug.Value);
        Assert.Equal(alias is null ? [] : [alias], article.Aliases);
    }

    [Theory]
    [InlineData("cover: pic.jpg", "pic.jpg")]
    [InlineData("image:\n  path: pic.jpg\n  alt: A pic", "pic.jpg")]
    [InlineData("images: [pic.jpg, other.jpg]", "pic.jpg")]
    [InlineData("feature_image: pic.jpg", "pic.jpg")]
    [InlineData("image: javascript:alert(1)", null)]
    public void Other_systems_pictures_are_understood(string lines, string? image) =>
        Assert.Equal(image, Read($"---\ntitle: T\n{lines}\n---\n\nText.").Image);

    [Theory]
    [InlineData("draft: maybe", 3)]
    [InlineData("newsletter: [no]", 3)]
    [InlineData("publishAt: soon", 3)]
    [InlineData("slug: archive", 3)]
    public void A_mistake_that_could_do_harm_is_an_error(string line, int at)
    {
        var reading = ReadAll($"---\ntitle: T\n{line}\n---\n\nText.");

        Assert.Null(reading.Article);
        var error = Assert.Single(reading.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(at, error.Line);
        Assert.NotNull(error.Fix);
    }

    [Theory]
    [InlineData("date: next week", "front-matter-date")]
    [InlineData("date: 03/04/2023", "front-matter-date")]
    [InlineData("tags: {a: b}", "front-matter-tags")]
    [InlineData("author: [{x: y}]", "front-matter-author")]
    [InlineData("lang: english please", "front-matter-lang")]
    [InlineData("canonical: elsewhere", "front-matter-canonical")]
    [InlineData("aliases: [../up]", "front-matter-alias")]
    [InlineData("titel: Slip", "front-matter-unknown")]
    [InlineData("title: Twice", "front-matter-twice")]
    public void Any_other_mistake_is_a_warning_with_its_line(string line, string rule)
    {
        var reading = ReadAll($"---\ntitle: T\n{line}\n---\n\nText.");

        Assert.NotNull(reading.Article);
        var finding = Assert.Single(reading.Findings, f => f.Rule == rule);
        Assert.Equal((3, Severity.Warning), (finding.Line, finding.Severity));
    }

    [Theory]
    [InlineData("title: What: an answer", 2, "colon")]
    [InlineData("title: \"open", 2, "never closes")]
    [InlineData("tags: [a, b", 2, "not closed")]
    [InlineData("title: T\n\tdate: 2023-01-01", 3, "tab")]
    [InlineData("title: @here", 2, "begins with '@'")]
    [InlineData("- a\n- b", 2, "'key: value'")]
    [InlineData("a: &x 1\nb: *x", 3, "refers to another")]
    public void Malformed_yaml_is_explained_where_it_is(string yaml, int line, string says)
    {
        var reading = ReadAll($"---\n{yaml}\n---\n\nText.");

        Assert.Null(reading.Article);
        var error = Assert.Single(reading.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(line, error.Line);
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.Contains(
            "levels deep",
            ReadAll($"---\na: {new string('[', 200)}{new string(']', 200)}\n---\n\nText.").Findings[0].Message
        );
        Assert.Equal("nested-too-deep", Assert.Single(ReadAll($"# T\n\n{new string('>', 200)} text").Findings).Rule);
    }

    /// <summary>Each blank line below a thousand open lists took ten milliseconds.</summary>
    [Fact]
    public void Deep_lists_are_refused_at_the_line_that_opens_them()
    {
        var text = string.Concat(Enumerable.Repeat(" - ", 1_000)) + "> a" + new string('\n', 2_000);

        Assert.Equal(
            ("nested-too-deep", 3),
            Assert.Single(ReadAll($"# T\n\n{text}").Findings) is var f ? (f.Rule, f.Line) : default
        );
    }

    /// <summary>Markdig parses these, puts them into each other afterwards, and threw when they were rendered.</summary>
    [Theory]
    [InlineData("[")]
    [InlineData("[\n[")]
    [InlineData("=")]
    [InlineData("![^")]
    public void Deep_nesting_inside_lines_is_refused_before_anything_is_rendered(string opening)
    {
        var half = string.Concat(Enumerable.Repeat(opening, 300));
        var text = half + "&" + half;

        var reading = ReadAll($"# T\n\n{text}");

        Assert.Null(reading.Article);
        var finding = Assert.Single(reading.Findings, f => f.Severity == Severity.Error);
        Assert.Equal("nested-too-deep", finding.Rule);
    }

    [Fact]
    public void Front_matter_that_never_ends_is_found() =>
        Assert.Equal(("front-matter-open", 1), (Assert.Single(ReadAll("---\ntitle: T\n\nText.").Findings).Rule, 1));

    [Fact]
    public void A_rule_at_the_top_is_no_front_matter() => Assert.Equal("Title", Read("---\n\n# Title\n\nText.").Title);

    [Theory]
    [InlineData("2023-01-25-back-pain.md", "back-pain", "2023-01-25", "Back pain")]
    [InlineData("posts/back-pain/index.md", "back-pain", "2026-03-01", "Back pain")]
    [InlineData("Ärger & Schmerz.txt", "arger-and-schmerz", "2026-03-01", "Ärger & Schmerz")]
    [InlineData("tags.md", "tags-article", "2026-03-01", "Tags")]
    [InlineData("No. 5 is best", "no-5-is-best", "2026-03-01", "No. 5 is best")]
    public void A_file_name_gives_slug_date_and_title(string name, string slug, string date, string title)
    {
        var reading = ArticleReader.Read(
            new ArticleSource(
                name,
                Encoding.UTF8.GetBytes("Prose that *says* something, and goes on to say more of it."),
                Dropped
            ),
            new SiteSettings()
        );

        Assert.Equal(slug, reading.Article!.Slug.Value);
        Assert.Equal(date, reading.Article.Date.ToString("yyyy-MM-dd"));
        Assert.Equal(title, reading.Article.Title);
    }

    private static Article Read(string text) =>
        ReadAll(text).Article ?? throw new InvalidOperationException(string.Join("; ", ReadAll(text).Findings));

    private static ArticleReading ReadAll(string text) =>
        ArticleReader.Read(new ArticleSource("a-file.md", Encoding.UTF8.GetBytes(text), Dropped), new SiteSettings());
}
