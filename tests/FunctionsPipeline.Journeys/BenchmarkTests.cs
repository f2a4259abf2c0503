using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys;

/// <summary>
/// The quick mode of each benchmark that needs no running app, so that none rots. Too small to claim anything: no figure's
/// size is judged here.
/// </summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("images", "pictures_per_second", "peak_mb", "ratio")]
    [InlineData("render", "articles_per_second", "allocated_bytes_per_article", "failed", "ratio")]
    [InlineData("site", "storage_operations", "bytes_written", "seconds", "operations_ratio")]
    [InlineData("build", "seconds", "articles", "pages")]
    [InlineData("lint", "files", "seconds", "peer_seconds", "ratio")]
    [InlineData("preview", "saved_to_shown_ms", "fastest_ms", "slowest_ms")]
    [InlineData("issue", "html_bytes", "text_bytes", "compose_ms")]
    [InlineData("scale", "subscribers_10000000_staging_seconds", "articles_100000_search_bytes")]
    public Task A_quick_run_ends_with_its_figures(string name, params string[] figures) =>
        QuickBenchmark.HasFiguresAsync(name, figures);

    [BrowserFact]
    public async Task A_quick_run_of_first_visits_finds_every_page_and_its_fonts()
    {
        var run = await QuickBenchmark.RunAsync("page");

        Assert.All(
            run["pages"]!.AsObject(),
            page =>
            {
                Assert.True((double)page.Value!["largest_paint_ms"]! > 0, page.Key);
                Assert.True((double)page.Value["kb_without_pictures"]! > 1, page.Key);
            }
        );
        Assert.True((double)run["pages"]!["article_with_picture"]!["picture_kb"]! > 0);
    }

    /// <summary>Each page of the desk costs at most twelve storage operations, however many articles there are.</summary>
    [Fact]
    public async Task A_quick_run_of_the_desk_stays_within_its_operations()
    {
        var run = await QuickBenchmark.RunAsync("desk");

        Assert.All(
            run["storage_operations"]!.AsObject(),
            page => Assert.True(page.Value!.GetValue<long>() <= 12, $"{page.Key}: {page.Value}")
        );
    }

    /// <summary>The same inputs in every run: what fails here has to be fixed, or shows a fault of a judge.</summary>
    [Fact]
    public async Task A_quick_run_of_hostile_inputs_finds_no_fault()
    {
        var run = await QuickBenchmark.RunAsync("fuzz");

        Assert.True((int)run["inputs"]! >= 1_000);
        Assert.All(
            ["crashes", "violations", "timeouts", "limits_exceeded"],
            figure => Assert.Equal(0, (int)run[figure]!)
        );
        Assert.True((double)run["peak_mb"]! > 0);
    }
}
