namespace FunctionsPipeline.Cli.Tests.New;

/// <summary><c>fp new</c> begins an article as the others beside it begin.</summary>
public sealed class NewCommandTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_path_alone_is_printed_and_the_file_is_a_draft()
    {
        var run = await NewAsync("What helps with sciatica?");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var file = _folder.FileOf("what-helps-with-sciatica.md");
        Assert.Equal(file, Path.GetFullPath(run.Output.TrimEnd()));
        var day = (await File.ReadAllLinesAsync(file))[2];
        Assert.Matches("^date: 20[0-9]{2}-[0-9]{2}-[0-9]{2}$", day);
        Assert.Equal(
            $"---\ntitle: What helps with sciatica?\n{day}\ntags: []\nsummary: # One or two sentences that make a person want to read on.\nstatus: draft\n---\n\n",
            await File.ReadAllTextAsync(file)
        );
    }

    [Fact]
    public async Task Keys_tags_and_author_are_those_of_the_others()
    {
        foreach (var (name, tags) in new[] { ("a", "back, sleep"), ("b", "sleep"), ("c", "food, sleep") })
            _folder.Write(
                $"{name}.md",
                $"---\ntitle: {name} title\nauthor: Dr. Maren Okafor\npubDate: 2026-01-01\ncategories: [{tags}]\ndescription: Some words.\nheroImage: a.png\nslug: {name}\ndraft: false\n---\n\nSome *text*.\n"
            );
        _folder.Write("d.md", "---\ntitle: d\nodd: key\nauthor: Another Person\n---\n\nSome *text*.\n");

        await NewAsync("Heat: or ice");

        var lines = await File.ReadAllLinesAsync(_folder.FileOf("heat-or-ice.md"));
        Assert.Equal("title: \"Heat: or ice\"", lines[1]);
        Assert.Equal(
            "author: \"Dr. Maren Okafor\"",
            lines[2].Replace("Dr. Maren Okafor", "\"Dr. Maren Okafor\"").Replace("\"\"", "\"")
        );
        Assert.StartsWith("pubDate: 20", lines[3], StringComparison.Ordinal);
        Assert.Equal("categories: [] # In use: sleep, back, food", lines[4]);
        Assert.StartsWith("description: # ", lines[5], StringComparison.Ordinal);
        Assert.Equal(["heroImage:", "status: draft", "---", ""], lines[6..]);
    }

    [Fact]
    public async Task Where_the_others_write_toml_so_does_it()
    {
        _folder.Write("a.md", "+++\ntitle = \"A\"\ndate = 2026-01-01\n+++\n\nSome *text*.\n");

        await NewAsync("Say \"hello\"");

        var lines = await File.ReadAllLinesAsync(_folder.FileOf("say-hello.md"));
        Assert.Equal(("+++", "title = \"Say \\\"hello\\\"\"", "status = \"draft\""), (lines[0], lines[1], lines[^3]));
    }

    /// <summary>All that is to be said of it is that nothing is written yet.</summary>
    [Theory]
    [InlineData("What helps with sciatica?")]
    [InlineData("# Yes: no, [maybe] {really} & \"quoted\" 'too' \\ #tag")]
    [InlineData("null")]
    [InlineData("2026-01-02")]
    [InlineData("- list")]
    public async Task The_product_reads_the_title_as_it_was_typed(string title)
    {
        var path = (await NewAsync(title)).Output.TrimEnd();
        await File.AppendAllTextAsync(Path.GetFullPath(path), "Some *text* now.\n");

        var lint = await CommandRun.RunAsync("lint", _folder.Path, "--json");

        Assert.Contains("\"errors\": 0", lint.Output, StringComparison.Ordinal);
        Assert.Contains("\"warnings\": 0", lint.Output, StringComparison.Ordinal);
        var site = Path.Combine(_folder.Home, "site");
        await File.WriteAllTextAsync(
            Path.GetFullPath(path),
            (await File.ReadAllTextAsync(Path.GetFullPath(path))).Replace(
                "status: draft\n",
                "",
                StringComparison.Ordinal
            )
        );
        await CommandRun.RunAsync("build", _folder.Path, site);
        Assert.Contains(
            $"<h1>{System.Net.WebUtility.HtmlEncode(title).Replace("&#39;", "&#x27;", StringComparison.Ordinal)}</h1>",
            await File.ReadAllTextAsync(Path.Combine(site, Path.GetFileNameWithoutExtension(path), "index.html")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone()
    {
        var file = _folder.Write("walk.md", "Mine.");

        var run = await NewAsync("Walk!");

        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains(
            "is there already and was left alone. Choose another title",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal("Mine.", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_title_that_says_nothing_is_refused() =>
        Assert.Contains("The title is empty.", (await NewAsync(" \u0007 ")).Error, StringComparison.Ordinal);

    private Task<CommandRun> NewAsync(string title) => CommandRun.RunAsync("new", title, "--folder", _folder.Path);
}
