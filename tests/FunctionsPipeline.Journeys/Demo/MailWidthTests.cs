using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>
/// What does not fit makes a letter wider than a phone: mail programs then show all of it small, or sideways.
/// </summary>
public sealed class MailWidthTests(Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string, string> Wide =>
        new()
        {
            { "an address", $"See https://example.org/{new string('a', 200)} for more." },
            { "an address in angle brackets", $"See <https://example.org/{new string('a', 200)}> for more." },
            { "a word", $"It is called {new string('x', 120)} here." },
            { "a heading", $"## {new string('x', 120)}" },
            { "a word in a list", $"- {new string('x', 120)}" },
            {
                "lists in lists",
                string.Concat(
                    Enumerable
                        .Range(0, 12)
                        .Select(i => $"{new string(' ', i * 2)}- level {i.ToString(CultureInfo.InvariantCulture)}\n")
                )
            },
            {
                "quotations in quotations",
                string.Concat(
                    Enumerable
                        .Range(1, 12)
                        .Select(i => $"{new string('>', i)} level {i.ToString(CultureInfo.InvariantCulture)}\n\n")
                )
            },
            { "a line of code", $"```\n{new string('x', 300)}\n```" },
            { "code in a line", $"Write `{new string('x', 120)}` there." },
            {
                "a wide table",
                $"|{string.Concat(Enumerable.Range(0, 30).Select(i => $" column {i.ToString(CultureInfo.InvariantCulture)} |"))}\n|{string.Concat(Enumerable.Repeat("---|", 30))}\n|{string.Concat(Enumerable.Repeat(" words |", 30))}"
            },
            {
                "a wide table in a quotation",
                $"> |{string.Concat(Enumerable.Repeat(" column |", 30))}\n> |{string.Concat(Enumerable.Repeat("---|", 30))}\n> |{string.Concat(Enumerable.Repeat(" words |", 30))}"
            },
            { "a word in a table", $"| a | b |\n|---|---|\n| {new string('x', 120)} | y |" },
            { "a definition", $"Term\n:   {new string('x', 120)}" },
            { "a note", $"Words.[^1]\n\n[^1]: https://example.org/{new string('a', 200)}" },
            { "an alert", $"> [!NOTE]\n> {new string('x', 120)}" },
            { "a picture", "![A picture](https://example.org/a.png)" },
            { "a tag", $"---\ntitle: {new string('x', 120)}\n---\nWords." },
        };

    [BrowserTheory]
    [MemberData(nameof(Wide))]
    public async Task A_letter_is_as_wide_as_a_phone(string what, string markdown)
    {
        var settings = new SiteSettings { Url = new Uri("https://clinic.example/") };
        var proof = ArticleProof.Print(
            new ArticleSource("wide.md", Encoding.UTF8.GetBytes(markdown), DateTimeOffset.UnixEpoch),
            settings,
            Theme.From(new Dictionary<string, string>(StringComparer.Ordinal), new Brand()),
            DateTimeOffset.UnixEpoch
        );
        var page = await browser.OpenAsync(Looks.Phone);

        await page.SetContentAsync(
            $"<!doctype html><meta name=viewport content=\"width=device-width\"><body style=\"margin:0\">{proof.Rendered!.Digest.FullHtml}"
        );

        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= Looks.Phone, $"{what}: {width} px");
    }
}
