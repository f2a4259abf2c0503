using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Markdown;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.PlainText;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Input;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>What holds for any file.</summary>
public sealed class ReadingProperties
{
    private static readonly SiteSettings Settings = new() { Medical = true, Url = new Uri("https://clinic.example/") };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), new Brand());

    /// <summary>Pieces that mean something to some parser, thrown together.</summary>
    private static readonly Arbitrary<string> Hostile = Gen.Elements(
            "---\n",
            "+++\n",
            "title: ",
            "date: 2023-01-25\n",
            "tags: [",
            "]",
            "{",
            "}",
            "a = \"",
            "\"",
            "'",
            "'''",
            "\n",
            "\n\n",
            "\t",
            " ",
            "\r\n",
            "\0",
            "\uFEFF",
            "\uD800",
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "```\n",
            "***",
            "__",
            "[a](",
            ")",
            "![b](",
            "<script>",
            "</script>",
            "<!--",
            "javascript:alert(1)",
            "|",
            "|-|-|\n",
            "[^1]",
            "[^1]: ",
            ": ",
            "&amp;",
            "&#106;",
            "\\",
            "~~",
            "==",
            "Words of prose. ",
            "What is it?\n\n",
            "Jan 25th, 2023 - A Clinic\n\n",
            "é",
            "針",
            "\u200b",
            "x",
            "http://a.b/c ",
            "[x]: <"
        )
        .ListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    [Fact]
    public void No_file_makes_reading_and_rendering_throw_and_none_brings_a_script_to_the_page() =>
        Prop.ForAll(
                Hostile,
                text =>
                {
                    var proof = ArticleProof.Print(
                        new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
                        Settings,
                        Look,
                        DateTimeOffset.UnixEpoch
                    );
                    if (proof.Rendered is not { } rendered)
                        return proof.Report.Findings.Count > 0;
                    foreach (
                        var part in new[] { rendered.Content, rendered.Digest.FullHtml, rendered.Digest.TeaserHtml }
                    )
                    {
                        var html = part.ToString();
                        if (
                            html.Contains("<script", StringComparison.OrdinalIgnoreCase)
                            || html.Contains("=\"javascript:", StringComparison.OrdinalIgnoreCase)
                            || html.Contains("<!--", StringComparison.Ordinal)
                        )
                            return false;
                    }
                    return true;
                }
            )
            .Check(Quietly(400));

    [Fact]
    public void Plain_text_loses_no_word() =>
        Prop.ForAll(
                Hostile,
                text =>
                {
                    if (MarkdownSigns.In(text) || PlainTextInference.Apply(text, 1, null) is not { } result)
                        return true;
                    var outline = Outline(result);
                    var read = Letters(outline.Prose + result.Title + result.Author);
                    // The byline's date is read into the date; everything else that stood there is still there.
                    return Letters(text).Except(read).All(c => "Jan25th2023-0123456789".Contains(c));
                }
            )
            .Check(Quietly(400));

    [Fact]
    public void Prose_never_becomes_a_heading()
    {
        var words = Gen.Elements(
            "walking",
            "helps",
            "the",
            "back",
            "when",
            "it",
            "hurts",
            "Sciatica",
            "people",
            "and",
            "rest",
            "A",
            "nerve",
            "5"
        );
        var sentence = words.NonEmptyListOf().Where(w => w.Count >= 2).Select(w => string.Join(' ', w) + ".");
        var prose = sentence.NonEmptyListOf().Select(s => string.Join(' ', s));
        Prop.ForAll(
                prose.NonEmptyListOf().ToArbitrary(),
                paragraphs =>
                {
                    var result = PlainTextInference.Apply(string.Join("\n\n", paragraphs), 1, null);
                    return result is { Title: null } && !result.Markdown.Split('\n').Any(l => l.StartsWith('#'));
                }
            )
            .Check(Quietly(200));
    }

    [Fact]
    public void What_is_written_out_is_read_the_same_again()
    {
        const string Text =
            "Does it help?\n\nA caption\n\nJan 25th, 2023 - A Clinic\n\nProse that is long enough to be prose, and a little longer than that.\n\nWhy is that so?\n\nMore prose with an asterisk * and a <sign>, long enough to be a paragraph.\n";
        var first = ArticleReader.Read(
            new ArticleSource("a file.txt", Encoding.UTF8.GetBytes(Text), DateTimeOffset.UnixEpoch),
            Settings
        );

        var second = ArticleReader.Read(
            new ArticleSource("a file.txt", Encoding.UTF8.GetBytes(first.ExplicitMarkdown!), DateTimeOffset.UnixEpoch),
            Settings
        );

        Assert.Empty(second.Inferred);
        Assert.Equal(first.Article!.Outline.Prose, second.Article!.Outline.Prose);
        Assert.Equal(
            (first.Article.Title, first.Article.Slug, first.Article.Date, first.Article.Author),
            (second.Article.Title, second.Article.Slug, second.Article.Date, second.Article.Author)
        );
    }

    public static TheoryData<string, string> Bombs =>
        new()
        {
            { "brackets", new string('[', 500_000) },
            { "open links", string.Concat(Enumerable.Repeat("[a](", 100_000)) },
            { "equal headings", string.Concat(Enumerable.Repeat("# a\n\n", 50_000)) },
            { "definitions", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"[a{i}]: /x\n")) },
            { "one line", new string('a', 9_000_000) },
            { "quotes", new string('>', 50_000) },
            { "plain lines", string.Concat(Enumerable.Repeat("A line of words\n", 100_000)) },
            { "stars", string.Concat(Enumerable.Repeat("*a ", 300_000)) },
            { "asterisks between words", string.Concat(Enumerable.Repeat("a * b ", 100_000)) },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_file_made_to_hold_us_up_is_answered(string name, string text)
    {
        _ = name;
        var proof = Task.Run(() =>
            ArticleProof.Print(
                new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
                Settings,
                Look,
                DateTimeOffset.UnixEpoch
            )
        );

        // Not a measurement: what takes quadratic time here takes minutes.
        await proof.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Five_megabytes_of_an_article_are_an_article()
    {
        var text =
            "# Long\n\n"
            + string.Concat(
                Enumerable.Repeat("Some prose with a [link](https://example.org/) and **more**.\n\n", 80_000)
            );

        var reading = ArticleReader.Read(
            new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
            Settings
        );

        Assert.True(reading.Article!.Words > 500_000);
    }

    private static ArticleOutline Outline(PlainTextResult result)
    {
        var budget = new InputBudget(ArticleLimits.Budget, TimeProvider.System);
        return OutlineWalk.Run(
            ArticleMarkdown.Parse(result.Markdown, budget),
            null,
            new FileLines(0, result.Lines),
            QuoteMarks.Of("en"),
            budget
        );
    }

    private static HashSet<char> Letters(string text) => [.. text.Where(c => char.IsLetterOrDigit(c))];

    private static Config Quietly(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests);
}
