using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class UnreadFrontMatterTests
{
    [Theory]
    [InlineData("----\ntitle: Knees\ndraft: true\n----\nNot ready.", 1)]
    [InlineData("\u2014-\ntitle: Knees\ndraft: true\n\u2014-\nNot ready.", 1)]
    [InlineData("\u2014\ntitle: Knees\ndraft: true\n\u2014\nNot ready.", 1)]
    [InlineData("\u2013\u2013\u2013\ntitle: Knees\n\u2013\u2013\u2013\nNot ready.", 1)]
    [InlineData("++++\ndraft = true\n++++\nNot ready.", 1)]
    [InlineData("===\ndraft: true\n===\nNot ready.", 1)]
    [InlineData("***\ntitle: Knees\ndraft: true\n***\nNot ready.", 1)]
    [InlineData("* * *\ndraft: true\n* * *\nNot ready.", 1)]
    [InlineData("~~~\ntitle: Knees\ndraft: true\n~~~\nNot ready.", 1)]
    [InlineData(";;;\n\"title\": \"Knees\", \"draft\": true\n;;;\nNot ready.", 1)]
    [InlineData("---yaml\ntitle: Knees\n---\nNot ready.", 1)]
    [InlineData("--- # notes\ntitle: Knees\ndraft: true\n---\nNot ready.", 1)]
    [InlineData("\\---\ntitle: Knees\n\\---\nNot ready.", 1)]
    [InlineData(" ---\ntitle: Knees\ndraft: true\n---\nNot ready.", 1)]
    [InlineData("\t---\n\ttitle: Knees\n\tdraft: true\n\t---\nNot ready.", 1)]
    [InlineData("    ---\n    draft: true\n    ---\nNot ready.", 1)]
    [InlineData("\u200B---\ntitle: Knees\ndraft: true\n---\nNot ready.", 1)]
    [InlineData("\u2060---\ntitle: Knees\n---\nNot ready.", 1)]
    [InlineData("\n\n\u00A0---\ntitle: Knees\n---\nNot ready.", 3)]
    [InlineData("{\n  \"title\": \"Knees\",\n  \"draft\": true\n}\nNot ready.", 1)]
    [InlineData("{ \"title\": \"Knees\", \"draft\": true }\n\nNot ready.", 1)]
    [InlineData("Title: Knees\nAuthor: Pat\nDraft: true\n\nNot ready.", 1)]
    [InlineData("title: Knees\ntags: a, b\n\nNot ready.", 1)]
    [InlineData("draft: true\n\nNot ready.", 1)]
    [InlineData("#+TITLE: Knees\n#+DRAFT: true\n\nNot ready.", 1)]
    [InlineData(".. title: Knees\n.. status: draft\n\nNot ready.", 1)]
    [InlineData("<!-- by the editor -->\n---\ntitle: Knees\n---\nNot ready.", 2)]
    [InlineData("<!-- for\ntwo lines -->\n\n---\ntitle: Knees\ndraft: true\n---\nNot ready.", 4)]
    [InlineData("<!--\ntitle: Knees\ndraft: true\n-->\nNot ready.", 1)]
    [InlineData("<!-- draft: true -->\n\nNot ready.", 1)]
    [InlineData("```yaml\n---\ntitle: Knees\ndraft: true\n---\n```\nNot ready.", 2)]
    [InlineData("```\ntitle: Knees\nstatus: draft\n```\nNot ready.", 1)]
    [InlineData("# Knees\n\n---\ntitle: Knees\ndraft: true\n---\n\nNot ready.", 3)]
    [InlineData("# Knees\n\ndraft: true\n\nNot ready.", 3)]
    [InlineData("---\ntitle: Knees\n---\n\n---\ndraft: true\n---\n\nNot ready.", 5)]
    [InlineData("---\ntitle: Knees\n---\n\npublished: false\n\nNot ready.", 5)]
    [InlineData("---\n# by hand\ntitle: Knees\ndraft: true\n\nNot ready.", 1)]
    [InlineData("---json\n{\n  \"title\": \"Knees\"\n}\n---\nNot ready.", 1)]
    [InlineData("---js\n{\n  title: 'Knees',\n  draft: true,\n}\n---\nNot ready.", 1)]
    [InlineData("```json\n{\n  \"title\": \"Knees\",\n  \"draft\": true\n}\n```\nNot ready.", 1)]
    [InlineData("{\n  \u201Ctitle\u201D: \u201CKnees\u201D,\n  \u201Cdraft\u201D: true\n}\n\nNot ready.", 1)]
    [InlineData("export const meta = { title: 'Knees', draft: true };\n\n# Knees\n\nNot ready.", 1)]
    [InlineData("--- title: Knees, draft: true ---\n\nNot ready.", 1)]
    [InlineData("<!-- title: Knees; draft: yes -->\n\nNot ready.", 1)]
    [InlineData("#+title: Knees\n#+hugo_draft: true\n\nNot ready.", 1)]
    [InlineData(":PROPERTIES:\n:EXPORT_HUGO_DRAFT: true\n:END:\n\nNot ready.", 1)]
    [InlineData("Knees\n#####\n\n:date: 2026-01-02\n:status: draft\n\nNot ready.", 5)]
    [InlineData("% Knees\n% Pat Example\n% 2026-01-02\n\nNot ready.", 1)]
    [InlineData("| title | draft |\n| --- | --- |\n| Knees | true |\n\nNot ready.", 3)]
    [InlineData("| key | value |\n| --- | --- |\n| Draft | yes |\n\nNot ready.", 3)]
    [InlineData("<p>---</p>\n<p>title: Knees</p>\n<p>draft: true</p>\n<p>---</p>\nNot ready.", 1)]
    [InlineData("<b>Status:</b> draft<br>\n\nNot ready.", 1)]
    public void Front_matter_that_is_not_read_is_refused_with_its_line(string text, int line)
    {
        var read = ReadArticle.From(text);

        Assert.False(read.IsLive);
        var error = Assert.Single(read.Errors);
        Assert.Equal(line, error.Line);
        Assert.Contains("---", error.Fix + error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF\uFEFF---\ntitle: Knees\ndraft: true\n---\nNot ready.")]
    [InlineData("\n\n---\ntitle: Knees\ndraft: true\n---\nNot ready.")]
    [InlineData("---   \ntitle: Knees\ndraft: true\n---\t\nNot ready.")]
    [InlineData("---\n\u00A0draft: true\ntitle: Knees\n---\nNot ready.")]
    [InlineData("---\nDRAFT: yes\n---\nNot ready.")]
    public void A_draft_that_is_read_is_no_mistake(string text)
    {
        var read = ReadArticle.From(text);

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
    }

    [Theory]
    [InlineData("---\n\nA rule above the text is a rule.\n\n---\n\nAnd one below it.")]
    [InlineData("***\n\nNote: bring water.\n\nWe walk an hour.")]
    [InlineData("# Open day\n\nDate: 5 May\nTime: 10 o'clock\n\nCome and see us.")]
    [InlineData("Date: the fifth of May is when we open.\n\nCome and see us on that day.")]
    [InlineData("Status: we are open again.\n\nCome and see us.")]
    [InlineData("---\ntitle: Knees\n---\n\nAuthor: Pat\nDate: 5 May\n\nThe text.")]
    [InlineData(
        "# How to write front matter\n\nBegin with this:\n\n```yaml\n---\ntitle: x\ndraft: true\n---\n```\n\nThat is all."
    )]
    [InlineData("# How to write front matter\n\nBegin with this:\n\n    draft: true\n\nThat is all.")]
    [InlineData("<!-- checked by Pat -->\n\n# Knees\n\nThe text of it.")]
    [InlineData("{{< figure src=\"x.png\" >}}\n\nThe text of it.")]
    [InlineData("{#knees}\n\nThe text of it.")]
    [InlineData("A title\n-----\n\nThe text below: it has a colon.")]
    [InlineData("# Rooms\n\n- Beds: two\n- Private: yes\n- Status: pending\n\nThe text.")]
    [InlineData("- draft: true is what Hugo calls it, and we do too.\n\nThe text.")]
    [InlineData("| Room | Private |\n|---|---|\n| Two | yes |\n\nThe text.")]
    [InlineData("| Draft | Round |\n|---|---|\n| Regina | 3 |\n\nThe text.")]
    [InlineData("% of people who sleep well, by year\n\nThe text.")]
    [InlineData("export const author = 'Pat';\n\nThe text.")]
    [InlineData("Is it a draft: true or false? We are asked that every winter.\n\nThe text.")]
    public void Text_that_only_looks_alike_is_published(string text)
    {
        var read = ReadArticle.From(text);

        Assert.Empty(read.Errors);
        Assert.True(read.IsLive);
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("Published")]
    [InlineData("PUBLIC")]
    [InlineData("Done")]
    [InlineData("Ver\u00F6ffentlicht")]
    [InlineData("publi\u00E9e")]
    public void A_status_that_means_published_publishes(string status) =>
        Assert.True(ReadArticle.From($"---\ntitle: T\nstatus: {status}\n---\n\nText.").IsLive);

    [Theory]
    [InlineData("status: draft")]
    [InlineData("status: Pending Review")]
    [InlineData("post_status: auto-draft")]
    [InlineData("status: private")]
    [InlineData("status: In progress")]
    [InlineData("status: Not started")]
    [InlineData("status: [Draft]")]
    [InlineData("status: scheduled")]
    [InlineData("visibility: members")]
    [InlineData("private: true")]
    [InlineData("isDraft: true")]
    [InlineData("public: no")]
    [InlineData("published: draft")]
    [InlineData("draft: false\nstatus: draft")]
    [InlineData("draft: true\npublished: true")]
    [InlineData("params:\n  draft: true")]
    [InlineData("hidden: true")]
    [InlineData("unlisted: yes")]
    [InlineData("params:\n  hidden: true")]
    [InlineData("isPublished: false")]
    [InlineData("is_public: no")]
    [InlineData("saveAsDraft: true")]
    [InlineData("dg-publish: false")]
    [InlineData("visible: false")]
    [InlineData("render: false")]
    [InlineData("build:\n  render: never")]
    [InlineData("_build:\n  list: never\n  render: false")]
    [InlineData("permalink: false")]
    [InlineData("meta:\n  draft: true")]
    [InlineData("hexo:\n  published: false")]
    [InlineData("archived: true")]
    [InlineData("state: Draft")]
    [InlineData("type: draft")]
    [InlineData("workflow: unpublished")]
    [InlineData("publication_status: in review")]
    [InlineData("wp:status: pending")]
    [InlineData("password: open sesame")]
    [InlineData("deleted_at: 2026-01-02")]
    [InlineData("entwurf: ja")]
    [InlineData("brouillon: oui")]
    [InlineData("borrador: s\u00ED")]
    [InlineData("ver\u00F6ffentlicht: nein")]
    [InlineData("wip: \u2713")]
    [InlineData("scheduled: true")]
    [InlineData("Estado: Borrador")]
    [InlineData("statut: en cours")]
    [InlineData("status: Entwurf")]
    [InlineData("Zustand: Entwurf")]
    [InlineData("tags: [knees, Draft]")]
    [InlineData("draft: false\nhidden: true")]
    public void What_holds_an_article_back_anywhere_holds_it_back(string lines)
    {
        var read = ReadArticle.From($"---\ntitle: T\n{lines}\n---\n\nText.");

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
    }

    [Theory]
    [InlineData("status: quux", "quux")]
    [InlineData("visibility: somewhere", "somewhere")]
    [InlineData("published: soon", "published")]
    [InlineData("draft: perhaps", "draft")]
    [InlineData("darft: true", "darft")]
    [InlineData("draft: false\ndraft: true", "draft")]
    [InlineData("Draft: true\ndraft: false", "draft")]
    [InlineData("date: 2026-01-01\ndate: 2027-01-01", "date")]
    [InlineData("newsletter: true\nnewsletter: false", "newsletter")]
    [InlineData("hidden: false\nHidden: true", "hidden")]
    [InlineData("expiryDate: 2026-01-02", "expiryDate")]
    [InlineData("unpublish_on: 2027-01-02", "unpublish_on")]
    [InlineData("scheduledFor: after Easter", "scheduledFor")]
    [InlineData("publishStatus: quux", "quux")]
    public void What_cannot_be_understood_is_refused_and_named(string lines, string named)
    {
        var read = ReadArticle.From($"---\ntitle: T\n{lines}\n---\n\nText.");

        Assert.Contains(read.Errors, e => e.Message.Contains(named, StringComparison.OrdinalIgnoreCase) && e.Line > 2);
        Assert.False(read.IsLive);
    }

    [Fact]
    public void A_scheduled_article_waits_for_its_date()
    {
        var article = ReadArticle.From("---\ntitle: T\nstatus: future\ndate: 2027-05-01\n---\n\nText.").Article;

        Assert.False(article.Draft);
        Assert.Equal(new DateOnly(2027, 5, 1), DateOnly.FromDateTime(article.PublishAt!.Value.DateTime));
    }

    [Theory]
    [InlineData("hidden: false")]
    [InlineData("visible: true")]
    [InlineData("render: link")]
    [InlineData("archived: no")]
    [InlineData("hidden: [toc, sidebar]")]
    [InlineData("state: Saskatchewan")]
    [InlineData("type: post")]
    [InlineData("password: false")]
    [InlineData("expires: no")]
    [InlineData("scheduled: false")]
    [InlineData("tags: [draft beer]")]
    [InlineData("build:\n  render: link")]
    public void Words_that_hold_nothing_back_publish(string lines) =>
        Assert.True(ReadArticle.From($"---\ntitle: T\n{lines}\n---\n\nText.").IsLive);

    [Theory]
    [InlineData("publishOn: 2027-05-01")]
    [InlineData("publish: 2027-05-01")]
    [InlineData("scheduled_at: 2027-05-01")]
    [InlineData("embargo: 2027-05-01")]
    [InlineData("goLive: 2027-05-01\ndate: 2026-01-01")]
    [InlineData("publishAt: 2026-01-01\npublishDate: 2027-05-01")]
    [InlineData("publishAt: 2027-05-01\npublishDate: 2026-01-01")]
    [InlineData("published_on: 2027-05-01")]
    [InlineData("datePublished: 2027-05-01")]
    [InlineData("post_date: 2027-05-01")]
    public void A_day_to_come_is_waited_for_under_any_name(string lines) =>
        Assert.Equal(
            new DateOnly(2027, 5, 1),
            DateOnly.FromDateTime(
                ReadArticle.From($"---\ntitle: T\n{lines}\n---\n\nText.").Article.LiveFrom!.Value.DateTime
            )
        );

    [Fact]
    public void The_report_names_the_line_that_holds_an_article_back()
    {
        var note = Assert.Single(
            ReadArticle.From("---\ntitle: T\nstatus: pending\n---\n\nText.").Findings,
            f => f.Rule == "front-matter-draft"
        );

        Assert.Equal((Severity.Note, 3), (note.Severity, note.Line));
    }

    [Theory]
    [InlineData("tags: #health #sleep", "#health")]
    [InlineData("title: Exercise #1", "#1")]
    public void Words_that_yaml_takes_for_a_comment_are_told(string line, string lost) =>
        Assert.Contains(
            ReadArticle.From($"---\nsummary: s\n{line}\n---\n\n# T\n\nText.").Findings,
            f => f.Rule == "front-matter-comment" && f.Line == 3 && f.Message.Contains(lost, StringComparison.Ordinal)
        );

    [Fact]
    public void A_comment_that_is_meant_as_one_is_not() =>
        Assert.DoesNotContain(
            ReadArticle.From("---\ntitle: T # not final\n---\n\nText.").Findings,
            f => f.Rule == "front-matter-comment"
        );

    [Fact]
    public void Entities_in_a_title_are_decoded() =>
        Assert.Equal(
            "Fish & chips \u2013 a fit?",
            ReadArticle.From("---\ntitle: Fish &amp; chips &#8211; a fit?\n---\n\nText.").Article.Title
        );
}
