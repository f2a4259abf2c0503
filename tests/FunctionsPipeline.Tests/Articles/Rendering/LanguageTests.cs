using FunctionsPipeline.Tests.Articles.Reading;

namespace FunctionsPipeline.Tests.Articles.Rendering;

/// <summary>An article is printed in its own language, on a site of another one too.</summary>
public sealed class LanguageTests
{
    [Fact]
    public void A_French_article_stands_in_a_French_frame()
    {
        var read = ReadArticle.From("---\ntitle: La marche\nlanguage: fr-CA\ndate: 2026-03-01\n---\nUn texte.\n");

        Assert.Contains("<html lang=\"fr-CA\"", read.Page, StringComparison.Ordinal);
        Assert.Contains("Tous les articles", read.Page, StringComparison.Ordinal);
        Assert.Contains("api/subscribe?language=fr\"", read.Page, StringComparison.Ordinal);
        Assert.Contains("1 mars 2026", read.Page, StringComparison.Ordinal);
        Assert.Contains("min de lecture", read.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("All articles", read.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(" lang=\"en\"", read.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_English_article_keeps_the_form_of_the_site() =>
        Assert.Contains(
            "api/subscribe\"",
            ReadArticle.From("---\ntitle: Walking\n---\nText.\n").Page,
            StringComparison.Ordinal
        );

    /// <summary>Where there is no translation, English words say that they are English: a screen reader speaks them.</summary>
    [Fact]
    public void English_words_on_a_page_of_another_language_are_marked()
    {
        var page = ReadArticle.From("---\ntitle: Der Weg\nlanguage: de\n---\nEin Text.\n").Page;

        Assert.Contains("<html lang=\"de\"", page, StringComparison.Ordinal);
        Assert.Contains("<nav aria-label=\"Main\" lang=\"en\">", page, StringComparison.Ordinal);
        var english = ReadArticle.From("---\ntitle: Walking\n---\nText.\n").Page;
        Assert.Contains("<nav aria-label=\"Main\">", english, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr", "Il dit «\u00A0oui\u00A0», puis l'autre.")]
    [InlineData("fr-CA", "Il dit «\u00A0oui\u00A0», puis l'autre.")]
    [InlineData("en", "Il dit “oui”, puis l'autre.")]
    public void Quotation_marks_are_those_of_the_language(string language, string shown)
    {
        var read = ReadArticle.From(
            $"---\nlanguage: {language}\n---\n# Le \"oui\"\n\nIl dit \"oui\", puis l'autre.\n\n## Un \"non\"\n\nFin.\n"
        );

        Assert.All(
            [read.Page, read.Content, read.Mail, read.Text],
            part => Assert.Contains(shown, System.Net.WebUtility.HtmlDecode(part), StringComparison.Ordinal)
        );
        Assert.Equal(shown, read.Article.Summary);
        var (open, close) = language == "en" ? ("“", "”") : ("«\u00A0", "\u00A0»");
        Assert.Equal($"Le {open}oui{close}", read.Article.Title);
        Assert.Contains($"Un {open}non{close}", System.Net.WebUtility.HtmlDecode(read.Page), StringComparison.Ordinal);
        Assert.Contains("id=\"un-non\"", read.Page, StringComparison.Ordinal);
    }

    /// <summary>Code is what it is.</summary>
    [Fact]
    public void Marks_in_code_stay_as_they_were_typed() =>
        Assert.Contains(
            "<code>\"a\"</code>",
            System.Net.WebUtility.HtmlDecode(ReadArticle.From("---\nlanguage: fr\n---\nVoir `\"a\"`.\n").Page),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_title_that_front_matter_repeats_with_straight_marks_is_shown_once()
    {
        var read = ReadArticle.From(
            "---\ntitle: Le \"oui\" suffit\nlanguage: fr\n---\n# Le \"oui\" suffit\n\nTexte.\n"
        );

        Assert.Equal(1, read.Page.Split("<h1").Length - 1);
        Assert.DoesNotContain("<h2", read.Page, StringComparison.Ordinal);
    }
}
