using System.Net;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys;

/// <summary>Staff drop a file; readers and staff look at what became of it, in a browser.</summary>
public sealed class ArticleTests(Browser browser) : IClassFixture<Browser>
{
    private const string Article = """
        ---
        title: Does a short walk help a stiff back?
        slug: short-walk
        date: 2026-03-02
        tags: [back, movement]
        summary: What ten minutes a day can and cannot do.
        author: Robin Example
        ---

        ## What we know

        Most people with a stiff back feel **better** when they move a little, and often.

        | Days | Minutes |
        |-----:|--------:|
        |    1 |       5 |
        |    7 |      10 |

        > [!NOTE]
        > See a person if your leg goes numb.

        <script>alert('never')</script>

        A [dangerous link](javascript:alert(1)) leads nowhere.[^1]

        [^1]: It must not run.
        """;

    [BrowserFact]
    public async Task A_dropped_file_becomes_a_page_that_everyone_can_read()
    {
        await using var app = await RunningApp.StartAsync();
        await DropAsync(app, "2026/short walk.md", Article);
        await WaitForReportAsync(app, "2026/short walk.md", "published");

        foreach (var (width, dark) in new[] { (375, false), (1280, true) })
        {
            var page = await browser.OpenAsync(width, dark);
            var dialogs = 0;
            page.Dialog += (_, dialog) =>
            {
                dialogs++;
                _ = dialog.DismissAsync();
            };
            var answer = await page.GotoAsync(new Uri(app.Address, "short-walk/").ToString());

            Assert.Equal(200, answer!.Status);
            Assert.Equal("Does a short walk help a stiff back?", await page.Locator("h1").InnerTextAsync());
            Assert.Empty(await Checks.AxeAsync(page));
            Assert.Equal(0, dialogs);
            Assert.Equal(0, await page.Locator("a[href^='javascript' i]").CountAsync());
            var overflow = await page.EvaluateAsync<int>(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            );
            Assert.True(overflow <= 0, $"At {width} px the page is {overflow} px too wide.");
        }
        Assert.Empty(await Checks.HtmlAsync(await app.Http.GetStringAsync(new Uri(app.Address, "short-walk/"))));
    }

    [BrowserFact]
    public async Task A_mistake_is_answered_with_its_line_and_the_last_good_page_stays()
    {
        await using var app = await RunningApp.StartAsync();
        await DropAsync(app, "short-walk.md", Article);
        await WaitForReportAsync(app, "short-walk.md", "published");

        await DropAsync(app, "short-walk.md", "---\ntitle: \"No end\ntags: [back\n---\n\nText.\n");
        await WaitForReportAsync(app, "short-walk.md", "rejected");

        var page = await browser.OpenAsync(375);
        await page.GotoAsync(new Uri(app.Address, "local/reports/short-walk.md.html").ToString());
        Assert.Contains("line", await page.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await Checks.AxeAsync(page));
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri(app.Address, "short-walk/"))).StatusCode);
    }

    [Fact]
    public async Task A_killed_host_and_a_killed_worker_finish_every_drop_after_their_restart()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var names = Enumerable.Range(0, 12).Select(i => $"article-{i}.md").ToList();
        // What a dead instance had in hand comes back when its invisibility ends: soon, here.
        var settings = new Dictionary<string, string> { ["LocalHost__MessageInvisibility"] = "00:00:05" };
        await using (var first = await RunningApp.StartAsync(storage, settings))
        {
            foreach (var name in names)
                await DropAsync(first, name, $"# {name}\n\nSome text about walking.\n");
            await WaitForReportAsync(first, names[0], "published");
            first.Kill();
        }

        await using var second = await RunningApp.StartAsync(storage, settings);
        await second.KillWorkerAsync();
        foreach (var name in names)
            await WaitForReportAsync(second, name, "published");
        foreach (var name in names)
            Assert.Equal(
                HttpStatusCode.OK,
                (
                    await second.Http.GetAsync(new Uri(second.Address, Path.GetFileNameWithoutExtension(name) + "/"))
                ).StatusCode
            );
    }

    private static Task DropAsync(RunningApp app, string name, string content) =>
        Drops.PutAsync(app.ConnectionString, "articles", name, content);

    private static async Task WaitForReportAsync(RunningApp app, string name, string status)
    {
        var report = new BlobContainerClient(app.ConnectionString, "reports").GetBlobClient(name + ".json");
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var json = JsonDocument.Parse((await report.DownloadContentAsync()).Value.Content.ToMemory());
                    return json.RootElement.GetProperty("status").GetString() == status;
                }
                catch (RequestFailedException e) when (e.Status is 404)
                {
                    return false;
                }
            },
            $"'{name}' is not {status}:\n{app.Log}"
        );
    }
}
