using FunctionsPipeline.Journeys.Running;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>What staff do at the desk, in a browser: upload, write, plan, stop, import.</summary>
[Collection(nameof(DemoSite))]
public sealed class DeskWorkTests(DemoSite demo, Browser browser)
{
    private readonly DeskStaff _staff = new(demo, browser);

    [BrowserFact]
    public async Task Files_are_uploaded_and_answered_one_by_one()
    {
        var page = await _staff.SignInAsync(Looks.Phone, dark: true);
        await page.GotoAsync(_staff.Desk("articles/upload").AbsoluteUri);

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
        var page = await _staff.SignInAsync();
        var problems = DeskStaff.ProblemsOf(page);
        await page.GotoAsync(_staff.Desk("articles/write").AbsoluteUri);
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
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
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
        var page = await _staff.SignInAsync(Looks.Phone);
        await page.GotoAsync(_staff.Desk("articles/write").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("For an issue");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("What readers should know.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".state-published").WaitForAsync(new() { Timeout = 60_000 });

        await page.GotoAsync(_staff.Desk("issues/plan?newsletter=notes").AbsoluteUri);
        await page.GetByLabel("Subject", new() { Exact = true }).FillAsync("What readers should know");
        await Looks.JudgeAsync(page, "desk-issue-plan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save for" }).ClickAsync();
        await page.GetByText("Saved. The preview shows").WaitForAsync();
        await Looks.JudgeAsync(page, "desk-issue-changed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Who gets it: Clinic notes" }).ClickAsync();
        await page.GetByText("Counted just now").WaitForAsync();
        await Looks.JudgeAsync(page, "desk-audience");

        await page.GotoAsync(_staff.Desk("issues/plan?newsletter=notes").AbsoluteUri);
        Assert.Equal(
            "What readers should know",
            await page.GetByLabel("Subject", new() { Exact = true }).InputValueAsync()
        );
        await page.GetByText("Plan it now instead", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan it now", Exact = true }).ClickAsync();
        await page.GetByText("The issue is planned.").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "What readers should know" }).WaitForAsync();
        await page.GetByText("Stop it", new() { Exact = true }).ClickAsync();
        await Looks.JudgeAsync(page, "desk-issue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop this issue" }).ClickAsync();
        await page.GetByText("Stopped. No one gets it.").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_draft_is_shown_to_someone_who_is_not_at_the_desk()
    {
        var page = await _staff.SignInAsync();
        await page.GotoAsync(_staff.Desk("articles/write").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("For a doctor to read");
        await page.GetByLabel("Draft").SelectOptionAsync("true");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Is this right?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".state-draft").WaitForAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a preview link" }).ClickAsync();
        await page.GetByText("The link is made.").WaitForAsync();
        var link = await page.GetByRole(AriaRole.Link, new() { Name = "/api/shared/" }).InnerTextAsync();

        var stranger = await browser.OpenAsync(Looks.Phone);
        await stranger.GotoAsync(link);
        await stranger.FrameLocator("iframe").GetByText("Is this right?").WaitForAsync();
        await Looks.JudgeAsync(stranger, "desk-shared");

        page = await _staff.SignInAsync();
        await page.GotoAsync(_staff.Desk("articles/one?file=for-a-doctor-to-read.md").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the link back" }).ClickAsync();
        await page.GetByText("The link no longer works.").WaitForAsync();
        await page.GotoAsync(link);
        await page.GetByText("Ask the person who sent it").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_list_is_tried_then_imported_and_one_reader_found_and_unsubscribed()
    {
        var page = await _staff.SignInAsync(Looks.Phone, dark: true);
        foreach (var how in new[] { "Try it", "Import it" })
        {
            await page.GotoAsync(_staff.Desk("readers/import").AbsoluteUri);
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
        await page.GotoAsync(_staff.Desk("readers").AbsoluteUri);
        await page.GetByLabel("Exact e-mail address").FillAsync("new.reader@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.GetByText("Gets mail").WaitForAsync();
        Assert.DoesNotContain("example.org", page.Url, StringComparison.Ordinal);
        await Looks.JudgeAsync(page, "desk-reader");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe from all" }).ClickAsync();
        await page.GetByText("Done: no more mail").WaitForAsync();
    }

    private static byte[] Dot { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        );
}
