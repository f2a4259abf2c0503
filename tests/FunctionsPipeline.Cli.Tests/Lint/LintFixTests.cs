using System.Text;

namespace FunctionsPipeline.Cli.Tests.Lint;

/// <summary><c>fp lint --fix</c> changes what no reader sees, and nothing else.</summary>
public sealed class LintFixTests : IDisposable
{
    private const string Head = "---\ntitle: A walk each day\ndate: 2026-03-02\nsummary: What it does.\n---\n\n";

    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Headings_that_skip_a_level_are_raised_and_stay_side_by_side() =>
        FixesAsync(
            Head + "## One\n\n#### Two\n\nText.\n\n#### Three\n\n##### Four\n\n## Five\n\n> #### Six\n",
            Head + "## One\n\n### Two\n\nText.\n\n### Three\n\n#### Four\n\n## Five\n\n> ### Six\n",
            "skipped-heading"
        );

    [Fact]
    public Task Signs_in_code_are_no_headings() =>
        FixesAsync(
            Head + "## One\n\n```sh\n#### not this\n```\n\n#### Two\n",
            Head + "## One\n\n```sh\n#### not this\n```\n\n### Two\n",
            "skipped-heading"
        );

    [Fact]
    public Task Line_ends_and_byte_order_mark_stay() =>
        FixesAsync(
            "\ufeff" + (Head + "## One\n\n#### Two\n").ReplaceLineEndings("\r\n"),
            "\ufeff" + (Head + "## One\n\n### Two\n").ReplaceLineEndings("\r\n"),
            "skipped-heading"
        );

    [Fact]
    public Task A_missing_summary_is_written_out_as_readers_see_it_already() =>
        FixesAsync(
            "---\r\ntitle: Walk\r\ndate: 2026-03-02\r\n---\r\n\r\nIt *helps* \"many\" people. A lot.\r\n",
            "---\r\nsummary: \"It helps \u201Cmany\u201D people. A lot.\"\r\ntitle: Walk\r\ndate: 2026-03-02\r\n---\r\n\r\nIt *helps* \"many\" people. A lot.\r\n",
            "missing-summary"
        );

    [Fact]
    public Task A_key_without_a_value_gets_one() =>
        FixesAsync(
            "---\ntitle: Walk\nsummary: # One or two sentences.\ndate: 2026-03-02\n---\n\nIt *helps*.\n",
            "---\ntitle: Walk\nsummary: \"It helps.\"\ndate: 2026-03-02\n---\n\nIt *helps*.\n",
            "missing-summary"
        );

    [Fact]
    public Task In_toml_it_belongs_to_no_table() =>
        FixesAsync(
            "+++\ntitle = \"Walk\"\ndate = 2026-03-02\n[extra]\ncolour = \"red\"\n+++\n\nIt *helps*.\n",
            "+++\nsummary = \"It helps.\"\ntitle = \"Walk\"\ndate = 2026-03-02\n[extra]\ncolour = \"red\"\n+++\n\nIt *helps*.\n",
            "missing-summary"
        );

    [Fact]
    public async Task A_missing_date_becomes_that_of_the_file()
    {
        var file = _folder.Write("walk.md", "---\ntitle: Walk\nsummary: What it does.\n---\n\nIt *helps*.\n");
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 2, 3, 18, 0, 0, DateTimeKind.Utc));

        var run = await FixAsync();

        Assert.Contains("walk.md: fixed: missing-date", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "---\ndate: 2026-02-03\ntitle: Walk\nsummary: What it does.\n---\n\nIt *helps*.\n",
            await File.ReadAllTextAsync(file)
        );
    }

    [Fact]
    public async Task An_old_encoding_becomes_utf_8()
    {
        var latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var file = _folder.Write("walk.md", latin.GetBytes(Head + "Café – “quoted”, *really*.\r\n"));

        var run = await FixAsync();

        Assert.Contains("fixed: old-encoding", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            Encoding.UTF8.GetBytes(Head + "Café – “quoted”, *really*.\r\n"),
            await File.ReadAllBytesAsync(file)
        );
        Assert.Contains("0 notes", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public Task Invisible_characters_are_removed() =>
        FixesAsync(Head + "One\u0007 *two*\u202e three.\n", Head + "One *two* three.\n", "control-characters");

    [Theory]
    [InlineData("---\ntitle: [\n---\n\n## One\n\n#### Two\n")]
    [InlineData("# A title\n\n## One\n\nNo front matter, *at all*.\n")]
    [InlineData("---\ntitle: Walk\ndraft: true\nsummary: Not yet.\n---\n\nIt *helps*.\n")]
    [InlineData("---\n{ title: Walk, date: 2026-03-02 }\n---\n\nIt *helps*.\n")]
    public async Task Where_it_is_not_sure_the_file_stays_as_it_is(string text)
    {
        var file = _folder.Write("walk.md", text);
        var written = File.GetLastWriteTimeUtc(file);

        var run = await FixAsync();

        Assert.DoesNotContain("fixed", run.Output, StringComparison.Ordinal);
        Assert.Equal((text, written), (await File.ReadAllTextAsync(file), File.GetLastWriteTimeUtc(file)));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Rights_and_links_stay()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = _folder.Write("_originals/walk.md", Head + "## One\n\n#### Two\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder.FileOf("walk.md"), file);

        await FixAsync();

        Assert.Contains("### Two", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            File.GetUnixFileMode(file)
        );
        Assert.NotNull(new FileInfo(_folder.FileOf("walk.md")).LinkTarget);
    }

    private async Task FixesAsync(string before, string after, string rule)
    {
        var file = _folder.Write("walk.md", before);

        var run = await FixAsync();

        Assert.Contains($"walk.md: fixed: {rule}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"[{rule}]", run.Output, StringComparison.Ordinal);
        Assert.Equal(after, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)));
        // Once is enough.
        Assert.DoesNotContain("fixed", (await FixAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(after, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)));
    }

    private Task<CommandRun> FixAsync() => CommandRun.RunAsync("lint", _folder.Path, "--fix");
}
