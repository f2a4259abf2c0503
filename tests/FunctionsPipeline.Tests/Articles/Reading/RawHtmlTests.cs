using System.Net;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed partial class RawHtmlTests
{
    [Theory]
    [InlineData("<p>If it hurts < 3 of 10, walk. If > 5, rest.</p>", "If it hurts < 3 of 10, walk. If > 5, rest.")]
    [InlineData("<p>A <a href=\"https://example.org\" title=\"a > b\">link</a> here.</p>", "A link here.")]
    [InlineData("<div>H<sub>2</sub>O and x<sup>2</sup></div>", "H2O and x2")]
    [InlineData("<div>one<br>two</div>", "one two")]
    [InlineData("<table><tr><td>one</td><td>two</td></tr></table>", "one two")]
    [InlineData("<ul><li>one</li><li>two</li></ul>", "one two")]
    [InlineData("<p>Fish &amp; chips&nbsp;&mdash; 5 &lt; 6</p>", "Fish & chips \u2014 5 < 6")]
    [InlineData("<script>if (a < b) alert('x')</script>\n\nWords.", "Words.")]
    [InlineData("<style>\np{color:red}\n\nh1{color:blue}\n</style>\n\nWords.", "Words.")]
    [InlineData("<div>Before<script>var s = '<p>';</script> after</div>", "Before after")]
    [InlineData("<div>Seen <span hidden>unseen</span> seen</div>", "Seen seen")]
    [InlineData("<div>Seen <span style=\"display : none\">unseen</span> seen</div>", "Seen seen")]
    [InlineData("<template>\n\nUnseen.\n\n</template>\n\nSeen.", "Seen.")]
    [InlineData("<svg width=\"1\">\n\n<text>Unseen</text>\n\n</svg>\n\nSeen.", "Seen.")]
    [InlineData("<details><summary>More</summary>Words inside.</details>", "More Words inside.")]
    [InlineData("<!-- for us -->Seen", "Seen")]
    [InlineData("Open on Mondays.<!-- ask Pat about Fridays -->", "Open on Mondays.")]
    [InlineData("Text <script>alert(\"x\")</script> and <style>p{}</style> more.", "Text and more.")]
    [InlineData("Write the <script> tag into the head.", "Write the tag into the head.")]
    [InlineData("one<p>two<p>three", "one two three")]
    [InlineData("wo<b>r</b>d and wo<!-- x -->rd", "word and word")]
    [InlineData("<textarea>kept <b>as it is</b></textarea>", "kept <b>as it is</b>")]
    [InlineData("<p>never ended <b>bold", "never ended bold")]
    [InlineData("<custom-element>words</custom-element>", "words")]
    [InlineData("<ruby>\u91DD<rp>(</rp><rt>hari</rt><rp>)</rp></ruby>", "\u91DD hari")]
    [InlineData("<div><button>Book</button><label>Name</label></div>", "Book Name")]
    [InlineData("<div>Seen <i style=\"visibility: hidden\">unseen</i> seen</div>", "Seen seen")]
    public void No_word_is_lost_glued_or_torn_and_none_of_a_program_is_shown(string html, string words)
    {
        var read = ReadArticle.From("---\ntitle: T\nsummary: s\n---\n" + html + "\n\nEnd of it.");

        // One form of the article is the page, others the mail and its text.
        Assert.Equal((words + " End of it.").Trim(), Words(read.Content));
        foreach (
            var form in new[]
            {
                Words(read.Mail),
                Spaces().Replace(read.Text, " ").Replace(" (https://example.org)", "", StringComparison.Ordinal),
            }
        )
            Assert.Contains(words + " End of it.", form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Words.\n\n<!-- begun\n\nand never ended.", "comment")]
    [InlineData("Words.\n\n<style>\np{}\n\nMore words.", "<style>")]
    public void What_never_ends_and_hides_the_rest_is_told(string text, string what)
    {
        var finding = Assert.Single(ReadArticle.From("# T\n\n" + text).Findings, f => f.Rule == "unended");

        Assert.Equal(5, finding.Line);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_hide_and_never_end_are_looked_for_in_bounded_time()
    {
        var read = ReadArticle.From("# T\n\n" + string.Concat(Enumerable.Repeat("<svg>a ", 50_000)));

        Assert.Equal(50_000, read.Article.Words);
    }

    [Fact]
    public void A_tag_of_a_hundred_thousand_attributes_is_read() =>
        Assert.Contains(
            "words",
            Words(
                ReadArticle
                    .From(
                        "# T\n\n<div "
                            + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i} "))
                            + ">words</div>"
                    )
                    .Content
            ),
            StringComparison.Ordinal
        );

    private static string Words(string html) =>
        Spaces()
            .Replace(
                WebUtility.HtmlDecode(
                    Tags()
                        .Replace(
                            html,
                            m => m.Value.StartsWith("<a", StringComparison.Ordinal) || m.Value == "</a>" ? "" : " "
                        )
                ),
                " "
            )
            .Replace(" .", ".", StringComparison.Ordinal)
            .Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
