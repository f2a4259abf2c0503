using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>Signs a member of staff in to the demo's desk.</summary>
internal sealed class DeskStaff(DemoSite demo, Browser browser)
{
    public const string Address = "desk@clinic.example";

    /// <param name="path">Below the desk; empty for the overview.</param>
    public Uri Desk(string path) => demo.Url("api/desk" + (path.Length == 0 ? "" : "/" + path));

    /// <summary>A link that signs in once, as the demo prints one.</summary>
    public Uri NewLink()
    {
        var settings = new FixedSettings(new SiteSettings { FunctionsUrl = demo.Url("") });
        var store = new InMemoryBlobStore();
        return new SignInLinks(
            store,
            new LinkSigner(SubscriberKeys.Development),
            new DeskSessions(store, settings, new AddressHasher(SubscriberKeys.Development)),
            settings,
            TimeProvider.System
        ).Make(settings.Settings, EmailAddress.Parse(Address));
    }

    public async Task<IPage> SignInAsync(int width = Looks.Desktop, bool dark = false, bool scripts = true)
    {
        var page = await browser.OpenAsync(width, dark, scripts);
        await page.GotoAsync(NewLink().AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // Not the page's load event, which may have come before anyone waits for it.
        await page.Locator(".desk-person").WaitForAsync();
        return page;
    }

    /// <summary>What the browser complains of, but for pages that are meant not to be there.</summary>
    public static List<string> ProblemsOf(IPage page)
    {
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
                problems.Add($"{page.Url}: {message.Text}");
        };
        return problems;
    }
}
