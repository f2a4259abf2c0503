using System.CommandLine;
using FunctionsPipeline.Cli.Commands;

namespace FunctionsPipeline.Journeys.Cli;

/// <summary><c>fp build</c>, as somebody types it.</summary>
public sealed class BuildCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The parser's own conversion knows no addresses: every <c>--url</c> once ended in an unhandled exception.</summary>
    [Fact]
    public async Task The_site_and_its_forms_lead_to_the_addresses_that_were_named()
    {
        Assert.Equal(0, await BuildAsync("--url", "https://clinic.example", "--functions-url", "https://forms.example/"));

        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "site", "walk", "index.html"));
        Assert.Contains("<link rel=\"canonical\" href=\"https://clinic.example/walk/\">", page, StringComparison.Ordinal);
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

    private async Task<int> BuildAsync(params string[] options)
    {
        var articles = Directory.CreateDirectory(Path.Combine(_folder, "articles")).FullName;
        await File.WriteAllTextAsync(Path.Combine(articles, "walk.md"), "# A walk each day\n\nIt helps many people with a stiff back.\n");
        return await BuildCommand.Create().Parse([articles, Path.Combine(_folder, "site"), .. options])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null });
    }
}
