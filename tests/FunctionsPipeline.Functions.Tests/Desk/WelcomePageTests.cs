using System.Net;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class WelcomePageTests : DeskPageTest
{
    [Fact]
    public async Task Without_a_series_it_says_how_to_begin_one()
    {
        var page = await Browser.GetAsync("/api/desk/issues/welcome");

        Assert.Contains("No newsletter has one", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "issues/welcome",
            (await Browser.GetAsync("/api/desk/issues")).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_shows_each_step_its_account_and_its_mail()
    {
        await WelcomeAsync();

        var list = await Browser.GetAsync("/api/desk/issues");
        Assert.Contains("/api/desk/issues/welcome", list.Body, StringComparison.Ordinal);
        var page = await Browser.GetAsync("/api/desk/issues/welcome");
        Assert.Contains("Hello reader", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 days after the confirmation", page.Text, StringComparison.Ordinal);
        Assert.Contains("There is no file of this name", page.Text, StringComparison.Ordinal);

        const string query = "newsletter=weekly&file=hello.md";
        var frames = await Browser.GetAsync("/api/desk/issues/welcome/preview?" + query);
        Assert.Contains("sandbox=\"allow-same-origin\"", frames.Body, StringComparison.Ordinal);
        var document = await Browser.GetAsync($"/api/desk/issues/welcome/document?{query}&look=dark");
        Assert.Contains("Good that you are here", document.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", document.Body, StringComparison.Ordinal);
        var text = await Browser.GetAsync($"/api/desk/issues/welcome/preview?{query}&as=text");
        Assert.Contains("Good that you are here", text.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("preview?newsletter=weekly&file=other.md")]
    [InlineData("preview?newsletter=none&file=hello.md")]
    [InlineData("preview")]
    [InlineData("document?newsletter=weekly&file=..%2F..%2Fsettings%2Fsite.yml")]
    public async Task Only_steps_of_the_settings_are_shown(string path)
    {
        await WelcomeAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await Browser.GetAsync("/api/desk/issues/welcome/" + path)).Status);
    }

    private async Task WelcomeAsync()
    {
        await App.PutAsync(
            StoredSiteSettings.File,
            SampleSite.Yaml(
                "  - id: weekly\n    name: Weekly\n    welcome:\n      - hello.md\n      - file: later.md\n        after: 2 days\n"
            )
        );
        await App.PutAsync(
            new BlobPath(Containers.Articles, "_welcome/hello.md"),
            "# Hello reader\n\nGood that you are here.\n"
        );
        // Settings are read again after ten seconds.
        App.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(App.Services.GetRequiredService<IWelcomeReader>());
    }
}
