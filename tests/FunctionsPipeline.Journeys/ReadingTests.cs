using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Settings;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys;

/// <summary>What a reader does with one article, in a real browser: reads on, shares it, prints it.</summary>
public sealed class ReadingTests(Browser browser) : IClassFixture<Browser>
{
    private const string Address = "https://clinic.example/stiff-backs/";

    private static readonly SiteSettings Settings = new() { Name = "Notes", Url = new Uri("https://clinic.example/") };

    [BrowserFact]
    public async Task The_contents_follow_the_reader()
    {
        foreach (var (width, dark) in new[] { (Looks.Phone, true), (1440, false) })
        {
            var page = await OpenAsync(width, dark);
            await Looks.JudgeAsync(page, "long-article");

            await page.Locator("#three").ScrollIntoViewIfNeededAsync();
            await page.EvaluateAsync("document.getElementById('three').scrollIntoView({ behavior: 'instant' })");

            await page.Locator(".toc [aria-current]").Filter(new() { HasText = "Three" }).WaitForAsync();
            Assert.Equal(1, await page.Locator(".toc [aria-current]").CountAsync());
            // Beside the text where there is room for it.
            if (width > 1200)
                Assert.True((await page.Locator(".toc details").BoundingBoxAsync())!.Y is >= 0 and < 200);

            await page.EvaluateAsync("scrollTo({ top: 0, behavior: 'instant' })");
            await page.WaitForFunctionAsync("document.querySelectorAll('.toc [aria-current]').length < 2");
        }
    }

    [BrowserFact]
    public async Task A_reader_copies_the_link()
    {
        var page = await OpenAsync(Looks.Desktop);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" }).ClickAsync();

        await page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied." }).WaitForAsync();
        Assert.Equal(Address, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [BrowserFact]
    public async Task A_reader_shares_by_the_systems_sheet_where_there_is_one()
    {
        var page = await browser.OpenAsync(Looks.Phone);
        await page.AddInitScriptAsync("navigator.share = what => { window.shared = what; return Promise.resolve(); }");
        await ServeAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Share…" }).ClickAsync();

        Assert.Equal(Address, await page.EvaluateAsync<string>("window.shared.url"));
        Assert.Equal("Stiff backs", await page.EvaluateAsync<string>("window.shared.title"));
    }

    [BrowserFact]
    public async Task Without_script_nothing_is_missing_and_nothing_does_nothing()
    {
        var page = await browser.OpenAsync(Looks.Phone, scripts: false);
        await ServeAsync(page);

        Assert.Equal(0, await page.GetByRole(AriaRole.Button).CountAsync());
        Assert.True(await page.GetByRole(AriaRole.Link, new() { Name = "Send by e-mail" }).IsVisibleAsync());
        Assert.True(await page.Locator(".toc a").First.IsVisibleAsync());
    }

    [BrowserFact]
    public async Task The_printed_page_is_the_article()
    {
        var page = await OpenAsync(Looks.Desktop, dark: true);

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var left in new[] { ".masthead nav", ".toc", ".share", ".signup", ".skip" })
            Assert.False(await page.Locator(left).First.IsVisibleAsync(), left);
        Assert.Equal(Address, await page.Locator(".printed").InnerTextAsync());
        Assert.Equal("rgb(255, 255, 255)", await StyleAsync(page, "body", "backgroundColor"));
        Assert.Equal("rgb(0, 0, 0)", await StyleAsync(page, ".text p", "color"));
        // What the paper cannot follow is written out.
        Assert.Equal(
            "\" (https://other.example/trial)\"",
            await page.EvaluateAsync<string>(
                "(() => { const link = document.querySelector('.text a[href^=http]');"
                    + " return getComputedStyle(link, '::after').content.replace('attr(href)', link.href); })()"
            )
        );
        Assert.NotEmpty(await page.PdfAsync());
    }

    [BrowserFact]
    public async Task Nothing_moves_for_readers_who_asked_for_that()
    {
        var page = await OpenAsync(Looks.Desktop);
        Assert.Equal("smooth", await StyleAsync(page, "html", "scrollBehavior"));

        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });

        Assert.Equal("auto", await StyleAsync(page, "html", "scrollBehavior"));
    }

    private static Task<string> StyleAsync(IPage page, string selector, string property) =>
        page.EvaluateAsync<string>($"getComputedStyle(document.querySelector('{selector}')).{property}");

    private async Task<IPage> OpenAsync(int width, bool dark = false)
    {
        var page = await browser.OpenAsync(width, dark);
        await ServeAsync(page);
        return page;
    }

    /// <summary>The page under its own address, so that its policy holds; what the browser refuses fails the test.</summary>
    private static async Task ServeAsync(IPage page)
    {
        var refused = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                refused.Add(message.Text);
        };
        await page.Context.RouteAsync(
            "**/*",
            route =>
                route.Request.Url == Address
                    ? route.FulfillAsync(new() { Body = Html(), ContentType = "text/html; charset=utf-8" })
                    : route.AbortAsync()
        );
        await page.GotoAsync(Address);
        Assert.DoesNotContain(refused, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static string Html()
    {
        var words = string.Concat(Enumerable.Repeat("Most people with a stiff back feel better when they move. ", 30));
        var text = new StringBuilder("---\ntitle: Stiff backs\nslug: stiff-backs\ntags: [back]\n---\n\n");
        foreach (var heading in new[] { "One", "Two", "Three", "Four", "Five" })
            text.Append(
                CultureInfo.InvariantCulture,
                $"## {heading}\n\n{words}[trial](https://other.example/trial)\n\n"
            );
        var source = new ArticleSource("a.md", Encoding.UTF8.GetBytes(text.ToString()), DateTimeOffset.UnixEpoch);
        var look = Theme.From(new Dictionary<string, string>(), Settings.Brand);
        var page = ArticleProof.Print(source, Settings, look, DateTimeOffset.UnixEpoch).Rendered!.Page;
        return Encoding.UTF8.GetString(page.Span);
    }
}
