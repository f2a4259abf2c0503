using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Tests.Localization;

/// <summary>Staff read in their language what is wrong with their files.</summary>
public sealed partial class FindingTranslationsTests
{
    private static readonly string Domain = Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline");

    private static readonly Dictionary<string, string> French = JsonSerializer.Deserialize<
        Dictionary<string, Dictionary<string, string>>
    >(File.ReadAllText(Path.Combine(Domain, "Localization", "fr.json")))!["findings"];

    /// <summary>Words that name a text or a key, not what a person reads.</summary>
    [GeneratedRegex(@"^[a-z-]+$")]
    private static partial Regex Key();

    [Fact]
    public void Each_text_in_the_code_has_a_translation_and_no_other_has_one()
    {
        var written = FindingTexts
            .In(Domain)
            .Where(text => !Key().IsMatch(text) || text is "column" or "columns")
            .ToList();

        Assert.True(written.Count > 300, "The texts are not found in the source any more.");
        Assert.Empty(written.Except(French.Keys));
        Assert.Empty(French.Keys.Except(written));
    }

    [Fact]
    public void A_translation_has_each_value_once() =>
        Assert.Empty(
            French
                .Where(text => !Values(text.Key).Order().SequenceEqual(Values(text.Value).Order()))
                .Select(text => text.Key)
        );

    [Theory]
    [InlineData("There is no text in this file.", "Il n’y a pas de texte dans ce fichier.")]
    [InlineData("The file has 12 MB; an article may have 10.", "12 Mo")]
    [InlineData("'title' is missing.", "'title'")]
    public void A_finding_is_read_in_French(string english, string french)
    {
        var read = FindingTranslations
            .For("fr-CA")
            .Of(new Finding("rule", Severity.Error, english, "Split it into several articles."));

        Assert.Contains(french, read.Message, StringComparison.Ordinal);
        Assert.NotEqual(english, read.Message);
        Assert.NotEqual("Split it into several articles.", read.Fix);
    }

    /// <summary>A sentence of ours in a sentence of ours.</summary>
    [Fact]
    public void What_stands_inside_is_translated_too()
    {
        var read = FindingTranslations
            .For("fr")
            .Of("theme/page.hbs cannot be used, the built-in one is: The file is empty.");

        Assert.DoesNotContain("The file is empty.", read, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be used", read, StringComparison.Ordinal);
        Assert.Contains("page", read, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A mail of a person, who is not us: 'x' {0} {1} {title}")]
    [InlineData("")]
    [InlineData("{0}")]
    [InlineData("'")]
    public void A_text_that_is_none_of_ours_stays(string text) =>
        Assert.Equal(text, FindingTranslations.For("fr").Of(text));

    /// <summary>What stands in a value is the author's: braces in it are no value of the sentence around it.</summary>
    [Fact]
    public void A_value_with_braces_is_put_in_as_it_is() =>
        Assert.Contains(
            "'{1} {0}'",
            FindingTranslations.For("fr").Of("'{1} {0}' is written twice with different values, here and on line 7."),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_language_without_translation_leaves_everything_in_English() =>
        Assert.Equal("'x' is missing.", FindingTranslations.For("de").Of("'x' is missing."));

    private static IEnumerable<string> Values(string text) => Value().Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Value();
}
