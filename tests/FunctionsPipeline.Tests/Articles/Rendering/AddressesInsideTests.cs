using System.Text.RegularExpressions;
using FunctionsPipeline.Tests.Articles.Reading;

namespace FunctionsPipeline.Tests.Articles.Rendering;

/// <summary>Ids and the links to them, on the page and where several articles share one.</summary>
public sealed class AddressesInsideTests
{
    [Theory]
    [InlineData("Servers / addresses", "servers--addresses")]
    [InlineData("Set-up - part 1", "set-up---part-1")]
    [InlineData("Set-up -- part 1", "set-up----part-1")]
    [InlineData("\u00DCber uns", "\u00FCber-uns")]
    [InlineData("What's *new*, `really`?", "whats-new-really")]
    [InlineData("snake_case stays", "snake_case-stays")]
    [InlineData("\uD83C\uDF89 Party", "-party")]
    [InlineData(
        "\u0939\u093F\u0928\u094D\u0926\u0940 \u0915\u0940",
        "\u0939\u093F\u0928\u094D\u0926\u0940-\u0915\u0940"
    )]
    [InlineData("1. First", "1-first")]
    [InlineData("References", "references")]
    public void Headings_have_the_ids_that_github_makes(string heading, string id) =>
        Assert.Contains(
            $"<h2 id=\"{id}\">",
            ReadArticle.From($"---\ntitle: T\n---\nText.\n\n## {heading}\n\nText.").Page,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("## Warm it up {#warm-it-up}", "warm-it-up", "Warm it up")]
    [InlineData("## **Warm it up** {#heat .unnumbered}", "heat", "<strong>Warm it up</strong>")]
    [InlineData("## Warm it up {.unnumbered #heat data-x=\"1\"}", "heat", "Warm it up")]
    [InlineData("## Warm it up {: #heat}", "heat", "Warm it up")]
    [InlineData("## Warm it up {#warm--it--up}", "warm--it--up", "Warm it up")]
    [InlineData("## Warm it up {.unnumbered}", "warm-it-up", "Warm it up")]
    [InlineData("Warm it up {#heat}\n----------", "heat", "Warm it up")]
    [InlineData("## Sets {a, b}", "sets-a-b", "Sets {a, b}")]
    [InlineData("## Use {% include %}", "use--include-", "Use {% include %}")]
    public void Braces_behind_a_heading_are_its_id(string heading, string id, string shown)
    {
        var read = ReadArticle.From($"---\ntitle: T\n---\nSee [it](#{id}).\n\n{heading}\n\nText.");

        Assert.Contains($"<h2 id=\"{id}\">{shown}</h2>", read.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(read.Findings, f => f.Rule == "broken-anchor");
    }

    [Fact]
    public void Braces_are_no_part_of_a_title_and_lead_to_it()
    {
        var read = ReadArticle.From("# What helps {#what-helps}\n\n[Up](#what-helps) it goes, and [up](#top) again.");

        Assert.Equal("What helps", read.Article.Title);
        Assert.Contains("<h1 id=\"what-helps\">What helps</h1>", read.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(read.Findings, f => f.Rule == "broken-anchor");
    }

    [Fact]
    public void A_link_may_write_an_id_percent_encoded() =>
        Assert.DoesNotContain(
            ReadArticle.From("# T\n\n[Us](#%C3%BCber-uns)\n\n## \u00DCber uns\n\nText.").Findings,
            f => f.Rule == "broken-anchor"
        );

    [Fact]
    public void A_link_that_leads_nowhere_is_told() =>
        Assert.Contains(
            ReadArticle.From("# T\n\n[Us](#them)\n\n## Us\n\nText.").Findings,
            f => f.Rule == "broken-anchor"
        );

    [Fact]
    public void In_feeds_no_id_stands_twice_and_every_link_leads_to_its_own_page()
    {
        var read = ReadArticle.From(
            "# Notes\n\nText.[^1] See [below](#below).\n\n## Below\n\nText.\n\n[^1]: A note.",
            "notes.md"
        );

        Assert.DoesNotContain(" id=", read.Content, StringComparison.Ordinal);
        string[] links = [.. Regex.Matches(read.Content, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(
            [
                "https://clinic.example/notes/#fn-1",
                "https://clinic.example/notes/#below",
                "https://clinic.example/notes/#fnref-1",
            ],
            links
        );
        // On the page itself they are as short as can be.
        Assert.Contains("href=\"#fn-1\"", read.Page, StringComparison.Ordinal);
        Assert.Contains("<li id=\"fn-1\">", read.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void In_mail_a_link_inside_the_article_leads_to_its_page()
    {
        var read = ReadArticle.From("# Notes\n\nSee [below](#below).\n\n## Below\n\nText.", "notes.md");

        Assert.Contains("href=\"https://clinic.example/notes/#below\"", read.Mail, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#", read.Mail, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_keep_their_columns_sides_and_spans_in_mail()
    {
        var mail = ReadArticle
            .From(
                "# T\n\n| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n\n+---+---+\n| x | y |\n+---+---+\n| both  |\n+---+---+\n"
            )
            .Mail;

        Assert.Matches("<th scope=\"col\"[^>]*text-align:right[^>]*>b</th>", mail);
        Assert.Matches("<td[^>]*text-align:left[^>]*>1</td>", mail);
        Assert.Matches("<td[^>]*text-align:right[^>]*>2</td>", mail);
        Assert.Matches("<td[^>]*text-align:center[^>]*>3</td>", mail);
        Assert.Matches("<td colspan=\"2\"[^>]*>both</td>", mail);
    }
}
