namespace FunctionsPipeline.Tests.Site;

public sealed class ThemeOverrideTests
{
    [Fact]
    public async Task A_publisher_s_own_template_is_used()
    {
        var site = new SeededSite(
            new FixedTheme(
                new Dictionary<string, string>
                {
                    ["not-found.hbs"] = "<!doctype html><title>{{shell.site.name}}: lost</title>",
                }
            )
        );

        await site.RebuildAsync();

        Assert.Equal("<!doctype html><title>Clinic notes: lost</title>", await site.FileAsync("404.html"));
    }

    [Theory]
    [InlineData("front", "{{#each items}}")]
    [InlineData("listing", "{{> no-such-partial}}")]
    [InlineData("directory", "{{#if terms}}")]
    [InlineData("archive", "{{/each}}")]
    [InlineData("search", "{{{")]
    [InlineData("article-card", "{{#each")]
    public async Task A_broken_one_is_reported_and_the_built_in_one_used(string template, string text)
    {
        var built = new SeededSite();
        var broken = new SeededSite(new FixedTheme(new Dictionary<string, string> { [template + ".hbs"] = text }));
        foreach (var site in (SeededSite[])[built, broken])
        {
            await site.PublishAsync("sciatica", "2026-03-10", "Back pain");
            await site.RebuildAsync();
        }

        Assert.Equal(await built.FilesAsync(), await broken.FilesAsync());
        Assert.Contains(
            broken.Theme.Theme.Findings,
            f => f.Message.Contains(template + ".hbs", StringComparison.Ordinal)
        );
    }
}
