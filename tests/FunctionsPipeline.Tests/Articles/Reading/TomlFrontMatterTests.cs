using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class TomlFrontMatterTests
{
    private static readonly DateTimeOffset Dropped = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Toml_says_the_same()
    {
        var article = Read(
            """
            +++
            title = "What helps?"   # a comment
            date = 2023-01-25T09:30:00-06:00
            draft = false
            tags = [
              "Back pain",
              'acupuncture', # the last
            ]
            description = '''
            A summary'''
            aliases = ["old-name"]
            [extra]
            author = "A. Lee"
            [taxonomies]
            categories = ["Health"]
            +++

            Text.
            """
        );

        Assert.Equal("What helps?", article.Title);
        Assert.Equal(new DateTimeOffset(2023, 1, 25, 15, 30, 0, TimeSpan.Zero), article.Date);
        Assert.Equal(["Back pain", "acupuncture", "Health"], article.Tags);
        Assert.Equal(("A summary", "A. Lee"), (article.Summary, article.Author));
    }

    [Theory]
    [InlineData("[a.b]\nc = 1", "front-matter-toml", 2, Severity.Warning)]
    [InlineData("[[menu.main]]\nweight = 1", "front-matter-toml", 2, Severity.Warning)]
    [InlineData("title = unquoted words", "front-matter", 2, Severity.Error)]
    [InlineData("title: yaml", "front-matter", 2, Severity.Error)]
    [InlineData("a = 1\ntitle = \"open", "front-matter", 3, Severity.Error)]
    [InlineData("tags = [\"a\", \"b\"", "front-matter", 2, Severity.Error)]
    [InlineData("title = \"\\q\"", "front-matter", 2, Severity.Error)]
    public void What_toml_says_beyond_or_against_the_rules_is_found(
        string toml,
        string rule,
        int line,
        Severity severity
    )
    {
        var reading = ReadAll($"+++\n{toml}\n+++\n\nText.");

        var finding = Assert.Single(reading.Findings, f => f.Rule == rule);
        Assert.Equal((line, severity), (finding.Line, finding.Severity));
        Assert.Equal(severity == Severity.Error, reading.Article is null);
    }

    [Theory]
    [InlineData("title = unquoted words", "not in quotes", "title = \"unquoted words\"")]
    [InlineData("draft = yes", "not in quotes", "draft = \"yes\"")]
    [InlineData("title: yaml", "'=' is missing", "between '---' lines")]
    [InlineData("title = \"open", "The quote that opens the value of 'title'", "End the text with \"")]
    [InlineData(
        "title = '''open\nand on\nand: on",
        "The quote that opens the value of 'title'",
        "End the text with '''"
    )]
    [InlineData("title = \"a \"quoted\" word\"", "follows the closing quote of 'title'", "\\\"")]
    [InlineData("title = 'it's'", "follows the closing quote of 'title'", "one pair of quotes")]
    [InlineData("tags = [\"a\", \"b\"", "The list of 'tags' is not closed", "[\"one\", \"two\"]")]
    [InlineData("tags = [\n  \"a\",\n  \"b\"\ntitle = \"T\"", "The list of 'tags' is not closed", "[\"one\", \"two\"]")]
    [InlineData("tags = [\"a\" \"b\"]", "a comma or a quote is missing", "[\"one\", \"two\"]")]
    [InlineData("tags = [a, b]", "a comma or a quote is missing", "[\"one\", \"two\"]")]
    [InlineData("social = { mastodon = \"a\"", "The list of 'social' is not closed", "{ one = \"1\"")]
    [InlineData("title = \"C:\\docs\"", "A backslash has a meaning", "single quotes")]
    [InlineData("title =", "The value of 'title' is missing", "title = \"value\"")]
    [InlineData("date = 25.1.2023", "'25.1.2023' is not a date as TOML writes it", "date = \"25.1.2023\"")]
    [InlineData("date = 2023-1-25", "'2023-1-25' is not a date as TOML writes it", "date = \"2023-1-25\"")]
    [InlineData("date = 2023-02-30", "'2023-02-30' is not a date as TOML writes it", "Put it in quotes")]
    [InlineData("[taxonomies", "The table's name is not closed", "[name]")]
    [InlineData("just words", "cannot be read", "key = value")]
    public void A_mistake_is_explained_where_it_is(string toml, string says, string fix)
    {
        var reading = ReadAll($"+++\ndraft = false\n{toml}\n+++\n\nText.");

        Assert.Null(reading.Article);
        var error = Assert.Single(reading.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(("front-matter", 3), (error.Rule, error.Line));
        Assert.Contains(says, error.Message);
        Assert.Contains(fix, error.Fix);
    }

    [Theory]
    [InlineData("title = \"A\"\ntitle = \"B\"", 3, "'title' is written twice")]
    [InlineData("[extra]\na = 1\n[extra]", 4, "'[extra]' is written twice")]
    [InlineData("extra.a = 1\nextra.a = 2", 3, "'extra.a' is written twice")]
    public void A_key_that_is_written_twice_is_an_error_as_in_toml(string toml, int line, string says)
    {
        var error = Assert.Single(ReadAll($"+++\n{toml}\n+++\n\nText.").Findings);

        Assert.Equal((Severity.Error, line), (error.Severity, error.Line));
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public void Two_spellings_of_one_key_are_a_warning()
    {
        var reading = ReadAll("+++\nlast_reviewed = 2023-01-25\nlastReviewed = 2023-01-26\n+++\n\nText.");

        Assert.Equal(25, reading.Article!.LastReviewed!.Value.Day);
        Assert.Equal(("front-matter-twice", 3), (Assert.Single(reading.Findings).Rule, reading.Findings[0].Line));
    }

    [Fact]
    public void Values_keep_their_spelling_and_keys_their_place()
    {
        var reading = ReadAll(
            """"
            +++
            title = "Caf\u00e9"
            slug = 'a-slug' # a comment
            "lastReviewed" = 2023-01-20 # another
            description = """
            Many
            lines"""
            titel = 1
            social.mastodon = "Short words"
            +++

            Text.
            """"
        );

        var article = reading.Article!;
        Assert.Equal(("Café", "a-slug", "Many lines"), (article.Title, article.Slug.Value, article.Summary));
        Assert.Equal(new DateOnly(2023, 1, 20), article.LastReviewed);
        Assert.Equal("Short words", article.TargetTexts["Mastodon"]);
        Assert.Equal(
            ("front-matter-unknown", 8, 1),
            (Assert.Single(reading.Findings).Rule, reading.Findings[0].Line, reading.Findings[0].Column)
        );
    }

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "10,000 nested arrays", "a = " + new string('[', 10_000) + new string(']', 10_000) },
            { "10,000 arrays that never close", "a = " + new string('[', 10_000) },
            { "10,000 nested tables", "a = " + string.Concat(Enumerable.Repeat("{a=", 10_000)) },
            { "60,000 brackets", new string('[', 60_000) },
            { "60,000 equals signs", new string('=', 60_000) },
            { "60,000 quotes", new string('"', 60_000) },
            { "15,000 equal keys", string.Concat(Enumerable.Repeat("a=1\n", 15_000)) },
            { "10 MB", "a = \"" + new string('a', 10_000_000) + "\"" },
            { "half a character", "a = \"\\uD800\"" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_input_is_one_error(string what, string toml)
    {
        Assert.NotEmpty(what);
        var reading = ReadAll($"+++\n{toml}\n+++\n\nText.");

        Assert.Null(reading.Article);
        Assert.NotNull(Assert.Single(reading.Findings, f => f.Severity == Severity.Error).Fix);
    }

    [Fact]
    public void A_key_of_20000_parts_is_one_unknown_key() =>
        Assert.NotNull(ReadAll($"+++\na{string.Concat(Enumerable.Repeat(".a", 20_000))} = 1\n+++\n\nText.").Article);

    [Fact]
    public void Bytes_that_are_not_utf8_are_read_as_windows_text()
    {
        byte[] file = [.. "+++\ntitle = \"Caf"u8, 0xE9, .. "\"\n+++\n\nText."u8];

        Assert.Equal(
            "Café",
            ArticleReader.Read(new ArticleSource("a.md", file, Dropped), new SiteSettings()).Article!.Title
        );
    }

    private static Article Read(string text) =>
        ReadAll(text).Article ?? throw new InvalidOperationException(string.Join("; ", ReadAll(text).Findings));

    private static ArticleReading ReadAll(string text) =>
        ArticleReader.Read(new ArticleSource("a-file.md", Encoding.UTF8.GetBytes(text), Dropped), new SiteSettings());
}
