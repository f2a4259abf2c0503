using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>
/// What an article may take, independent of its markup: the budget refuses what would take more, and the next is read.
/// </summary>
public sealed class ArticleBudgetTests
{
    private static readonly SiteSettings Settings = new() { Url = new Uri("https://clinic.example/") };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), new Brand());

    public static TheoryData<string, string, string> Refused =>
        new()
        {
            // Markdig pads each of these rows to the width of the head: 8 KB and 664 KB once took gigabytes.
            { "a wide table of short rows", Table(100, 2_000), "too-many-parts" },
            { "a wide table of many short rows", Table(300, 150_000), "too-many-parts" },
            {
                "a wide table in a list",
                "- |" + Many("a|", 200) + "\n  |" + Many("-|", 200) + "\n" + Many("  |x|\n", 2_000),
                "too-many-parts"
            },
            {
                "a wide table in a quotation",
                "> |" + Many("a|", 200) + "\n> |" + Many("-|", 200) + "\n" + Many("> |x|\n", 2_000),
                "too-many-parts"
            },
            {
                "a table whose last row is wide",
                "|a|b|\n|-|-|\n" + Many("|x|\n", 2_000) + Many("|x", 400) + "|\n",
                "too-many-parts"
            },
            { "many tables", Many("|a|b|c|d|\n|-|-|-|-|\n|x|y|z|w|\n\n", 30_000), "too-many-parts" },
            { "grid tables", Many("+-+-+\n|a|b|\n+-+-+\n\n", 60_000), "too-many-parts" },
            { "headings", Many("# a\n", 200_000), "too-many-parts" },
            { "definition lists", "**a**\n\n" + Many("a\n:   b\n\n", 99_000), "" },
            { "figures", Many("^^^\n", 299_000), "" },
            { "custom containers", Many(":::\n^^^\n", 149_000), "too-many-parts" },
            { "lists in lists", Many(Many("- ", 45) + "a\n", 20_000), "too-many-parts" },
            { "quotations in quotations", Many(new string('>', 100) + "\n\n", 5_000), "too-many-parts" },
            { "blank lines in a deep list", Many("- ", 45) + "a" + Many("\n", 290_000) + "b", "too-much-work" },
            { "links in one paragraph", Many("[a](", 200_000), "too-much-work" },
            { "titles that never end", Many("[a](b (", 100_000), "too-much-work" },
            { "addresses in one paragraph", Many("mailto:a@b.c ", 60_000), "too-much-work" },
            { "emphasis that never matches", Many(Many("*a **b ", 3_000) + "\n\n", 60), "too-much-work" },
            { "brackets inside brackets", Many("[", 9_500) + Many("]", 9_500), "too-much-work" },
            { "emphasis that stays open in brackets", Many("<<: *a\n&a [*a,*a]\n", 3_300), "too-much-work" },
            { "references to nothing", "[^1]" + Many("[a](\n[^1]", 10_000), "too-much-work" },
            { "definitions in one paragraph", Numbered("[a{0}]: /x\n", 60_000), "too-much-work" },
            { "footnotes that nothing refers to", "[^1]\n\n" + Numbered("[^{0}]: x\n", 80_000), "too-much-work" },
            { "an entity a word", Many("&amp;", 1_200_000 / 6), "" },
            {
                "uses of a long address with escapes",
                "[x]: /&amp;" + new string('a', 2_000) + "\n\n" + Many("[x]\n\n", 100_000),
                "too-many-parts"
            },
            {
                "uses of a long address",
                "[x]: /" + new string('a', 2_000) + "\n\n" + Many("[x]\n\n", 50_000),
                "too-much-output"
            },
            {
                "uses of a long title",
                "[x]: /a \"" + new string('a', 100_000) + "\"\n\n" + Many("[x]\n\n", 50_000),
                "too-much-output"
            },
            { "code that is all escapes", "```\n" + Many(new string('"', 99) + "\n", 90_000), "too-much-output" },
            { "lines", Many("\n", 400_000) + "a", "too-many-lines" },
            { "one line", new string('a', 1_000_001), "line-too-long" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_article_that_takes_too_much_is_refused_and_the_next_is_rendered(
        string what,
        string text,
        string rule
    )
    {
        Assert.NotEmpty(what);

        if (rule.Length == 0)
        {
            Assert.NotNull(Print(text).Rendered);
            return;
        }
        // On a clock that stands still: what is counted ends it, on any machine.
        var reading = ArticleReader.Read(Source(text), Settings, new SteppingClock(TimeSpan.Zero));
        Assert.Null(reading.Article);
        var finding = Assert.Single(reading.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(rule, finding.Rule);
        Assert.NotNull(finding.Line);
        Assert.NotNull(finding.Fix);
        Assert.Contains(
            "<p>Words.</p>",
            Print("# Next\n\nWords.").Rendered!.Content.ToString(),
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Honest =>
        new()
        {
            {
                "a table of 20 columns and 1,000 rows",
                "|"
                    + Many("head|", 20)
                    + "\n|"
                    + Many("-|", 20)
                    + "\n"
                    + Many("|" + Many("cell words|", 20) + "\n", 1_000)
            },
            { "a list of 5,000 links", Numbered("- [Link {0}](https://example.org/path/{0}) and words\n", 5_000) },
            { "a paragraph of 2,000 emphases", Many("*word* and **word** ", 1_000) },
            { "a paragraph of 5,000 links", Numbered("[Link {0}](https://example.org/path/{0}), ", 5_000) },
            {
                "5,000 links by definitions",
                Numbered("A [link {0}][{0}] here.\n\n", 5_000)
                    + Numbered("[{0}]: https://example.org/path/{0}?a=1&b=2\n", 5_000)
            },
            { "a paragraph of 2,000 addresses", Numbered("https://example.org/{0} ", 2_000) },
            { "2,000 footnotes", Numbered("Words[^{0}].\n\n", 2_000) + Numbered("[^{0}]: A note.\n", 2_000) },
            {
                "a chapter of 300 pages",
                Numbered(
                    "## Page {0}\n\n"
                        + Many(
                            "It was a *long* day; \"nothing\" more was to be had of [it](https://example.org/). "
                                + Many("He went home. ", 30)
                                + "\n\n",
                            6
                        ),
                    300
                )
            },
            {
                "one paragraph of 900 KB",
                Many("He went home and waited for the mail; it's \"fine\" (for now). ", 14_000)
            },
        };

    [Theory]
    [MemberData(nameof(Honest))]
    public void A_long_honest_article_is_published(string what, string text)
    {
        Assert.NotEmpty(what);

        var proof = Print("# Long\n\nAn article of some length.\n\n" + text);

        Assert.Empty(proof.Report.Findings.Where(f => f.Severity == Severity.Error));
        Assert.NotNull(proof.Rendered);
    }

    [Fact]
    public void What_takes_too_long_ends_with_a_finding()
    {
        // Moves on whenever the clock is looked at, as on a machine that stands still.
        var clock = new SteppingClock(TimeSpan.FromSeconds(1));

        var reading = ArticleReader.Read(Source(Many("A [link](https://example.org/).\n\n", 20_000)), Settings, clock);

        Assert.Null(reading.Article);
        Assert.Equal("too-slow", Assert.Single(reading.Findings, f => f.Severity == Severity.Error).Rule);
    }

    [Fact]
    public void A_finding_names_the_line_of_the_file()
    {
        var text = "---\ntitle: T\n---\n\nWords.\n\n" + Table(100, 2_000);

        Assert.Equal(7, Assert.Single(Print(text).Report.Findings, f => f.Rule == "too-many-parts").Line);
    }

    [Fact]
    public void An_article_that_is_too_long_for_a_mail_is_sent_as_its_summary()
    {
        var proof = Print("# Long\n\nWhat it is about, in a sentence.\n\n" + Many("Words of some length.\n\n", 20_000));

        var digest = proof.Rendered!.Digest;
        Assert.Equal((digest.TeaserHtml, digest.TeaserText), (digest.FullHtml, digest.FullText));
        Assert.Contains(proof.Report.Findings, f => f.Rule == "too-long-for-mail");
        Assert.Contains("Words of some length.", proof.Rendered.Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_lists_no_more_findings_than_a_person_can_use()
    {
        var findings = Print("# T\n\nWords.\n\n" + Numbered("[A page](page-{0})\n\n", 3_000)).Report.Findings;

        Assert.Equal(201, findings.Count);
        Assert.Single(findings, f => f.Rule == "more-findings");
    }

    private static string Table(int columns, int rows) =>
        "|" + Many("a|", columns) + "\n|" + Many("-|", columns) + "\n" + Many("|x|\n", rows);

    private static string Many(string text, int times) =>
        new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Numbered(string format, int times)
    {
        var text = new StringBuilder();
        for (var i = 0; i < times; i++)
            text.Append(format.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return text.ToString();
    }

    private static ArticleSource Source(string text) =>
        new("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);

    private static ArticleProof Print(string text) =>
        ArticleProof.Print(Source(text), Settings, Look, DateTimeOffset.UnixEpoch);

    private sealed class SteppingClock(TimeSpan step) : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ++_looks * step.Ticks;
    }
}
