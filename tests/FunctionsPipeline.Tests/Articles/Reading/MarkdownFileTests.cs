using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>What is named Markdown is Markdown, also where nothing else in it is.</summary>
public sealed class MarkdownFileTests
{
    private const string Head = "---\ntitle: T\nsummary: s\n---\n";

    [Theory]
    [InlineData("Open on Mondays. &amp; Tuesdays.", "<p>Open on Mondays. &amp; Tuesdays.</p>")]
    [InlineData(
        "Write to <pat@example.org> for more.",
        "<p>Write to <a href=\"mailto:pat@example.org\">pat@example.org</a> for more.</p>"
    )]
    [InlineData("One line  \nand another.", "<p>One line<br>and another.</p>")]
    [InlineData("One line\\\nand another.", "<p>One line<br>and another.</p>")]
    [InlineData("5 \\* 3 is fifteen.", "<p>5 * 3 is fifteen.</p>")]
    [InlineData("Some text.\n\n    code stays code", "<code>code stays code")]
    [InlineData("Term\n:   What it means.", "<dt>Term</dt>")]
    [InlineData("1. First\n2. Second", "<ol>")]
    public void Markdown_is_read_as_markdown(string body, string html) =>
        Assert.Contains(
            html,
            ReadArticle
                .From(Head + body)
                .Content.Replace("<br />", "<br>", StringComparison.Ordinal)
                .Replace("<br>\n", "<br>", StringComparison.Ordinal),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("article.txt")]
    [InlineData("article")]
    public void Pasted_text_is_shown_as_it_was_typed(string name) =>
        Assert.Contains(
            "<p>Fish &amp;amp; chips cost 5 * 3 * 2.</p>",
            ReadArticle.From(Head + "Fish &amp; chips cost 5 * 3 * 2.", name).Content,
            StringComparison.Ordinal
        );

    [Fact]
    public void Comments_in_pasted_text_stay_private_too() =>
        Assert.DoesNotContain(
            "Pat",
            ReadArticle
                .From("Opening hours\n\nWe are open on Mondays.<!-- ask Pat --> Call before you come.", "hours.txt")
                .Page,
            StringComparison.Ordinal
        );

