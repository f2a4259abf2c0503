using System.Diagnostics;
using System.Runtime.Versioning;

namespace FunctionsPipeline.Cli.Tests.Lint;

/// <summary>Folders hold more than articles.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_no_text_is_a_finding_and_the_others_are_checked()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("random.md", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31 % 7))]);
        _folder.Write("empty.md", "");
        _folder.Write("letter.docx", "PK\u0003\u0004");
        using (var huge = File.Create(_folder.FileOf("huge.md")))
            huge.SetLength(11 * 1024 * 1024);

        var run = await CommandRun.RunAsync("lint", _folder.Path);

        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Equal(
            ["[empty]", "[too-large]", "[unsupported]", "[not-text]"],
            run.Lines.SkipLast(1).Select(l => l[l.LastIndexOf('[')..])
        );
        Assert.StartsWith("5 files: 4 errors", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_break_lines_or_steer_a_terminal_are_escaped()
    {
        if (OperatingSystem.IsWindows())
            return;
        _folder.Write("two\nlines\u001b[31m.md", "");

        foreach (var format in new[] { "text", "github" })
        {
            var run = await CommandRun.RunAsync("lint", _folder.Path, "--format", format);

            Assert.Equal(format == "text" ? 2 : 1, run.Lines.Count);
            if (format == "text")
                Assert.Contains("two\\u000alines\\u001b[31m.md:1: error:", run.Output, StringComparison.Ordinal);
            else
                Assert.Contains("two%0Alines", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Links_that_lead_round_in_a_circle_and_nowhere_end()
    {
        if (OperatingSystem.IsWindows())
            return;
        _folder.Write("sub/walk.md", ArticlesFolder.Good);
        Directory.CreateSymbolicLink(_folder.FileOf("sub/round"), _folder.Path);
        File.CreateSymbolicLink(_folder.FileOf("self.md"), _folder.FileOf("self.md"));
        File.CreateSymbolicLink(_folder.FileOf("gone.md"), _folder.FileOf("nowhere.md"));
        File.CreateSymbolicLink(_folder.FileOf("linked.md"), _folder.Write("_private/linked.md", ArticlesFolder.Good));

        var run = await CommandRun.RunAsync("lint", _folder.Path);

        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.StartsWith("4 files: 2 errors", run.Lines[^1], StringComparison.Ordinal);
    }

    /// <summary>To open one would wait for ever for its other end.</summary>
    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var make = Process.Start("mkfifo", [_folder.FileOf("pipe.md")]))
            await make.WaitForExitAsync();

        var run = await CommandRun.RunAsync("lint", _folder.Path).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("pipe.md:1: error:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_read_is_a_finding()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
            return;
        File.SetUnixFileMode(_folder.Write("secret.md", ArticlesFolder.Good), UnixFileMode.None);

        var run = await CommandRun.RunAsync("lint", _folder.Path);

        Assert.Equal(1, run.Code);
        Assert.Contains("secret.md: error: The file cannot be opened.", run.Output, StringComparison.Ordinal);
    }
}
