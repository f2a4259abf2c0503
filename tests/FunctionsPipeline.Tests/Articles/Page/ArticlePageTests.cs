using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Tests.Articles.Images;

namespace FunctionsPipeline.Tests.Articles.Page;

public sealed class ArticlePageTests
{
    private static readonly SiteSettings Settings = new() { Url = new Uri("https://clinic.example/") };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), Settings.Brand);

    [Fact]
    public void The_policy_allows_the_pages_own_script_and_no_other()
    {
        var page = Print("# A title\n\nText.");

        var script = page.Scripts.Single(s => s.Type is null or "");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.TextContent)));
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.Equal(
            $"script-src 'sha256-{hash}'",
            policy
                .Split(';')
                .Select(rule => rule.Trim())
                .Single(rule => rule.StartsWith("script-src", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("connect-src", policy, StringComparison.Ordinal);
    }

    /// <summary>Either would end the script early, or begin a part that browsers read by other rules.</summary>
    [Theory]
    [InlineData("</")]
    [InlineData("<!--")]
    [InlineData("\r")]
    public void Nothing_in_the_script_ends_it(string text) =>
        Assert.DoesNotContain(text, PageScript.Text, StringComparison.Ordinal);

    [Fact]
    public void A_reader_without_script_can_mail_the_address_and_sees_no_button_that_does_nothing()
    {
        var page = Print("---\ntitle: Knees & \"hips\"? 100 %\nslug: knees\n---\nText.");

        var share = page.QuerySelector(".share")!;
        Assert.Equal(
            "mailto:?subject=Knees%20%26%20%22hips%22%3F%20100%20%25&body=https%3A%2F%2Fclinic.example%2Fknees%2F",
            share.QuerySelector("a")!.GetAttribute("href")
        );
        Assert.All(share.QuerySelectorAll("button"), button => Assert.True(button.HasAttribute("hidden")));
        Assert.Equal("https://clinic.example/knees/", share.GetAttribute("data-url"));
    }

    /// <summary>A copy hands on the address of the original, as its <c>canonical</c> does.</summary>
    [Fact]
    public void A_copy_is_shared_by_the_address_of_its_original()
    {
        var page = Print("---\ntitle: Knees\ncanonical: https://other.example/knees\n---\nText.");

        Assert.Equal("https://other.example/knees", page.QuerySelector(".share")!.GetAttribute("data-url"));
    }

    [Fact]
    public void A_title_cannot_add_to_a_mail()
    {
        var page = Print("---\ntitle: \"A&cc=all@other.example&body=B\\r\\nBcc: x@other.example\"\n---\nText.");

        var link = page.QuerySelector(".share a")!.GetAttribute("href")!;
        Assert.Equal(["subject", "body"], link["mailto:?".Length..].Split('&').Select(field => field.Split('=')[0]));
    }

    [Theory]
    [InlineData("en", "Copy the link", "Send by e-mail")]
    [InlineData("fr", "Copier le lien", "Envoyer par courriel")]
    public void The_buttons_speak_the_articles_language(string language, string copy, string mail)
    {
        var share = Print($"---\ntitle: A\nlanguage: {language}\n---\nText.").QuerySelector(".share")!;

        Assert.Equal(copy, share.QuerySelector("[data-do=copy]")!.TextContent);
        Assert.Equal(mail, share.QuerySelector("a")!.TextContent);
    }

    [Fact]
    public void A_long_article_has_its_contents_beside_its_text()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 320));
        var page = Print($"# A\n\n{words}\n\n## One\n\n{words}\n\n## Two\n\n{words}\n\n## Three\n\nEnd.");

        var both = page.QuerySelector(".with-toc")!;
        Assert.Equal(["toc", "text"], both.Children.Select(child => child.ClassName));
        Assert.Equal(
            both.QuerySelectorAll(".text h2").Select(heading => "#" + heading.Id),
            both.QuerySelectorAll(".toc a").Select(link => link.GetAttribute("href"))
        );
        Assert.Null(Print("# A\n\nShort.").QuerySelector(".with-toc"));
    }

    [Theory]
    [InlineData(1600, 900, "wide")]
    [InlineData(4000, 3000, "wide")]
    [InlineData(1600, 1500, null)]
    [InlineData(800, 450, null)]
    [InlineData(900, 1600, "tall")]
    [InlineData(300, 600, null)]
    public async Task A_pictures_measures_decide_how_its_figure_is_laid_out(int width, int height, string? shape)
    {
        var newsroom = new Publishing.Newsroom();
        await newsroom.PutAsync("a.png", SampleImages.WholePng((ushort)width, (ushort)height));

        await newsroom.DropAsync("back.md", "# Back\n\n![A knee](a.png \"A caption\")\n\nWords.");

        var figure = new HtmlParser().ParseDocument((await newsroom.PageAsync("back"))!).QuerySelector(".text figure")!;
        Assert.Equal(shape, figure.GetAttribute("class"));
        // Feeds and other sites have layouts of their own.
        Assert.Contains("<figure><img ", await newsroom.ContentAsync("back"), StringComparison.Ordinal);
    }

    private static IDocument Print(string text)
    {
        var source = new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);
        var page = ArticleProof.Print(source, Settings, Look, DateTimeOffset.UnixEpoch).Rendered!.Page;
        return new HtmlParser().ParseDocument(Encoding.UTF8.GetString(page.Span));
    }
}
