namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Fields without a fence, in JSON, below a comment or below a rule, and text that only looks like them.</summary>
public sealed class UnreadFieldsTests
{
    [Theory]
    // JSON with one key, in one line or several, of ours or in quotation marks.
    [InlineData("{ \"title\": \"Knees\", \"size\": 2 }\n\nNot ready.", 1)]
    [InlineData("{\n  title: 'Knees'\n}\n\nNot ready.", 1)]
    [InlineData("{ title: 'Knees' }\n\nNot ready.", 1)]
    [InlineData("{\n\n  \"colour\": \"blue\"\n}\n\nNot ready.", 1)]
    [InlineData("{ \u201Ccolour\u201D: \u201Cblue\u201D }\n\nNot ready.", 1)]
    [InlineData("{ \u201Efarbe\u201C: \u201Eblau\u201C }\n\nNicht fertig.", 1)]
    // Below a comment.
    [InlineData("<!-- by the editor -->\ntitle: Knees\ntags: a\n\nNot ready.", 2)]
    [InlineData("<!-- by the editor -->\n{ \"title\": \"Knees\" }\n\nNot ready.", 2)]
    [InlineData("<!-- by the editor -->\n% Knees\n% Pat Example\n\nNot ready.", 2)]
    [InlineData("<!-- by the editor -->\n| title | draft |\n| --- | --- |\n| Knees | true |\n\nNot ready.", 4)]
    // Nothing but fields, and a value that goes on in the next line.
    [InlineData("Title: Knees\nAuthor: Pat", 1)]
    [InlineData("Title: Knees\n  and what helps\nAuthor: Pat\n\nNot ready.", 1)]
    [InlineData("\n\nTitle: Knees\nAuthor: Pat\n\nNot ready.", 3)]
    public void Fields_that_are_not_read_are_refused_with_their_line(string text, int line) =>
        AssertRefused(text, line);

    [Theory]
    [InlineData("hidden: true")]
    [InlineData("unlisted: yes")]
    [InlineData("visible: false")]
    [InlineData("ready to publish: no")]
    [InlineData("private: true")]
    [InlineData("public: no")]
    [InlineData("status: pending")]
    [InlineData("visibility: members")]
    [InlineData("publish_status: in review")]
    [InlineData("Estado: Borrador")]
    [InlineData("publishAt: 2027-05-01")]
    [InlineData("publish_date: 2027-05-01 09:00")]
    [InlineData("Embargo: 1 May 2027")]
    [InlineData("go live: May 1, 2027")]
    [InlineData("draft                         : true")]
    public void One_line_that_holds_an_article_back_is_enough_at_the_top(string line) =>
        AssertRefused(line + "\n\nNot ready.", 1);

    /// <summary>Inside a fence these were understood; without one the article went live.</summary>
    [Theory]
    [InlineData("Entwurf: ja")]
    [InlineData("Brouillon : oui")]
    [InlineData("Borrador: s\u00ED")]
    [InlineData("Ver\u00F6ffentlicht: nein")]
    [InlineData("wip: \u2713")]
    public void So_is_one_in_the_language_of_its_key(string line) => AssertRefused(line + "\n\nNicht fertig.", 1);

    [Theory]
    [InlineData("---\nhidden: true")]
    [InlineData("---\nhidden: true\n\nNot ready.")]
    [InlineData("---\nstatus: pending\n\nNot ready.")]
    [InlineData("---\nstatus: quux\n---\n\nNot ready.")]
    [InlineData("----\npublishAt: 2027-05-01\n----\n\nNot ready.")]
    [InlineData("***\nembargo: after Easter\n***\n\nNot ready.")]
    [InlineData("***\n{\n  hidden: true\n}\n***\n\nNot ready.")]
    public void Below_a_rule_in_the_text_what_holds_an_article_back_is_refused(string below) =>
        AssertRefused("The text of it.\n\n" + below, 3);

    [Theory]
    [InlineData("visible: true")]
    [InlineData("hidden: false")]
    [InlineData("Published: yes")]
    [InlineData("Live: every Monday")]
    [InlineData("Scheduled: with the surgeon's office")]
    [InlineData("Embargo: what the word means")]
    [InlineData("Password: at the desk")]
    [InlineData("Status: open again")]
    [InlineData("{note: bring water}")]
    [InlineData("{")]
    [InlineData("{\n")]
    [InlineData("Title: Knees are what this is about.\nThey carry us.\nAuthor: Pat")]
    [InlineData("Of all who answered,\n% by year of birth")]
    [InlineData("% by year of birth")]
    public void Words_at_the_top_that_hold_nothing_back_are_text(string top)
    {
        AssertPublished(top);
        AssertPublished(top + "\n\nThe text of it.");
    }

    [Theory]
    [InlineData("---")]
    [InlineData("---\nBeds: two")]
    [InlineData("---\nStatus: open again")]
    [InlineData("***\nStatus: open again\n\nMore of it.")]
    [InlineData("---\nBeds: two\n---\n\nMore of it.")]
    [InlineData("***\nDate: 5 May\n***\n\nMore of it.")]
    [InlineData("***\nNewsletter: every month\n***\n\nMore of it.")]
    [InlineData("***\nPassword: at the desk\n***\n\nMore of it.")]
    [InlineData("---\nAuthor: Pat\nDate: 5 May\n\nMore of it.")]
    public void Below_a_rule_in_the_text_other_fields_are_text(string below) =>
        AssertPublished("The text of it.\n\n" + below);

    [Fact]
    public void A_rule_at_the_top_with_a_word_and_a_colon_below_it_is_text() =>
        AssertPublished("***\nWater: bring some\n\nWe walk an hour.");

    [Fact]
    public void A_comment_alone_is_no_front_matter() =>
        Assert.Empty(ReadArticle.From("<!-- checked by Pat -->").Errors);

    private static void AssertRefused(string text, int line)
    {
        var read = ReadArticle.From(text);

        Assert.False(read.IsLive);
        var error = Assert.Single(read.Errors);
        Assert.Equal(("front-matter-unread", line), (error.Rule, error.Line!.Value));
    }

    private static void AssertPublished(string text)
    {
        var read = ReadArticle.From(text);

        Assert.Empty(read.Errors);
        Assert.True(read.IsLive);
    }
}