    [Fact]
    public void Prose_in_a_markdown_file_gets_its_sections() =>
        Assert.Contains(
            "<h2 id=\"what-is-a-foam-roller\">",
            ReadArticle
                .From(
                    "Foam rollers lie in every gym today.\n\nWhat Is a Foam Roller?\n\nIt is a firm cylinder that you lie on.",
                    "foam.md"
                )
                .Page,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Document1 (3).txt")]
    [InlineData("untitled.md")]
    [InlineData("New Text Document.txt")]
    [InlineData("000_62f4c1d9.md")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301.md")]
    [InlineData("IMG_2043.txt")]
    [InlineData("Copy of draft.md")]
    [InlineData("Untitled document - Copy (2).md")]
    [InlineData("Kopie von Dokument1.txt")]
    [InlineData("2026-03-01.md")]
    [InlineData("Final v2.md")]
    [InlineData("New Rich Text Document.txt")]
    [InlineData("Pasted text (4).txt")]
    [InlineData("Note 12.md")]
    [InlineData("Unbenanntes Dokument.md")]
    [InlineData("Senza titolo.md")]
    [InlineData("無題のドキュメント.md")]
    [InlineData("新建文本文档 (2).txt")]
    [InlineData("제목 없음.md")]
    [InlineData("Без названия.md")]
    [InlineData("2026-03-01T10-22-33.md")]
    [InlineData("2026-03-01 10.22.33.md")]
    [InlineData("Screenshot 2026-03-01 at 10.22.33.txt")]
    [InlineData("Untitled 3f2504e0-4f89-11d3-9a0c-0305e82c3301.md")]
    public void A_name_that_says_nothing_gives_way_to_the_title(string name)
    {
        var read = ReadArticle.From("# Why we ask you to breathe out\n\nBreathing out slowly calms the body.", name);

        Assert.Equal("why-we-ask-you-to-breathe-out", read.Article.Slug.Value);
        Assert.Contains(read.Reading.Inferred, i => i is { Key: "slug", From: "title" });
    }

    [Theory]
    [InlineData("Breathe out.md", "breathe-out")]
    [InlineData("2026-03-01-breathe-out.md", "breathe-out")]
    [InlineData("Breathe out 1f0c2d3e4a5b6c7d8e9f0a1b2c3d4e5f.md", "breathe-out")]
    [InlineData("draft of the spring letter.md", "draft-of-the-spring-letter")]
    [InlineData("facade.md", "facade")]
    [InlineData("Back pain 101.md", "back-pain-101")]
    [InlineData("Breathe out 3f2504e0-4f89-11d3-9a0c-0305e82c3301.md", "breathe-out")]
    [InlineData("Notes on sleep.md", "notes-on-sleep")]
    [InlineData("\uFB01sh and x\u00B2.md", "fish-and-x2")]
    [InlineData("\uFF26\uFF35\uFF2C\uFF2C.md", "full")]
    public void Any_other_name_is_the_address(string name, string slug) =>
        Assert.Equal(
            slug,
            ReadArticle.From("# Another title\n\nBreathing out slowly calms the body.", name).Article.Slug.Value
        );

    [Fact]
    public void An_article_without_any_title_gets_an_address_from_its_words() =>
        Assert.Equal(
            "breathing-out-slowly-calms-the-body",
            ReadArticle.From("- Breathing out slowly calms the body.", "Document1.md").Article.Slug.Value
        );

    [Fact]
    public void The_first_address_stays()
    {
        var reading = ArticleReader.Read(
            new ArticleSource(
                "Document1.md",
                "# Another title\n\nWords of it."u8.ToArray(),
                DateTimeOffset.UnixEpoch,
                FunctionsPipeline.Articles.Slug.Parse("the-first-title")
            ),
            new FunctionsPipeline.Settings.SiteSettings()
        );

        Assert.Equal("the-first-title", reading.Article!.Slug.Value);
        Assert.Contains(reading.Inferred, i => i is { Key: "slug", From: "first-address" });
    }

    [Fact]
    public void Names_that_differ_in_other_scripts_have_addresses_of_their_own()
    {
        string[] slugs =
        [
            .. new[] { "SEO入門.md", "SEO実践.md", "針灸.md", "иглы.md", "SEO.md" }.Select(n =>
                ReadArticle.From("# T\n\nWords.", n).Article.Slug.Value
            ),
        ];

        Assert.Equal(slugs.Length, slugs.Distinct().Count());
        Assert.StartsWith("seo-", slugs[0], StringComparison.Ordinal);
        Assert.Equal("seo", slugs[4]);
    }

    [Fact]
    public void A_name_has_one_address_however_its_accents_are_stored() =>
        Assert.Equal(
            ReadArticle.From("# T\n\nWords.", "r\u00E9sum\u00E9 \u5165\u9580.md").Article.Slug,
            ReadArticle.From("# T\n\nWords.", "re\u0301sume\u0301 \u5165\u9580.md").Article.Slug
        );

    [Theory]
    [InlineData("Don't rush", "Don\u2019t rush")]
    [InlineData("The \"good\" chair", "The \u201Cgood\u201D chair")]
    public void Straight_and_typographic_marks_make_one_address(string straight, string curly) =>
        Assert.Equal(
            ReadArticle.From($"# {straight}\n\nWords.", "untitled.md").Article.Slug,
            ReadArticle.From($"# {curly}\n\nWords.", "untitled.md").Article.Slug
        );

    [Fact]
    public void Properties_of_a_notion_page_are_front_matter()
    {
        var read = ReadArticle.From(
            "# Breathe out\n\nStatus: In progress\nTags: breath, calm\nCreated: January 5, 2026 10:00 AM\n\nBreathing out slowly calms the body.",
            "Breathe out 1f0c2d3e4a5b6c7d8e9f0a1b2c3d4e5f.md"
        );

        Assert.True(read.Article.Draft);
        Assert.Equal(["breath", "calm"], read.Article.Tags);
        Assert.Equal(new DateOnly(2026, 1, 5), DateOnly.FromDateTime(read.Article.Date.DateTime));
        Assert.DoesNotContain("Status:", read.Page, StringComparison.Ordinal);
    }
}
