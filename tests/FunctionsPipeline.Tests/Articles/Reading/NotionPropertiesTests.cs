using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>The lines that Notion's export writes below a page's title.</summary>
public sealed class NotionPropertiesTests
{
    private const string Page = "Breathe out 1f0c2d3e4a5b6c7d8e9f0a1b2c3d4e5f.md";

    [Theory]
    [InlineData("# T\n\nStatus: In progress\n\nText.")]
    [InlineData("# T\nStatus: In progress\n\nText.")]
    [InlineData("# T\n\n\nTags: a\nStatus: In progress\n\n\nText.")]
    [InlineData("# T\n\nTags: a\nStatus: In progress\n \nText.")]
    [InlineData("Status: In progress\n\nText.")]
    [InlineData("\nStatus: In progress\n\n# T\n\nText.")]
    [InlineData("# T\n\nStatus: In progress")]
    public void A_page_in_progress_is_a_draft_and_its_properties_are_no_text(string text)
    {
        var read = ReadArticle.From(text, Page);

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
        Assert.DoesNotContain("In progress", read.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("In progress", read.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Created")]
    [InlineData("Created time")]
    [InlineData("Created at")]
    [InlineData("Publication date")]
    [InlineData("Date")]
    public void The_day_of_a_page_is_the_date_of_the_article(string name) =>
        Assert.Equal(
            new DateOnly(2026, 1, 5),
            DateOnly.FromDateTime(From($"{name}: January 5, 2026 10:00 AM").Article.Date.DateTime)
        );

    /// <summary>In a page of Notion it is a day to note; in front matter the article waits for it.</summary>
    [Fact]
    public void The_publish_date_of_a_page_is_its_date()
    {
        var article = From("Publish date: January 5, 2026").Article;

        Assert.Equal(new DateOnly(2026, 1, 5), DateOnly.FromDateTime(article.Date.DateTime));
        Assert.Null(article.PublishAt);
    }

    [Theory]
    [InlineData("Last edited time")]
    [InlineData("Last edited")]
    [InlineData("Edited")]
    [InlineData("Updated")]
    public void The_day_of_the_last_edit_is_that_of_the_update(string name) =>
        Assert.Equal(
            new DateOnly(2026, 1, 7),
            DateOnly.FromDateTime(
                From($"Date: January 5, 2026\n{name}: January 7, 2026").Article.Updated!.Value.DateTime
            )
        );

    [Theory]
    [InlineData("Writer")]
    [InlineData("Created by")]
    [InlineData("Person")]
    [InlineData("Owner")]
    [InlineData("Author")]
    public void The_person_of_a_page_is_the_author(string name) =>
        Assert.Equal("Pat Example", From($"{name}: Pat Example").Article.Author);

    [Fact]
    public void The_first_day_of_a_span_counts() =>
        Assert.Equal(
            new DateOnly(2026, 1, 5),
            DateOnly.FromDateTime(From("Date: January 5, 2026 \u2192 January 9, 2026").Article.Date.DateTime)
        );

    /// <summary>Properties are texts: YAML's word for nothing is a name here.</summary>
    [Fact]
    public void An_author_can_be_called_Null() => Assert.Equal("Null", From("Author: Null").Article.Author);

    [Fact]
    public void A_status_that_is_not_known_is_refused_at_its_place()
    {
        var error = Assert.Single(From("Tags: a\nStatus: Quux").Errors);

        Assert.Equal(("front-matter-status", 4, 9), (error.Rule, error.Line!.Value, error.Column!.Value));
    }

    [Fact]
    public void Two_values_of_one_property_are_refused_with_both_lines()
    {
        var error = Assert.Single(From("Status: Draft\nStatus: Done").Errors);

        Assert.Equal(("front-matter-twice", 4), (error.Rule, error.Line!.Value));
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_properties_keep_their_lines_for_the_findings_of_the_text()
    {
        var deep = string.Concat(Enumerable.Repeat(" - ", 1_000)) + "> a";

        Assert.Equal(6, Assert.Single(From($"Tags: a\nOwner: Pat", deep).Errors).Line);
    }

    [Theory]
    [InlineData("Bring water: it is hot.\nWe walk an hour.", "Bring water: it is hot.")]
    [InlineData("We walk an hour.\nBring water: it is hot.", "Bring water: it is hot.")]
    [InlineData("**Note**: bring water", "</strong>: bring water")]
    [InlineData("Note (for all): bring water", "Note (for all): bring water")]
    [InlineData("We walk. Note: bring water", "We walk. Note: bring water")]
    [InlineData("An hour from here, in the hills, it is too: bring water", "it is too: bring water")]
    [InlineData("At 10:30 we walk", "At 10:30 we walk")]
    [InlineData(": bring water", ": bring water")]
    public void A_paragraph_with_a_colon_stays_in_the_text(string paragraph, string shown)
    {
        var read = From(paragraph);

        Assert.True(read.IsLive);
        Assert.Contains(shown, read.Content, StringComparison.Ordinal);
    }

    /// <summary>These were taken for properties, and the page had none of them.</summary>
    [Theory]
    [InlineData("- Water: two litres\n- Hat: any", "<li>")]
    [InlineData("- Beds: two\n- Private: yes", "<li>")]
    [InlineData("## Water: how much?", "<h2")]
    public void A_list_or_a_heading_below_the_title_stays_in_the_text(string block, string shown)
    {
        var read = From(block);

        Assert.True(read.IsLive);
        Assert.Contains(shown, read.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_property_has_forty_characters_at_most()
    {
        var longest = new string('a', 40);

        Assert.DoesNotContain(longest, From($"{longest}: bring water").Content, StringComparison.Ordinal);
        Assert.Contains($"{longest}a: bring", From($"{longest}a: bring water").Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# T")]
    [InlineData("# T\n")]
    [InlineData("# T\n\nText.")]
    [InlineData("Text.")]
    [InlineData("# T\n\n# Another heading\n\nText.")]
    public void A_page_without_properties_is_read(string text)
    {
        var read = ReadArticle.From(text, Page);

        Assert.Empty(read.Errors);
        Assert.True(read.IsLive);
    }

    [Fact]
    public void A_blank_page_is_refused_as_empty() =>
        Assert.Equal("empty", Assert.Single(ReadArticle.From("\n \n", Page).Errors).Rule);

    [Fact]
    public void Such_lines_in_any_other_file_are_text()
    {
        var read = ReadArticle.From("# T\n\nTags: breath, calm\n\nText.", "Breathe out.md");

        Assert.Empty(read.Article.Tags);
        Assert.Contains("Tags: breath, calm", read.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Forty_properties_are_read()
    {
        var read = From(Properties(39) + "Status: In progress");

        Assert.Empty(read.Errors);
        Assert.True(read.Article.Draft);
    }

    /// <summary>Such lines were text, and the page went live with its status in it.</summary>
    [Theory]
    [InlineData("Author(s): Pat\nStatus: In progress", 4)]
    [InlineData("Status: In progress\nNo.: 5", 3)]
    [InlineData("Status: In progress\nTags:", 3)]
    [InlineData("Visible: No\nTags:", 3)]
    [InlineData("Entwurf: Ja\nTags:", 3)]
    public void Properties_that_cannot_be_read_do_not_let_a_page_in_progress_go_live(string properties, int line)
    {
        var read = From(properties);

        Assert.False(read.IsLive);
        var error = Assert.Single(read.Errors);
        Assert.Equal(("front-matter-unread", line), (error.Rule, error.Line!.Value));
    }

    [Fact]
    public void Nor_do_more_than_forty() =>
        Assert.Equal(
            43,
            Assert.Single(From(Properties(40) + "Status: In progress").Errors, e => e.Severity == Severity.Error).Line
        );

    [Fact]
    public void A_draft_among_lines_that_are_no_properties_is_refused_once() =>
        Assert.Equal(4, Assert.Single(From("Author(s): Pat\nStatus: Draft").Errors).Line);

    private static string Properties(int count) =>
        string.Concat(Enumerable.Range(1, count).Select(i => $"Property {i}: x\n"));

    private static ReadArticle From(string properties, string text = "Text of the page.") =>
        ReadArticle.From($"# Breathe out\n\n{properties}\n\n{text}", Page);
}
