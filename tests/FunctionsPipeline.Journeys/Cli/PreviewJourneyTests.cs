using System.Diagnostics;
using System.Text.Json.Nodes;
using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Cli;

/// <summary><c>fp preview</c> beside an editor, in a browser.</summary>
public sealed class PreviewJourneyTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Walk = """
        ---
        title: A walk each day
        date: 2026-03-02
        summary: What ten minutes a day can do.
        ---

        It *helps* many people with a stiff back.

        ![](night.png)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fp-preview-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Each_page_of_the_preview_can_be_read_at_every_width()
    {
        await WriteAsync("walk.md", Walk);
        await WriteAsync(
            "later.md",
            Walk.Replace("date:", "draft: true\nslug: later\ndate:", StringComparison.Ordinal)
        );
        await WriteAsync("mistake.md", "---\ntitle: Heat or ice: which?\n---\n\nText.\n");
        using var preview = CommandLine.Start("", null, "preview", _folder, "--port", "0", "--no-browser", "--json");
        try
        {
            var start = await AddressAsync(preview);
            foreach (var (width, dark) in Looks.Screens)
            {
                var page = await browser.OpenAsync(width, dark);
                await page.GotoAsync(start.ToString());
                Assert.Equal(3, await page.Locator(".cards > li").CountAsync());
                await Looks.JudgeAsync(page, "preview list");
                foreach (var (name, link) in new[] { ("mail", "mail"), ("text", "text"), ("report", "report") })
                {
                    await page.GotoAsync(new Uri(start, $"{link}?file=walk.md").ToString());
                    await Looks.JudgeAsync(page, $"preview {name}");
                }
                await page.GotoAsync(new Uri(start, "text?file=mistake.md").ToString());
                await Looks.JudgeAsync(page, "preview mistake");
                await page.GotoAsync(new Uri(start, "/later/").ToString());
                Assert.Equal(
                    "Draft: this article is not on the site.",
                    await page.Locator("p[role=status]").InnerTextAsync()
                );
                await Looks.JudgeAsync(page, "preview draft");
            }
            using var http = new HttpClient();
            var pages = new List<string>();
            foreach (var path in new[] { "", "mail?file=walk.md", "text?file=walk.md", "text?file=mistake.md" })
                pages.Add(await http.GetStringAsync(new Uri(start, path)));
            Assert.Empty(await Checks.HtmlAsync(pages));
        }
        finally
        {
            preview.Kill();
            await preview.WaitForExitAsync();
        }
    }

    [BrowserFact]
    public async Task A_page_that_is_open_shows_what_is_saved()
    {
        await WriteAsync("walk.md", Walk);
        using var preview = CommandLine.Start("", null, "preview", _folder, "--port", "0", "--no-browser", "--json");
        try
        {
            var start = await AddressAsync(preview);
            var page = await browser.OpenAsync();
            var problems = new List<string>();
            page.Console += (_, message) =>
            {
                if (message.Type is "error")
                    problems.Add(message.Text);
            };
            await page.GotoAsync(new Uri(start, "/walk/").ToString());

            await WriteAsync("walk.md", Walk.Replace("stiff", "tired", StringComparison.Ordinal));
            await page.GetByText("with a tired back").WaitForAsync();

            await WriteAsync("walk.md", Walk.Replace("A walk", "Two walks", StringComparison.Ordinal));
            await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Two walks each day" })
                .WaitForAsync();
            // The policy of the page has let nothing but our script through, and that without a complaint.
            Assert.Empty(problems);
        }
        finally
        {
            preview.Kill();
            await preview.WaitForExitAsync();
        }
    }

    private static async Task<Uri> AddressAsync(Process preview)
    {
        var said = "";
        while (!said.Contains('}') && await preview.StandardOutput.ReadLineAsync() is { } line)
            said += line;
        return new Uri(JsonNode.Parse(said)!["address"]!.GetValue<string>());
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);
}
