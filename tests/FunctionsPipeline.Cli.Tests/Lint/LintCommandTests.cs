using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Tests.Lint;

/// <summary><c>fp lint</c>: what it finds, and what a script can rely on.</summary>
public sealed class LintCommandTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_without_mistakes_says_so_and_ends_well()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);

        var run = await LintAsync();

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["1 file: 0 errors, 0 warnings, 0 notes."], run.Lines);
    }

    [Fact]
    public async Task Every_finding_of_a_file_comes_at_once_also_below_front_matter_that_cannot_be_read()
    {
        _folder.Write(
            "bad.md",
            "---\ntitle: Heat or ice: which?\ndate: 2026-03-02\n---\n\n## One\n\n#### Two\n\n![](nowhere.png) and [there](gone.md).\n"
        );

        var run = await LintAsync();

        Assert.Equal(1, run.Code);
        Assert.Equal(
            ["2:8 front-matter", "8 skipped-heading", "10:1 missing-alt", "10:1 broken-image", "10:22 broken-link"],
            Places(run, "bad.md")
        );
        Assert.Contains("Put the value in quotes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_and_pictures_are_looked_up_among_the_other_files()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("images/night.png", OnePixel);
        _folder.Write("broken.png", "no picture"u8.ToArray());
        _folder.Write(
            "draft.md",
            ArticlesFolder.Good.Replace("date:", "draft: true\nslug: later\ndate:", StringComparison.Ordinal)
        );
        _folder.Write(
            "sub/links.md",
            ArticlesFolder.Good
                + "\n[good](../walk.md), [draft](../draft.md), [gone](nowhere.md).\n\n![Night](../images/night.png)\n\n![Broken](../broken.png)\n"
        );

        var run = await LintAsync();

        Assert.Equal(["9:21 broken-link", "9:43 broken-link", "13:1 broken-image"], Places(run, "links.md"));
        Assert.Contains("'draft.md', which is not published", run.Output, StringComparison.Ordinal);
        Assert.Contains("is not a picture that browsers show", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_articles_with_one_address_the_second_is_refused_in_every_run()
    {
        _folder.Write("a/walk.md", ArticlesFolder.Good);
        _folder.Write("b/walk.md", ArticlesFolder.Good);

        for (var i = 0; i < 5; i++)
        {
            var run = await LintAsync();

            Assert.Equal(1, run.Code);
            Assert.Contains("articles/b/walk.md: error: The address 'walk' belongs to 'a/walk.md'.", run.Output);
            Assert.DoesNotContain("articles/a/walk.md", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_former_address_that_another_article_has_is_a_warning()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write(
            "run.md",
            ArticlesFolder.Good.Replace("date:", "aliases: [walk]\ndate:", StringComparison.Ordinal)
        );

        Assert.Equal(["alias-taken"], Places(await LintAsync(), "run.md"));
    }

    [Fact]
    public async Task Only_the_files_that_were_asked_for_are_reported_and_all_are_known()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("bad.md", "---\ntitle: [\n---\n\nText.\n");
        var asked = _folder.Write("sub/links.md", ArticlesFolder.Good + "\n[good](../walk.md) and [bad](../bad.md)\n");

        var run = await CommandRun.RunAsync("lint", asked);

        Assert.Equal(0, run.Code);
        Assert.Equal(["9:24 broken-link"], Places(run, "links.md"));
        Assert.Equal(2, run.Lines.Count);
    }

    /// <summary>As a file in someone's home folder, which may hold a million others.</summary>
    [Fact]
    public async Task Of_a_file_in_any_folder_only_what_it_refers_to_is_looked_at()
    {
        Directory.Move(_folder.Path, Path.Combine(_folder.Home, "anywhere"));
        Directory.CreateDirectory(_folder.Path);
        var home = Path.Combine(_folder.Home, "anywhere");
        Directory.CreateDirectory(Path.Combine(home, "deep"));
        await File.WriteAllBytesAsync(Path.Combine(home, "deep", "night.png"), OnePixel);
        await File.WriteAllTextAsync(Path.Combine(home, "deep", "walk.md"), ArticlesFolder.Good);
        var asked = Path.Combine(home, "links.md");
        await File.WriteAllTextAsync(
            asked,
            ArticlesFolder.Good + "\n[walk](deep/walk.md), [gone](deep/gone.md).\n\n![Night](deep/night.png)\n"
        );

        var run = await CommandRun.RunAsync("lint", asked);

        Assert.Equal(["9:23 broken-link"], Places(run, "links.md"));
        Assert.StartsWith("1 file:", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_beside_the_articles_count_and_their_mistakes_are_told()
    {
        _folder.Write("walk.md", ArticlesFolder.Good + "\nThis cures cancer.\n");
        _folder.WriteSettings("name: Clinic\nmedical: true\n");
        Assert.Contains("[health-promise", (await LintAsync()).Output, StringComparison.Ordinal);

        _folder.WriteSettings("name: Clinic\nurl: nowhere\n");
        var run = await LintAsync();

        Assert.Equal(1, run.Code);
        Assert.Contains("site.yml:2", run.Output, StringComparison.Ordinal);
        Assert.Contains("'url' is not a web address", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_among_the_articles_are_no_article()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("site.yml", "name: Clinic\n" + SampleSite.AddressAlone);
        _folder.Write("theme/page.txt", "");

        var run = await LintAsync();

        Assert.StartsWith("1 file: 0 errors", run.Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("theme", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_end_with_two_only_when_they_count()
    {
        _folder.Write("walk.md", ArticlesFolder.Good + "\n[](https://example.org/)\n\n![](a.png)\n");

        Assert.Equal(0, (await LintAsync()).Code);
        Assert.Equal(2, (await LintAsync("--strict")).Code);
        _folder.Write("bad.md", "");
        Assert.Equal(1, (await LintAsync("--strict")).Code);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_a_sentence()
    {
        var run = await CommandRun.RunAsync("lint", _folder.FileOf("nowhere"), _folder.FileOf("no\nwhere"));

        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Equal(2, run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Check the spelling", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    internal static readonly byte[] OnePixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    private Task<CommandRun> LintAsync(params string[] options) =>
        CommandRun.RunAsync(["lint", _folder.Path, .. options]);

    /// <summary>Line, column and rule of each finding in a file.</summary>
    private static IEnumerable<string> Places(CommandRun run, string file) =>
        run
            .Lines.Select(l =>
                Regex.Match(l, $@"{Regex.Escape(file)}(?::([0-9:]+))?: (?:error|warning|note): .* \[(.+)\]$")
            )
            .Where(m => m.Success)
            .Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}".Trim());
}
