using System.Net;
using System.Xml.Linq;
using FunctionsPipeline.Journeys.Running;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>What a reader does on the demo's site, in a real browser.</summary>
[Collection(nameof(DemoSite))]
public sealed class SiteTests(DemoSite demo, Browser browser)
{
    private const string Article = "A better night with back pain";

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        using var http = new HttpClient();
        using var first = await http.GetAsync(demo.Url(""));
        using var request = new HttpRequestMessage(HttpMethod.Get, demo.Url(""));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [BrowserFact]
    public async Task A_reader_browses_from_the_front_page_to_an_article_and_its_topic()
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await OpenAsync("", width, dark);
            await Looks.JudgeAsync(page, "front");
            await page.GetByRole(AriaRole.Link, new() { Name = Article }).ClickAsync();

            Assert.Equal(Article, await page.Locator("h1").InnerTextAsync());
            await Looks.JudgeAsync(page, "article");
            await page.Locator("a[rel=tag]").First.ClickAsync();

            Assert.Equal("sleep", await page.Locator("h1").InnerTextAsync());
            Assert.Equal([Article], await page.Locator(".cards h2").AllInnerTextsAsync());
            await Looks.JudgeAsync(page, "topic");
        }
    }

    [BrowserFact]
    public async Task A_reader_finds_an_article_by_a_word()
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await OpenAsync("search/", width, dark);
            await page.GetByRole(AriaRole.Searchbox).FillAsync("sciatica");
            await page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 found" }).WaitForAsync();
            await Looks.JudgeAsync(page, "search");
            await page.Locator("#search-results a").ClickAsync();

            Assert.Equal("Can acupuncture ease sciatica?", await page.Locator("h1").InnerTextAsync());
        }
    }

    [BrowserFact]
    public async Task A_reader_comes_from_an_article_to_the_form_of_the_newsletters()
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await OpenAsync("acupuncture-and-sciatica/", width, dark);
            await page.Locator("aside.signup").GetByRole(AriaRole.Link).ClickAsync();

            Assert.True(await page.GetByLabel("E-mail address").IsVisibleAsync());
            // A tick is consent: none beforehand.
            Assert.Equal(
                (2, 0),
                (
                    await page.GetByRole(AriaRole.Checkbox).CountAsync(),
                    await page.GetByRole(AriaRole.Checkbox, new() { Checked = true }).CountAsync()
                )
            );
            await Looks.JudgeAsync(page, "form");
        }
    }

    [BrowserFact]
    public async Task A_reader_looks_up_a_past_issue()
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await OpenAsync("issues/", width, dark);
            await Looks.JudgeAsync(page, "past-issues");
            await page.GetByRole(AriaRole.Link, new() { Name = Article }).ClickAsync();

            Assert.Equal(demo.Printed("the issue on the site").AbsoluteUri, page.Url);
            Assert.Contains(
                "Can acupuncture ease sciatica?",
                await page.Locator("main").InnerTextAsync(),
                StringComparison.Ordinal
            );
            await Looks.JudgeAsync(page, "issue-on-the-site");
        }
    }

    [BrowserFact]
    public async Task Every_page_leads_a_feed_reader_to_the_feeds()
    {
        foreach (var path in new[] { "", "a-better-night-with-back-pain/", "archive/", "issues/" })
        {
            var page = await OpenAsync(path, Looks.Desktop, dark: false);
            var feeds = await page.Locator("link[rel=alternate]")
                .EvaluateAllAsync<string[]>("links => links.map(l => `${l.type} ${l.href}`)");
            Assert.Equal(
                [
                    $"application/rss+xml {demo.Url("feeds/rss.xml")}",
                    $"application/atom+xml {demo.Url("feeds/atom.xml")}",
                    $"application/feed+json {demo.Url("feeds/feed.json")}",
                ],
                feeds
            );
        }
        foreach (
            var feed in new[]
            {
                "feeds/rss.xml",
                "feeds/atom.xml",
                "feeds/feed.json",
                "feeds/tags/sleep/rss.xml",
                "feeds/newsletters/sleep/atom.xml",
            }
        )
        {
            using var answer = await demo.Http.GetAsync(demo.Url(feed));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Contains(Article, text, StringComparison.Ordinal);
            if (feed.EndsWith(".xml", StringComparison.Ordinal))
                XDocument.Parse(text);
        }
    }

    [BrowserFact]
    public async Task The_pages_are_valid_html()
    {
        var pages = new List<string>();
        foreach (
            var path in new[]
            {
                "",
                "a-better-night-with-back-pain/",
                "exercises-for-people-who-sit/",
                "un-quart-d-heure-de-marche/",
                "tags/",
                "tags/sleep/",
                "archive/",
                "search/",
                "issues/",
                "no-such-page/",
            }
        )
        {
            using var answer = await demo.Http.GetAsync(demo.Url(path));
            pages.Add(await answer.Content.ReadAsStringAsync());
        }

        // It names a page by its place in the list.
        Assert.Empty(await Checks.HtmlAsync(pages));
    }

    private async Task<IPage> OpenAsync(string path, int width, bool dark)
    {
        var page = await browser.OpenAsync(width, dark);
        Assert.Equal(200, (await page.GotoAsync(demo.Url(path).AbsoluteUri))!.Status);
        return page;
    }
}
