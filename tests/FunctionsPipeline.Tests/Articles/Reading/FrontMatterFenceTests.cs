namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Where front matter begins and ends, and on which line of the file its values stand.</summary>
public sealed class FrontMatterFenceTests
{
    [Fact]
    public void Three_dots_end_yaml()
    {
        var read = ReadArticle.From("---\ntitle: T\ndraft: true\n...\nNot ready.");

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
        Assert.DoesNotContain("...", read.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_dots_are_a_line_of_a_text_in_toml() =>
        Assert.Equal(
            "One ... Two",
            ReadArticle
                .From("+++\ntitle = 'T'\nsummary = '''\nOne\n...\nTwo'''\ndraft = true\n+++\nNot ready.")
                .Article.Summary
        );

    [Theory]
    [InlineData("---\ntitle: T\ndraft: maybe\n---\n\nText.", 3)]
    [InlineData("\n\n---\ntitle: T\ndraft: maybe\n---\n\nText.", 5)]
    [InlineData("\n \t\n+++\ntitle = 'T'\ndraft = 'maybe'\n+++\n\nText.", 5)]
    [InlineData("\n \n---\ntitle: T\n\nText.", 3)]
    [InlineData("\n\n---\ntitle: T\n---\n\npublished: false\n\nNot ready.", 7)]
    [InlineData("\n\n----\ndraft: true\n----\n\nNot ready.", 3)]
    public void Blank_lines_above_the_fence_count_for_the_line_of_an_error(string text, int line) =>
        Assert.Equal(line, Assert.Single(ReadArticle.From(text).Errors).Line);

    [Theory]
    [InlineData("---\ntitle: T\n---\n", 4)]
    [InlineData("---\ntitle: T\n...\n\n", 5)]
    [InlineData("\n\n+++\ntitle = 'T'\n+++\n\n", 7)]
    public void So_do_the_lines_of_the_front_matter_for_an_error_in_the_text(string frontMatter, int line)
    {
        var deep = string.Concat(Enumerable.Repeat(" - ", 1_000)) + "> a";

        Assert.Equal(line, Assert.Single(ReadArticle.From(frontMatter + deep).Errors).Line);
    }

    [Theory]
    [InlineData("---\ntitle: T\n\nText.")]
    [InlineData("---\ncolour: blue\n\nText.")]
    [InlineData("---\nmy-key_2: x\n\nText.")]
    [InlineData("---\naaaaaaaaaabbbbbbbbbbcccccccccc: x\n\nText.")]
    [InlineData("---\ndraft: true")]
    [InlineData("+++\ncolour = 'blue'\n\nText.")]
    [InlineData("+++\n# by the editor\ndraft = true\n\nNot ready.")]
    public void Front_matter_that_never_ends_is_refused_where_it_begins(string text)
    {
        var error = Assert.Single(ReadArticle.From(text).Errors);

        Assert.Equal(("front-matter-open", 1), (error.Rule, error.Line!.Value));
    }

    /// <summary>None of these is a key of ours on the first line, and the article went live.</summary>
    [Theory]
    [InlineData("---\n# by the editor\nhidden: true\n\nNot ready.")]
    [InlineData("---\n\nhidden: true\n\nNot ready.")]
    [InlineData("---\nver\u00F6ffentlicht: nein\n\nNot ready.")]
    [InlineData("---\n# par la r\u00E9daction\nbrouillon: oui\n\nPas pr\u00EAt.")]
    [InlineData("+++\n# by the editor\nvisible = false\n\nNot ready.")]
    public void So_is_what_never_ends_and_holds_an_article_back_in_the_words_of_others(string text)
    {
        var error = Assert.Single(ReadArticle.From(text).Errors);

        Assert.Equal(("front-matter-open", 1), (error.Rule, error.Line!.Value));
    }

    [Theory]
    [InlineData("---\nA rule stands above this sentence.\n\nText.")]
    [InlineData("---\nOpening hours: nine to five\n\nText.")]
    [InlineData("---\n: what is this\n\nText.")]
    [InlineData("---\nx = 3 is what we look for.\n\nText.")]
    [InlineData("---\naaaaaaaaaabbbbbbbbbbccccccccccd: x\n\nText.")]
    [InlineData("---\n# Hidden things\n\nText.")]
    [InlineData("---")]
    [InlineData("---\n")]
    [InlineData("+++\nnote: bring water\n\nText.")]
    public void A_rule_with_text_below_it_is_a_rule(string text)
    {
        var read = ReadArticle.From(text);

        Assert.Empty(read.Errors);
        Assert.True(read.IsLive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \n\t\n  ")]
    [InlineData("---\ntitle: T\n---")]
    [InlineData("---\ntitle: T\n---\n \n")]
    public void A_file_without_text_is_refused_as_empty(string text) =>
        Assert.Equal("empty", Assert.Single(ReadArticle.From(text).Errors).Rule);
}
