using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Rendering;

public sealed class DirectionTests
{
    private static readonly SiteSettings Settings = new();
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), Settings.Brand);

    /// <summary>An Arabic article once got a page that said its language and was laid out from left to right.</summary>
    [Theory]
    [InlineData("en", "ltr", "left")]
    [InlineData("ar", "rtl", "right")]
    [InlineData("he-IL", "rtl", "right")]
    [InlineData("ckb", "rtl", "right")]
    [InlineData("fr", "ltr", "left")]
    public void Page_and_mail_are_written_in_the_direction_of_the_articles_language(
        string language,
        string direction,
        string side
    )
    {
        var text = $"---\ntitle: A title\nlanguage: {language}\n---\nText.\n\n> A quotation.\n";
        var source = new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);

        var article = ArticleProof.Print(source, Settings, Look, DateTimeOffset.UnixEpoch).Rendered!;

        var html = $"<html lang=\"{language}\" dir=\"{direction}\"";
        Assert.Contains(html, Encoding.UTF8.GetString(article.Page.Span), StringComparison.Ordinal);
        Assert.Contains(html, article.Digest.ToDocument(Look, Settings), StringComparison.Ordinal);
        Assert.Contains($"border-{side}:3px", article.Digest.FullHtml.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Arabic parts the day of the week by a comma of its own, which once stayed behind.</summary>
    [Fact]
    public void A_date_without_its_weekday_begins_with_no_comma() =>
        Assert.StartsWith("d ", Cultures.LongDate(Cultures.Of("ar")), StringComparison.Ordinal);
}
