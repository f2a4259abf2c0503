using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>What staff and developers look at, on phone and desktop, light and dark.</summary>
[Collection(nameof(DemoSite))]
public sealed class PageTests(DemoSite demo, Browser browser)
{
    [BrowserTheory]
    [InlineData("local/reports/acupuncture-and-sciatica.txt.html", "The article is on the site.")]
    [InlineData("local/reports/a-mistake.md.html", "line 2")]
    [InlineData("local/reports/site.yml.html", "")]
    [InlineData("local/digests/a-better-night-with-back-pain", "Teaser")]
    [InlineData("local/", "rejected")]
    public async Task It_can_be_read_everywhere(string path, string says) =>
        await JudgeAsync(path.TrimEnd('/').Split('/')[^1], demo.Url(path), says);

    [BrowserFact]
    public async Task The_account_of_the_issue_adds_up_and_can_be_read_everywhere() =>
        await JudgeAsync("account", demo.Printed("its account, for staff"), "Everyone is accounted for.");

    [BrowserFact]
    public async Task The_inbox_and_a_message_can_be_read_everywhere()
    {
        await JudgeAsync("inbox", demo.Printed("the inbox"), "bounced");
        await JudgeAsync("message", demo.Printed("the issue in a mailbox"), "delivered");
    }

    private async Task JudgeAsync(string name, Uri url, string says)
    {
        foreach (var (width, dark) in Looks.Screens)
        {
            var page = await browser.OpenAsync(width, dark);
            var answer = await page.GotoAsync(url.AbsoluteUri);
            Assert.Equal(200, answer!.Status);
            Assert.Contains(says, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            await Looks.JudgeAsync(page, name);
        }
    }
}
