using FunctionsPipeline.Cli.Build;
using FunctionsPipeline.Cli.Lint;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Tests.Lint;

/// <summary>The check and publishing are two ways through the domain, and must not drift apart.</summary>
public sealed class SameAsPublishingTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_publishing_reports_of_a_folder_is_what_lint_reports()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("night.png", LintCommandTests.OnePixel);
        _folder.Write("torn.png", LintCommandTests.OnePixel[..40]);
        _folder.Write(
            "drawing.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script>1</script></svg>"
        );
        _folder.Write("plain.txt", "A title\n\nSome text without any sign. It goes on.\n");
        _folder.Write("empty.md", "---\ntitle: Empty\n---\n");
        _folder.Write("long.md", "---\ntitle: Long\n---\n\n" + string.Concat(Enumerable.Repeat("- *a*\n", 40_000)));
        _folder.Write(
            "much.md",
            "---\ntitle: Much\ntitle: More\nlang: no language\ntags: #none\nimage: gone.png\nupdatd: 2026-01-01\n---\n\n"
                + "## One\n\n#### Two\n\n[here](https://example.org/), [walk](walk.md), [gone](gone.md), [odd](odd.xyz)\n\n"
                + "![](night.png) ![torn](torn.png) ![drawing](drawing.svg) ![x](javascript:1)\n\n<b>raw</b> [[wiki]]\n"
        );

        var built = await SiteBuilder.BuildAsync(
            _folder.Path,
            null,
            Path.Combine(_folder.Home, "site"),
            null,
            null,
            default
        );
        var lint = await new FolderLint(
            new LintScope(_folder.Path, [_folder.Path]),
            null,
            TimeProvider.System
        ).RunAsync(new WorkProgress(), default);

        var checkedFiles = lint.Files.ToDictionary(f => f.Source);
        Assert.Equal(built.Reports.Select(r => r.Source), checkedFiles.Keys);
        Assert.All(
            built.Reports,
            report =>
            {
                var file = checkedFiles[report.Source];
                Assert.Equal(report.Status, file.Status);
                // Whether an article is news is known only when it comes.
                Assert.Equal(Sorted(report.Findings.Where(f => f.Rule != "from-archive")), Sorted(file.Findings));
            }
        );
        Assert.Contains(checkedFiles["long.md"].Findings, f => f.Rule == "too-long-for-mail");
    }

    private static List<string> Sorted(IEnumerable<Finding> findings) =>
        [.. findings.Select(f => f.ToString()).Order(StringComparer.Ordinal)];
}
