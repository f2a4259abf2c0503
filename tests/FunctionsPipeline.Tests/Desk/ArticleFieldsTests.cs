using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Desk.Articles;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Desk;

public sealed class ArticleFieldsTests
{
    private static ArticleFields Read(string file) => ArticleFields.Read(Encoding.UTF8.GetBytes(file))!;

    private static FunctionsPipeline.Articles.Reading.Article Article(string file) =>
        ArticleReader
            .Read(
                new ArticleSource(
                    "a.md",
                    Encoding.UTF8.GetBytes(file),
                    new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)
                ),
                new SiteSettings()
            )
            .Article!;

    [Theory]
    [InlineData("---\ntitle: One\ntags: [a, 'b c']\ndate: 2026-03-01\n---\n\nText.\n")]
    [InlineData("---\ntitle: 'It''s one'\ntags:\n  - a\n  - b\nlang: fr\n---\nText.\n")]
    [InlineData("---\ntitle: \"A \\\"quote\\\" and \\\\\"\nnewsletter: false\ndraft: true\n---\nText.\n")]
    [InlineData("---\ntitle: One\nsocial:\n  masto: Look at this\nreferences:\n- https://example.org/\n---\nText.\n")]
    [InlineData("No front matter, only a text of some words.\n")]
    public void What_is_shown_and_saved_reads_as_before(string file)
    {
        var fields = Read(file);

        var (before, after) = (Article(file), Article(fields.Write()));

        Assert.False(fields.IsWhole);
        Assert.Equal(before.Title, after.Title);
        Assert.Equal(before.Tags, after.Tags);
        Assert.Equal(before.Date, after.Date);
        Assert.Equal(before.Draft, after.Draft);
        Assert.Equal(before.Newsletter, after.Newsletter);
        Assert.Equal(before.Language, after.Language);
        Assert.Equal(before.References.Count, after.References.Count);
        Assert.Equal(before.TargetTexts, after.TargetTexts);
    }

    [Theory]
    [InlineData("+++\ntitle = \"One\"\n+++\nText.\n")]
    [InlineData("---\ntitle: |\n  One\n---\nText.\n")]
    [InlineData("---\ntitle: One # a remark\n---\nText.\n")]
    [InlineData("---\ntitle: One\ntitle: Two\n---\nText.\n")]
    [InlineData("---\nsummary: >\n  Two\n  lines\n---\nText.\n")]
    [InlineData("---\ntitle: &a One\n---\nText.\n")]
    [InlineData("---\ntitle: \"\\u00e9\"\n---\nText.\n")]
    public void What_a_form_would_lose_stays_whole(string file)
    {
        var fields = Read(file);

        Assert.True(fields.IsWhole);
        Assert.Equal(file, fields.Write());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_form() => Assert.Null(ArticleFields.Read([0x89, 0x50, 0x4e, 0x47, 0, 0]));

    [Fact]
    public void A_line_break_in_a_field_adds_no_line_of_front_matter()
    {
        var fields = ArticleFields.Empty with
        {
            Values = new Dictionary<string, string> { ["title"] = "One\ndraft: true" },
            Body = "Text.",
        };

        Assert.False(Article(fields.Write()).Draft);
    }
}
