using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>The desk as staff meet it: on phone and desktop, light and dark, by keyboard, and without scripts.</summary>
[Collection(nameof(DemoSite))]
public sealed class DeskTests(DemoSite demo, Browser browser)
{
    private const string Staff = "desk@clinic.example";

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

    private Uri Desk(string path) => demo.Url("api/desk" + (path.Length == 0 ? "" : "/" + path));

    private Uri NewLink()
    {
        var settings = new FixedSettings(new SiteSettings { FunctionsUrl = demo.Url("") });
        var store = new InMemoryBlobStore();
        return new SignInLinks(
            store,
            new LinkSigner(SubscriberKeys.Development),
            new DeskSessions(store, settings, new AddressHasher(SubscriberKeys.Development)),
            settings,
            TimeProvider.System
        ).Make(settings.Settings, EmailAddress.Parse(Staff));
    }

    private async Task<IPage> SignInAsync(int width = Looks.Desktop, bool dark = false, bool scripts = true)
    {
        var page = await browser.OpenAsync(width, dark, scripts);
        await page.GotoAsync(NewLink().AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(Desk("").AbsoluteUri);
        return page;
    }

    [BrowserFact]
    public async Task The_link_that_the_demo_prints_is_signed_in_by_one_button()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(demo.Printed("the desk, signed in").AbsoluteUri);
        await Looks.JudgeAsync(page, "desk-link");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.WaitForURLAsync(Desk("").AbsoluteUri);
        Assert.Contains(Staff, await page.Locator("header").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Every_page_can_be_read_everywhere()
    {
        var html = new List<string>();
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await SignInAsync(width, dark);
            var problems = ProblemsOf(page);
            foreach (var (path, says) in Pages)
            {
                await page.GotoAsync(Desk(path).AbsoluteUri);
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
            await page.GotoAsync(Desk("health").AbsoluteUri);
            Assert.Equal(Desk("sign-in").AbsoluteUri, page.Url);
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
        await page.GotoAsync(NewLink().AbsoluteUri);
        await FocusAsync(page, "Sign in");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(Desk("").AbsoluteUri);
        await FocusAsync(page, "Articles");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(Desk("articles").AbsoluteUri);
        await FocusAsync(page, Staff);
        await page.Keyboard.PressAsync("Enter");
        await FocusAsync(page, "Sign out");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(Desk("sign-in").AbsoluteUri);
        Assert.Contains("You are signed out.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task It_works_with_scripts_turned_off()
    {
        var page = await SignInAsync(Looks.Phone, scripts: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Articles", Exact = true }).ClickAsync();
        await page.GetByLabel("Search title or file").FillAsync("mistake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        Assert.Contains("a-mistake.md", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText(Staff).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out on all devices" }).ClickAsync();
        await page.WaitForURLAsync(Desk("sign-in").AbsoluteUri);

        await page.GoBackAsync();
        await page.ReloadAsync();

        Assert.Equal(Desk("sign-in").AbsoluteUri, page.Url);
    }

    [BrowserFact]
    public async Task Files_are_uploaded_and_answered_one_by_one()
    {
        var page = await SignInAsync(Looks.Phone, dark: true);
        await page.GotoAsync(Desk("articles/upload").AbsoluteUri);

        await page.GetByLabel("Files", new() { Exact = true })
            .SetInputFilesAsync([
                new FilePayload
                {
                    Name = "from-the-desk.md",
                    MimeType = "text/markdown",
                    Buffer =
                        "---\ntitle: From the desk\nsummary: Uploaded in a browser.\nimageAlt: A dot\nimage: dot.png\n---\nText with a picture.\n"u8.ToArray(),
                },
                new FilePayload
                {
                    Name = "dot.png",
                    MimeType = "image/png",
                    Buffer = Dot,
                },
                new FilePayload
                {
                    Name = "virus.exe",
                    MimeType = "application/octet-stream",
                    Buffer = [1],
                },
            ]);

        var uploads = page.Locator("#uploads");
        await uploads.GetByText("Published").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Contains("neither an article nor a picture", await uploads.InnerTextAsync(), StringComparison.Ordinal);
        await Looks.JudgeAsync(page, "desk-uploaded");

        // A name that exists asks before it replaces.
        await page.GetByLabel("Files", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "from-the-desk.md",
                    MimeType = "text/markdown",
                    Buffer = "---\ntitle: From the desk, again\nsummary: Replaced.\n---\nOther text.\n"u8.ToArray(),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace it" }).ClickAsync();
        await uploads.GetByText("Published").Nth(1).WaitForAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "from-the-desk.md" }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "From the desk, again" }).WaitForAsync();
    }

    [BrowserFact]
    public async Task An_article_is_written_with_a_live_preview_corrected_and_deleted()
    {
        var page = await SignInAsync();
        var problems = ProblemsOf(page);
        await page.GotoAsync(Desk("articles/write").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("Written at the desk");
        await page.GetByLabel("Summary").FillAsync("All in a browser.");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("A first text.\n\n![A moon](moon.png)\n");
        var live = page.FrameLocator("#live");
        await live.GetByText("A first text.").WaitForAsync();
        await page.Locator("#findings").GetByText("moon.png").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Mail", Exact = true }).ClickAsync();
        await live.GetByText("Read on the web").WaitForAsync();
        Assert.Equal(
            "20px",
            await live.Locator("td.m-button").EvaluateAsync<string>("button => getComputedStyle(button).borderRadius")
        );
        await Looks.JudgeAsync(page, "desk-writing");

        // What was not stored is still there after a mishap.
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        Assert.Equal("Written at the desk", await page.GetByLabel("Title").InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".state-published").WaitForAsync(new() { Timeout = 60_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Correct it" }).ClickAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).CountAsync());
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("A better text.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".state-published").WaitForAsync(new() { Timeout = 60_000 });
        var readers = await page.Context.NewPageAsync();
        await readers.GotoAsync(demo.Url("written-at-the-desk/").AbsoluteUri);
        Assert.Contains("A better text.", await readers.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByText("Delete", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await page.Locator(".state-removed").WaitForAsync();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [BrowserFact]
    public async Task An_issue_is_looked_at_planned_and_stopped()
    {
        var page = await SignInAsync(Looks.Phone);
        await page.GotoAsync(Desk("articles/write").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("For an issue");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("What readers should know.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".state-published").WaitForAsync(new() { Timeout = 60_000 });
        await page.GotoAsync(Desk("issues/plan?newsletter=notes").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan it now" }).ClickAsync();
        await page.GetByText("The issue is planned.").WaitForAsync();
        await page.GetByText("Stop it", new() { Exact = true }).ClickAsync();
        await Looks.JudgeAsync(page, "desk-issue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop this issue" }).ClickAsync();
        await page.GetByText("Stopped. No one gets it.").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_list_is_tried_then_imported_and_one_reader_found_and_unsubscribed()
    {
        var page = await SignInAsync(Looks.Phone, dark: true);
        foreach (var how in new[] { "Try it", "Import it" })
        {
            await page.GotoAsync(Desk("readers/import").AbsoluteUri);
            await page.GetByLabel("Clinic notes").CheckAsync();
            await page.GetByLabel("On what their consent rests").SelectOptionAsync("express");
            await page.GetByLabel("When they agreed").FillAsync("2026-01-15");
            await page.GetByLabel("How consent was given").FillAsync("Paper form at the front desk.");
            await page.GetByLabel(how).CheckAsync();
            await page.GetByLabel("File, up to 100 MB")
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = "list.csv",
                        MimeType = "text/csv",
                        Buffer = "email,name\nnew.reader@example.org,Kim\nno address,Lee\n"u8.ToArray(),
                    }
                );
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
            await page.GetByText(how == "Try it" ? "The trial is over." : "The import is done.")
                .WaitForAsync(new() { Timeout = 60_000 });
            await Looks.JudgeAsync(page, "desk-imported");
        }
        await page.GotoAsync(Desk("readers").AbsoluteUri);
        await page.GetByLabel("Exact e-mail address").FillAsync("new.reader@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.GetByText("Gets mail").WaitForAsync();
        Assert.DoesNotContain("example.org", page.Url, StringComparison.Ordinal);
        await Looks.JudgeAsync(page, "desk-reader");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe from all" }).ClickAsync();
        await page.GetByText("Done: no more mail").WaitForAsync();
    }

    /// <summary>What the browser complains of, but for pages that are meant not to be there.</summary>
    private static List<string> ProblemsOf(IPage page)
    {
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
                problems.Add($"{page.Url}: {message.Text}");
        };
        return problems;
    }

    private static byte[] Dot { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        );

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
