using System.CommandLine;
using FunctionsPipeline.Cli;

namespace FunctionsPipeline.Journeys.Cli;

/// <summary><c>fp build</c>, as a person types it.</summary>
public sealed class BuildCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// The parser's own conversion knows no addresses: every <c>--url</c> once ended in an unhandled exception.
    /// </summary>
    [Fact]
    public async Task The_site_and_its_forms_lead_to_the_addresses_that_were_named()
    {
        Assert.Equal(
            0,
            await BuildAsync("--url", "https://clinic.example", "--functions-url", "https://forms.example/")
        );

        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "site", "walk", "index.html"));
        Assert.Contains(
            "<link rel=\"canonical\" href=\"https://clinic.example/walk/\">",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("href=\"https://forms.example/api/subscribe\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clinic.example")]
    [InlineData("ftp://clinic.example/")]
    public async Task An_address_that_is_none_on_the_web_is_refused(string url)
    {
        Assert.Equal(1, await BuildAsync("--url", url));

        Assert.False(Directory.Exists(Path.Combine(_folder, "site")));
    }

    /// <summary>A mistake in site.yml once gave a site by the name of "Our articles", and a success.</summary>
    [Fact]
    public async Task Settings_with_mistakes_build_nothing_and_each_is_told()
    {
        using var complaints = new StringWriter();

        Assert.Equal(
            1,
            await BuildAsync(
                complaints,
                "--settings",
                await SettingsAsync(
                    "name: Clinic\nurl: nowhere\nnewsletters:\n  - id: notes\n    name: Notes\n    schedule: now and then\ntargets:\n  - { name: odd, type: geocities }\n"
                )
            )
        );

        var said = complaints.ToString();
        Assert.Contains("site.yml:2: 'url' is not a web address. Write it in full", said, StringComparison.Ordinal);
        Assert.Contains("site.yml:6: 'newsletters › Notes › schedule' cannot be read.", said, StringComparison.Ordinal);
        Assert.Contains("site.yml:8: 'targets › odd › type' is 'geocities'", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "site")));
    }

    [Fact]
    public async Task A_warning_about_the_settings_is_told_and_the_site_built()
    {
        using var complaints = new StringWriter();

        Assert.Equal(
            0,
            await BuildAsync(complaints, "--settings", await SettingsAsync("name: Clinic\ntaglin: Hello\n"))
        );

        Assert.Contains(
            "site.yml:2: 'taglin' is not a setting; it is ignored. Did you mean 'tagline'?",
            complaints.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Clinic",
            await File.ReadAllTextAsync(Path.Combine(_folder, "site", "walk", "index.html")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_article_whose_date_is_still_to_come_is_left_out_and_told()
    {
        var articles = Directory.CreateDirectory(Path.Combine(_folder, "articles")).FullName;
        await File.WriteAllTextAsync(Path.Combine(articles, "9000-01-05-later.md"), "# Later\n\nNot *yet*.\n");
        using var said = new StringWriter();

        Assert.Equal(0, await BuildAsync(said, TextWriter.Null));

        Assert.Contains(
            "9000-01-05-later.md: held until 9000-01-05 00:00 -06:00, by its date or 'publishAt'.",
            said.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("1 of 2 articles published", said.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "site", "later")));
    }

    private async Task<string> SettingsAsync(string yaml)
    {
        var settings = Directory.CreateDirectory(Path.Combine(_folder, "settings")).FullName;
        await File.WriteAllTextAsync(Path.Combine(settings, "site.yml"), yaml);
        return settings;
    }

    private Task<int> BuildAsync(params string[] options) => BuildAsync(TextWriter.Null, options);

    private Task<int> BuildAsync(TextWriter complaints, params string[] options) =>
        BuildAsync(TextWriter.Null, complaints, options);

    private async Task<int> BuildAsync(TextWriter output, TextWriter complaints, params string[] options)
    {
        var articles = Directory.CreateDirectory(Path.Combine(_folder, "articles")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(articles, "walk.md"),
            "# A walk each day\n\nIt helps many people with a stiff back.\n"
        );
        return await CommandTree
            .Create()
            .Parse(["build", articles, Path.Combine(_folder, "site"), .. options])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = complaints });
    }
}
