using FunctionsPipeline.Journeys.Running;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>How files come to the desk in a browser: a folder, a drag, the clipboard, a connection that breaks.</summary>
[Collection(nameof(DemoSite))]
public sealed class DeskUploadTests(DemoSite demo, Browser browser)
{
    private const string Picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private readonly DeskStaff _staff = new(demo, browser);

    [BrowserFact]
    public async Task A_folder_is_uploaded_with_its_pictures()
    {
        const int pictures = 40;
        var folder = Path.Combine(Path.GetTempPath(), $"uploaded-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(folder, "img"));
        try
        {
            for (var i = 0; i < pictures; i++)
                await File.WriteAllBytesAsync(
                    Path.Combine(folder, "img", $"p{i}.png"),
                    Convert.FromBase64String(Picture)
                );
            await File.WriteAllTextAsync(
                Path.Combine(folder, "whole.md"),
                "---\ntitle: A whole folder\n---\n![A dot](img/p7.png)\n\nWith its pictures.\n"
            );
            var page = await OpenAsync();

            await page.GetByLabel("Or a whole folder").SetInputFilesAsync(folder);

            var uploads = page.Locator("#uploads");
            await uploads.GetByText("Published").WaitForAsync(new() { Timeout = 120_000 });
            await page.WaitForFunctionAsync("() => document.querySelectorAll('#uploads progress').length === 0");
            Assert.Equal(pictures + 1, await uploads.Locator(".state-published").CountAsync());
            Assert.Equal(0, await uploads.Locator(".state-rejected").CountAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [BrowserFact]
    public async Task A_file_is_dragged_into_the_window()
    {
        var page = await OpenAsync();

        await page.EvaluateAsync(
            """
            () => {
              const data = new DataTransfer();
              data.items.add(new File(["---\ntitle: Dragged\n---\nInto the window.\n"], "dragged.md"));
              const at = document.querySelector(".drop");
              at.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true, dataTransfer: data }));
              at.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
            }
            """
        );

        await page.Locator("#uploads").GetByText("Published").WaitForAsync(new() { Timeout = 60_000 });
    }

    [BrowserFact]
    public async Task A_connection_that_breaks_is_tried_again_and_stores_the_file_once()
    {
        var page = await OpenAsync();
        var requests = 0;
        await page.RouteAsync(
            "**/api/desk/articles/upload-file?**",
            async route =>
            {
                // The first never arrives; the answer to the second is lost on its way back.
                switch (Interlocked.Increment(ref requests))
                {
                    case 1:
                        await route.AbortAsync("connectionreset");
                        break;
                    case 2:
                        await route.FetchAsync();
                        await route.AbortAsync("connectionreset");
                        break;
                    default:
                        await route.ContinueAsync();
                        break;
                }
            }
        );

        await page.GetByLabel("Files", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "over-a-bad-line.md",
                    MimeType = "text/markdown",
                    Buffer = "---\ntitle: Over a bad line\n---\nIt arrived.\n"u8.ToArray(),
                }
            );

        var uploads = page.Locator("#uploads");
        await uploads.GetByText("Published").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal(3, requests);
        Assert.Equal(0, await uploads.GetByRole(AriaRole.Button).CountAsync());
    }

    [BrowserFact]
    public async Task A_picture_is_pasted_into_the_text()
    {
        var page = await _staff.SignInAsync();
        await page.GotoAsync(_staff.Desk("articles/write").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("With a pasted picture");
        var text = page.GetByLabel("Text", new() { Exact = true });
        await text.FillAsync("Look: ");

        await text.EvaluateAsync(
            """
            (area, picture) => {
              const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], "clipboard.png", { type: "image/png" }));
              area.setSelectionRange(area.value.length, area.value.length);
              area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
            }
            """,
            Picture
        );

        await page.WaitForFunctionAsync(
            "() => /!\\[\\]\\(images\\/pasted-\\d+\\.png\\)/.test(document.querySelector('textarea[name=text]').value)"
        );
        var shown = page.FrameLocator("#live").Locator("main img, article img").First;
        await shown.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal(
            1,
            await shown.EvaluateAsync<int>("async (img) => { await img.decode(); return img.naturalWidth; }")
        );
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await _staff.SignInAsync();
        await page.GotoAsync(_staff.Desk("articles/upload").AbsoluteUri);
        return page;
    }
}
