using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>What a subscriber does, in a real browser, against the app in a process of its own.</summary>
[Collection(nameof(SubscriberApp))]
public sealed class SubscriberJourneyTests(SubscriberApp app, Browser browser)
{
    [BrowserFact]
    public async Task Join_confirm_change_leave_come_back_and_be_erased()
    {
        const string address = "journey@example.org";
        var page = await browser.OpenAsync();

        // Join.
        await page.GotoAsync(app.Url("api/subscribe").AbsoluteUri);
        await LookAsync(page, "subscribe");
        await page.GetByLabel("E-mail address").FillAsync("Journey@Example.org");
        await page.GetByLabel("Name (optional)").FillAsync("Jo Traveller");
        await SubmitAtHumanPaceAsync(page, "Subscribe");
        await LookAsync(page, "check-mail");
        Assert.Equal("Look into your mail", await page.Locator("h1").InnerTextAsync());
        Assert.Equal(SubscriberStatus.Pending, (await FindAsync(address))!.Status);

        // Confirm.
        await page.GotoAsync(SubscriberApp.LinkIn(await app.MessageAsync(address)).AbsoluteUri);
        await LookAsync(page, "confirm");
        Assert.Equal(SubscriberStatus.Pending, (await FindAsync(address))!.Status);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, subscribe me" }).ClickAsync();
        await LookAsync(page, "confirmed");
        Assert.Equal("You are subscribed", await page.Locator("h1").InnerTextAsync());
        var active = (await FindAsync(address))!;
        Assert.Equal((SubscriberStatus.Active, "Jo Traveller"), (active.Status, active.Name));

        // Change.
        await page.GetByRole(AriaRole.Link, new() { Name = "Choose topics and how often" }).ClickAsync();
        await LookAsync(page, "preferences");
        await page.GetByLabel("How often").SelectOptionAsync("Weekly");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await LookAsync(page, "preferences-saved");
        Assert.Equal("Saved.", await page.GetByRole(AriaRole.Status).InnerTextAsync());
        Assert.Equal(Frequency.Weekly, (await FindAsync(address))!.Frequency);

        // Leave.
        await page.GotoAsync(app.Links.Unsubscribe(active.Id, "newsletter").AbsoluteUri);
        await LookAsync(page, "unsubscribe");
        await page.GetByLabel("Why? (optional)").SelectOptionAsync("too-many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await LookAsync(page, "left");
        Assert.Equal(SubscriberStatus.Unsubscribed, (await FindAsync(address))!.Status);

        // The way back.
        await page.GetByRole(AriaRole.Button, new() { Name = "That was a mistake, subscribe me again" }).ClickAsync();
        Assert.Equal("Look into your mail", await page.Locator("h1").InnerTextAsync());
        Assert.Equal(SubscriberStatus.Unsubscribed, (await FindAsync(address))!.Status);
        await page.GotoAsync(SubscriberApp.LinkIn(await app.MessageAsync(address, 2)).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, subscribe me" }).ClickAsync();
        Assert.Equal(SubscriberStatus.Active, (await FindAsync(address))!.Status);

        // See, download, erase.
        await page.GotoAsync(app.Links.Preferences(active.Id).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me the link" }).ClickAsync();
        await page.GotoAsync(SubscriberApp.LinkIn(await app.MessageAsync(address, 3)).AbsoluteUri);
        await LookAsync(page, "my-data");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show me" }).ClickAsync();
        await LookAsync(page, "evidence");
        Assert.Contains(address, await page.Locator("main").InnerTextAsync());
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Download as a file" }).ClickAsync()
        );
        await using (var file = await download.CreateReadStreamAsync())
        {
            using var reader = new StreamReader(file);
            Assert.Contains(address, await reader.ReadToEndAsync());
        }
        await page.GetByLabel("Yes, delete everything").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await LookAsync(page, "erased");
        Assert.Equal("Everything is deleted", await page.Locator("h1").InnerTextAsync());
        Assert.Null(await FindAsync(address));

        Assert.DoesNotContain(address, app.App.Log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(active.Id.Value, app.App.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Links.Preferences(active.Id).Segments[^1], app.App.Log, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Slips_are_explained_beside_what_was_typed()
    {
        var page = await browser.OpenAsync(width: 360, dark: true);
        await page.GotoAsync(app.Url("api/subscribe").AbsoluteUri);
        await page.GetByLabel("E-mail address").FillAsync("no-address");
        await SubmitAtHumanPaceAsync(page, "Subscribe");

        await LookAsync(page, "subscribe-problem-dark-phone");
        Assert.Contains("there is no @ in it", await page.GetByRole(AriaRole.Alert).InnerTextAsync());
        Assert.Equal("no-address", await page.GetByLabel("E-mail address").InputValueAsync());
        await page.GetByLabel("E-mail address").FillAsync("fixed@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" }).ClickAsync();
        Assert.Equal("Look into your mail", await page.Locator("h1").InnerTextAsync());
        Assert.NotNull(await FindAsync("fixed@example.org"));
    }

    [BrowserFact]
    public async Task The_snippet_works_on_another_site()
    {
        var page = await browser.OpenAsync(width: 360);
        await page.GotoAsync(app.Url("api/subscribe/snippet").AbsoluteUri);
        await LookAsync(page, "snippet");
        var snippet = await page.GetByLabel("HTML").InputValueAsync();
        await page.GotoAsync("about:blank");
        await page.SetContentAsync($"<!doctype html><title>Another site</title>{snippet}");
        await page.GetByLabel("E-mail address").FillAsync("elsewhere@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" }).ClickAsync();

        Assert.Equal("elsewhere@example.org", await page.GetByLabel("E-mail address").InputValueAsync());
        Assert.Null(await FindAsync("elsewhere@example.org"));
        await SubmitAtHumanPaceAsync(page, "Subscribe");
        Assert.Equal("Look into your mail", await page.Locator("h1").InnerTextAsync());
        Assert.NotNull(await FindAsync("elsewhere@example.org"));
    }

    [BrowserFact]
    public async Task Pages_fit_a_phone_in_light_and_dark()
    {
        var id = SubscriberId.New(1);
        foreach (var dark in new[] { false, true })
        {
            var page = await browser.OpenAsync(width: 360, dark);
            foreach (
                var (name, url) in new[]
                {
                    ("subscribe", app.Url("api/subscribe")),
                    ("unsubscribe", app.Links.Unsubscribe(id, "newsletter")),
                    ("bad-link", app.Url("api/preferences/AAAA")),
                }
            )
            {
                await page.GotoAsync(url.AbsoluteUri);
                await LookAsync(page, $"{name}-{(dark ? "dark" : "light")}-phone");
                Assert.True(
                    await page.EvaluateAsync<bool>(
                        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
                    ),
                    $"{name} is wider than a phone"
                );
            }
        }
    }

    /// <summary>Judges every page that a journey comes by, and keeps a picture where asked for.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FP_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        Assert.Empty(await Checks.AxeAsync(page));
        Assert.Equal(0, await page.Locator("script").CountAsync());
    }

    /// <summary>The form takes nothing that was filled in faster than a person can; that is what is waited for.</summary>
    private static async Task SubmitAtHumanPaceAsync(IPage page, string button)
    {
        await page.WaitForTimeoutAsync(2_200);
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    private Task<Subscriber?> FindAsync(string address) => app.FindAsync(address);
}

/// <summary>The app and the browser that these journeys share.</summary>
[CollectionDefinition(nameof(SubscriberApp))]
public sealed class SubscriberAppCollection : ICollectionFixture<SubscriberApp>, ICollectionFixture<Browser>;
