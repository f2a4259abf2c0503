using FunctionsPipeline.Journeys.Running;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>The desk as staff meet it: on phone and desktop, light and dark, by keyboard, and without scripts.</summary>
[Collection(nameof(DemoSite))]
public sealed class DeskTests(DemoSite demo, Browser browser)
{
    /// <summary>By path below the desk, with words that the page says.</summary>
    private static readonly (string Path, string Says)[] Pages =
    [
        ("", "Needs attention"),
        ("articles", "Published"),
        ("articles?state=rejected", "a-mistake.md"),
        ("articles/one?file=a-mistake.md", "line 2"),
        ("articles/one?file=acupuncture-and-sciatica.txt", "Preview"),
        ("articles/preview?file=a-better-night-with-back-pain.md&as=page", "Phone, light"),
        ("articles/preview?file=a-better-night-with-back-pain.md&as=text", "back pain"),
        ("articles/write", "Preview"),
        ("articles/write?file=a-better-night-with-back-pain.md", "Correct a-better-night"),
        ("articles/upload", "drag files and folders"),
        ("issues", "Clinic notes"),
        ("issues/past", "Clinic notes"),
        ("issues/preview?of=sleep", "Phone, dark"),
        ("issues/plan?newsletter=sleep", "Untick"),
        ("readers", "Week by week"),
        ("readers/import", "whose first row"),
        ("settings", "Who may sign in"),
        ("elsewhere", "What failed"),
        ("health", "Newsletter timer"),
        ("history", "signed in"),
        ("articles/one?file=nothing.md", "There is no such page"),
    ];

    private readonly DeskStaff _staff = new(demo, browser);

    [BrowserFact]
    public async Task The_link_that_the_demo_prints_is_signed_in_by_one_button()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(demo.Printed("the desk, signed in").AbsoluteUri);
        await Looks.JudgeAsync(page, "desk-link");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.WaitForURLAsync(_staff.Desk("").AbsoluteUri);
        Assert.Contains(DeskStaff.Address, await page.Locator("header").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Every_page_can_be_read_everywhere()
    {
        var html = new List<string>();
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await _staff.SignInAsync(width, dark);
            var problems = DeskStaff.ProblemsOf(page);
            foreach (var (path, says) in Pages)
            {
                await page.GotoAsync(_staff.Desk(path).AbsoluteUri);
                Assert.Contains(says, await page.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
                await Looks.JudgeAsync(page, "desk-" + path.Replace('/', '-').Split('?')[0] + NameOf(path));
                html.Add(await page.ContentAsync());
            }
            Assert.True(problems.Count == 0, string.Join('\n', problems));
        }
        Assert.Equal("", await Checks.HtmlAsync(html));
    }

    [BrowserFact]
    public async Task The_way_in_can_be_read_everywhere_and_tells_nothing()
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await browser.OpenAsync(width, dark);
            await page.GotoAsync(_staff.Desk("health").AbsoluteUri);
            Assert.Equal(_staff.Desk("sign-in").AbsoluteUri, page.Url);
            await Looks.JudgeAsync(page, "desk-sign-in");
            await page.GetByLabel("Your e-mail address").FillAsync("some@one.example");
            await page.GetByRole(AriaRole.Button).ClickAsync();
            await page.GetByText("Look into your mail").WaitForAsync();
            await Looks.JudgeAsync(page, "desk-sign-in-asked");
        }
    }

    [BrowserFact]
    public async Task It_works_by_keyboard_alone()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(_staff.NewLink().AbsoluteUri);
        await FocusAsync(page, "Sign in");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(_staff.Desk("").AbsoluteUri);
        await FocusAsync(page, "Articles");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(_staff.Desk("articles").AbsoluteUri);
        await FocusAsync(page, DeskStaff.Address);
        await page.Keyboard.PressAsync("Enter");
        await FocusAsync(page, "Sign out");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(_staff.Desk("sign-in").AbsoluteUri);
        Assert.Contains("You are signed out.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task It_works_with_scripts_turned_off()
    {
        var page = await _staff.SignInAsync(Looks.Phone, scripts: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Articles", Exact = true }).ClickAsync();
        await page.GetByLabel("Search title or file").FillAsync("mistake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        Assert.Contains("a-mistake.md", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText(DeskStaff.Address).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out on all devices" }).ClickAsync();
        await page.WaitForURLAsync(_staff.Desk("sign-in").AbsoluteUri);

        await page.GoBackAsync();
        await page.ReloadAsync();

        Assert.Equal(_staff.Desk("sign-in").AbsoluteUri, page.Url);
    }

    private static string NameOf(string path) =>
        path.Contains('?', StringComparison.Ordinal)
            ? "-" + path.Split('?')[1].Replace('=', '-').Replace('&', '-').Replace('.', '-')
            : "";

    /// <summary>Presses Tab until what has this text, or begins with it, has the focus.</summary>
    private static async Task FocusAsync(IPage page, string text)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>("document.activeElement.textContent.trim()");
            if (focused == text)
                return;
        }
        Assert.Fail($"'{text}' is not reached by the Tab key on {page.Url}.");
    }
}
