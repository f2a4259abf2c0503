using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>What front matter says about whether and when readers see the article.</summary>
public sealed class VisibilityTests
{
    [Theory]
    [InlineData("Brouillon")]
    [InlineData("Priv\u00E9")]
    [InlineData("priv\u00E9e")]
    [InlineData("Pas commenc\u00E9")]
    [InlineData("En cours")]
    [InlineData("\u00C0 relire")]
    [InlineData("Nicht begonnen")]
    [InlineData("Sin empezar")]
    [InlineData("Bozza")]
    [InlineData("Rascunho")]
    [InlineData("Needs review")]
    [InlineData("On hold")]
    [InlineData("no")]
    [InlineData("off")]
    public void A_status_that_means_not_yet_holds_an_article_back(string status)
    {
        var read = From($"status: {status}");

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
    }

    [Theory]
    [InlineData("status: yes")]
    [InlineData("visibility: true")]
    [InlineData("published: true")]
    [InlineData("published: online")]
    public void A_status_that_says_yes_publishes(string line) => Assert.True(From(line).IsLive);

    [Theory]
    [InlineData("status: [draft, public]", "status")]
    [InlineData("status: []", "status")]
    [InlineData("status: {is: public}", "status")]
    [InlineData("visibility: [public, public]", "visibility")]
    [InlineData("status: quux", "status")]
    [InlineData("visibility: somewhere", "visibility")]
    [InlineData("publishStatus: quux", "publishstatus")]
    [InlineData("published: soon", "published")]
    [InlineData("publish: soon", "publish")]
    [InlineData("private: perhaps", "private")]
    public void A_value_that_is_not_understood_is_refused_at_its_place(string line, string rule)
    {
        var read = From("tags: a\n" + line);

        Assert.False(read.IsLive);
        var error = Assert.Single(read.Errors);
        Assert.Equal(
            ("front-matter-" + rule, 4, line.IndexOf(' ', StringComparison.Ordinal) + 2),
            (error.Rule, error.Line!.Value, error.Column!.Value)
        );
    }

    [Fact]
    public void The_day_on_which_an_article_was_published_is_its_date()
    {
        var article = From("published: 2026-02-01").Article;

        Assert.Equal(new DateOnly(2026, 2, 1), DateOnly.FromDateTime(article.Date.DateTime));
        Assert.Null(article.PublishAt);
    }

    [Fact]
    public void The_day_on_which_to_publish_it_is_not()
    {
        var article = From("date: 2026-02-01\npublish: 2027-05-01").Article;

        Assert.Equal(new DateOnly(2026, 2, 1), DateOnly.FromDateTime(article.Date.DateTime));
        Assert.Equal(new DateOnly(2027, 5, 1), DateOnly.FromDateTime(article.PublishAt!.Value.DateTime));
    }

    [Theory]
    [InlineData("date: 2026-01-01\npublished: 2026-02-01")]
    [InlineData("published: 2026-01-01\ndate: 2026-02-01")]
    public void Of_two_names_for_the_date_the_first_holds(string lines) =>
        Assert.Equal(new DateOnly(2026, 1, 1), DateOnly.FromDateTime(From(lines).Article.Date.DateTime));

    [Theory]
    [InlineData("status: scheduled\npublishAt: 2027-05-01\ndate: 2026-01-01")]
    [InlineData("publishAt: 2027-05-01\nstatus: scheduled")]
    [InlineData("scheduled: true\ndate: 2027-05-01")]
    [InlineData("publishOn: yes\ndate: 2027-05-01")]
    public void What_is_scheduled_waits_for_its_day(string lines)
    {
        var article = From(lines).Article;

        Assert.False(article.Draft);
        Assert.Equal(new DateOnly(2027, 5, 1), DateOnly.FromDateTime(article.PublishAt!.Value.DateTime));
    }

    [Theory]
    [InlineData("hidden: true")]
    [InlineData("visible: false")]
    [InlineData("password: open sesame")]
    [InlineData("publishStatus: draft")]
    [InlineData("state: Draft")]
    [InlineData("render: never")]
    [InlineData("meta:\n  status: pending")]
    [InlineData("meta:\n  hidden: true")]
    [InlineData("params:\n  approved: no")]
    [InlineData("extra:\n  password: sesame")]
    [InlineData("metadata:\n  publish_status: in review")]
    [InlineData("hexo: {published: false}")]
    [InlineData("scheduled: true")]
    public void A_key_that_holds_an_article_back_is_named_as_such_and_not_as_unknown(string line)
    {
        var read = From(line);

        var note = Assert.Single(read.Findings, f => f.Rule == "front-matter-draft");
        Assert.Equal((Severity.Note, line.Contains('\n') ? 4 : 3), (note.Severity, note.Line!.Value));
        Assert.DoesNotContain(read.Findings, f => f.Rule == "front-matter-unknown");
    }

    [Theory]
    [InlineData("hidden: false")]
    [InlineData("visible: true")]
    [InlineData("password: no")]
    [InlineData("expires: no")]
    [InlineData("scheduled: false")]
    [InlineData("embargo: 2026-01-01")]
    [InlineData("publishStatus: done")]
    public void Nor_is_one_that_holds_nothing_back_unknown(string line)
    {
        var read = From(line);

        Assert.True(read.IsLive);
        Assert.DoesNotContain(read.Findings, f => f.Rule is "front-matter-unknown" or "front-matter-draft");
    }

    [Fact]
    public void A_hidden_picture_hides_no_article() => Assert.True(From("cover:\n  hidden: true").IsLive);

    [Theory]
    [InlineData("expiryDate: 2026-01-02")]
    [InlineData("expires: after Easter")]
    public void A_day_on_which_an_article_ends_is_the_only_mistake(string line)
    {
        var read = From(line);

        Assert.Equal(("front-matter-ends", 3), Assert.Single(read.Errors) is var e ? (e.Rule, e.Line!.Value) : default);
        Assert.DoesNotContain(read.Findings, f => f.Rule == "front-matter-unknown");
    }

    [Theory]
    [InlineData("colours: [red, blue]")]
    [InlineData("wallpaper:\n  colour: blue")]
    [InlineData("wallpaper:\n  draft: false\n  published: true\n  status: done")]
    [InlineData("wallpaper: blue")]
    public void A_key_that_says_nothing_here_is_unknown_and_publishes(string lines)
    {
        var read = From(lines);

        Assert.True(read.IsLive);
        Assert.Contains(read.Findings, f => f.Rule == "front-matter-unknown" && f.Line == 3);
    }

    [Fact]
    public void The_key_of_a_draft_needs_no_further_word() =>
        Assert.DoesNotContain(From("draft: true").Findings, f => f.Rule == "front-matter-draft");

    [Fact]
    public void A_tag_that_holds_an_article_back_is_named_with_its_place()
    {
        var note = Assert.Single(From("tags: [knees, Draft]").Findings, f => f.Rule == "front-matter-draft");

        Assert.Equal((3, 15), (note.Line!.Value, note.Column!.Value));
    }

    private static ReadArticle From(string lines) => ReadArticle.From($"---\ntitle: T\n{lines}\n---\n\nText.");
}
