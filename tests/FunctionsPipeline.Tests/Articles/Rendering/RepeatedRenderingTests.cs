using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Rendering;

public sealed class RepeatedRenderingTests
{
    private static readonly SiteSettings Settings = new();
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), Settings.Brand);

    /// <summary>
    /// Renderers serve article after article. What came before once decided whether a text begins with an empty line, and so
    /// whether an article that no one had touched counted as changed.
    /// </summary>
    [Theory]
    [InlineData("- a list\n- ends the page on a line of its own\n")]
    [InlineData("A paragraph ends the page.\n")]
    [InlineData("> A quotation ends the mail.\n")]
    public void An_article_is_the_same_whichever_was_rendered_before(string before)
    {
        const string Text = "A paragraph.\n\n## A heading\n\n- a list\n";
        Print("Another paragraph.\n");
        var first = Print(Text);
        Print(before);

        var again = Print(Text);

        Assert.Equal(first.Content, again.Content);
        Assert.Equal(first.Digest, again.Digest);
        Assert.Equal(first.Page.ToArray(), again.Page.ToArray());
        Assert.StartsWith("<p>", again.Content.ToString(), StringComparison.Ordinal);
    }

    private static RenderedArticle Print(string text) =>
        ArticleProof
            .Print(
                new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
                Settings,
                Look,
                DateTimeOffset.UnixEpoch
            )
            .Rendered!;
}
