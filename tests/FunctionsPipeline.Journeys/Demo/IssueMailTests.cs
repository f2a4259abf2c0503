using System.Text;
using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>
/// The mail of the issue that the demo sent, as it lies in a mailbox; and the preview that staff got before.
/// </summary>
[Collection(nameof(DemoSite))]
public sealed class IssueMailTests(DemoSite demo, Browser browser)
{
    /// <summary>Gmail clips at about 102 KB.</summary>
    private const int MostBytes = 90 * 1024;

    /// <summary>
    /// What some clients lack and no reader misses: without these the mail is light, wide and square, and whole.
    /// </summary>
    private static readonly string[] Dispensable =
    [
        // The rules for dark mode and phones, beside the styles in the text.
        "@media",
        "Type selector",
        "Class selector",
        "Attribute selector",
        "Descendant combinator",
        // The page behind the letter, and its corners.
        "<body> element",
        "border-radius",
        "table-layout",
        // The hidden first line: shown in the list of mails, and at worst once more above the letter.
        "display:none",
        "overflow",
        // A long address breaks where it must; without it the letter is as wide as its longest word.
        "overflow-wrap",
        "word-break",
        // Tells screen readers that a table is no table; without it they count its cells.
        "role attribute",
    ];

    [BrowserTheory]
    [InlineData("the issue in a mailbox")]
    [InlineData("the preview for staff")]
    public async Task It_reads_well_in_every_mail_client(string mail)
    {
        var html = await demo.MailAsync(mail);

        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1_000, MostBytes);
        Assert.Empty(await Checks.HtmlAsync(html, mail: true));
        var missing = (await Checks.MailClientsAsync(html)).Where(feature =>
            !Dispensable.Contains(feature.Key, StringComparer.Ordinal)
        );
        Assert.True(
            !missing.Any(),
            string.Join('\n', missing.Select(feature => $"{feature.Key}: not in {string.Join(", ", feature)}"))
        );
        foreach (var (width, dark) in new[] { (375, true), (700, false) })
        {
            var page = await browser.OpenAsync(width, dark);
            await page.SetContentAsync(html, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.Load });
            await Looks.JudgeAsync(page, mail, mail: true);
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "[...document.images].length > 0 && [...document.images].every(i => i.alt && i.naturalWidth > 0 && !i.src.endsWith('.svg'))"
                ),
                "a picture is missing, has no words or is a drawing"
            );
        }
    }
}
